import CLinux
import Glibc

/// Who may do what with a file: what one that replaces it has to have too.
struct FileProtection {
    /// An attribute that says more than mode and owner, by the kernel's name for it, and what it is called in words.
    private static let attributes = [
        ("system.posix_acl_access", "access control list"), (label, "SELinux label"),
    ]
    private static let label = "security.selinux"
    /// The most that the kernel keeps in one attribute, in bytes (XATTR_SIZE_MAX).
    private static let attributeByteLimit = 1 << 16

    private let mode: UInt32
    private let user: UInt32
    private let group: UInt32
    /// The attributes that the file has, by name.
    private var values: [String: [UInt8]] = [:]

    /// That of a new file: everybody may read it. Its label is what the kernel's policy gives to a file that is made there.
    static let preset = FileProtection(mode: 0o644, user: 0, group: 0)

    private init(mode: UInt32, user: UInt32, group: UInt32) {
        self.mode = mode
        self.user = user
        self.group = group
    }

    /// That of a file that is there.
    ///
    /// - Throws: ``SystemError``, also where an attribute cannot be read.
    init(of path: String, in root: Root) throws(SystemError) {
        let file = try root.open(path, O_RDONLY | O_NONBLOCK)
        let status = try file.status(of: path)
        self.init(mode: status.mode & 0o777, user: status.user, group: status.group)
        for (name, words) in FileProtection.attributes {
            // Without SELinux nobody goes by a label, and only who administers the machine may give one.
            if name == FileProtection.label, !root.exists("/sys/fs/selinux/enforce") { continue }
            var count = 0
            let value = [UInt8](unsafeUninitializedCapacity: FileProtection.attributeByteLimit) { buffer, initialized in
                count = fgetxattr(file.number, name, buffer.baseAddress, buffer.count)
                initialized = max(count, 0)
            }
            if count >= 0 {
                values[name] = value
            } else if errno != ENODATA, errno != EOPNOTSUPP {
                throw SystemError(operation: "read the \(words) of", object: path, errno: errno)
            }
        }
    }

    /// Gives it to a new file.
    ///
    /// - Throws: ``SystemError``: a file is not replaced by one that others may read or write, or that those cannot read who
    ///   have to.
    func protect(_ file: borrowing Descriptor, _ path: String) throws(SystemError) {
        // The owner last: who gives a file away may not change it any more.
        guard fchmod(file.number, mode) == 0 else { throw FileProtection.refusal(path) }
        for (name, words) in FileProtection.attributes {
            guard let value = values[name] else { continue }
            guard fsetxattr(file.number, name, value, value.count, 0) == 0 else {
                throw SystemError(operation: "keep the \(words) of", object: path, errno: errno)
            }
        }
        guard fchown(file.number, user, group) == 0 else { throw FileProtection.refusal(path) }
    }

    private static func refusal(_ path: String) -> SystemError {
        SystemError(operation: "set owner and mode of", object: path, errno: errno)
    }
}

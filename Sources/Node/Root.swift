import CLinux
import Glibc
import Tuning

/// The tree in which every path is read: the machine's own, or a captured one.
///
/// In a captured tree a symbolic link is followed inside the tree, however it is written, so that reading a capture
/// never reads the machine it is examined on.
public struct Root: Sendable {
    /// Where the tree stands; `/` for the machine itself.
    public let path: String
    /// The tree's directory; `AT_FDCWD` for the machine itself. It stays open as long as the program runs.
    let directory: Int32
    /// How what may wait for a process is read.
    let processReads: ProcessReads

    /// The machine itself.
    public static let machine = Root(path: "/", directory: AT_FDCWD, processReads: ProcessReads())

    /// The most that is read of one file unless the caller says otherwise, in bytes.
    public static let presetByteLimit = 1 << 20
    /// The most entries that are taken from one directory.
    public static let entryLimit = 200_000
    /// How long a captured tree is waited for, in milliseconds: it is on a disk of this machine's.
    private static let capturedPatience: Int32 = 30_000

    private init(path: String, directory: Int32, processReads: ProcessReads) {
        self.path = path
        self.directory = directory
        self.processReads = processReads
    }

    /// The tree at `path`.
    ///
    /// - Throws: ``SystemError`` if it cannot be opened as a directory.
    public init(at path: String) throws(SystemError) {
        guard path != "/" else {
            self = .machine
            return
        }
        let number = Glibc.open(path, clinux_o_path | O_DIRECTORY | O_CLOEXEC)
        guard number >= 0 else { throw SystemError(operation: "open", object: path, errno: errno) }
        let reads = ProcessReads(patience: Root.capturedPatience)
        self.init(path: path, directory: number, processReads: reads)
    }

    /// Whether this is the machine itself rather than a captured tree.
    public var isMachine: Bool { directory == AT_FDCWD }

    /// Opens a path of the tree. A FIFO or a device never blocks the caller.
    ///
    /// - Throws: ``SystemError``; the object is the path as seen in the tree.
    func open(_ path: String, _ flags: Int32, mode: mode_t = 0) throws(SystemError) -> Descriptor {
        // openat2 refuses beside O_PATH what open ignores.
        let flags = flags | O_CLOEXEC | (flags & clinux_o_path != 0 ? 0 : O_NOCTTY | O_NONBLOCK)
        let number =
            isMachine
            ? Glibc.open(path, flags, mode) : clinux_open_in_root(directory, path, flags, mode)
        guard number >= 0 else { throw SystemError(operation: "open", object: path, errno: errno) }
        return Descriptor(adopting: number)
    }

    /// The content of a file.
    ///
    /// - Parameter limit: the most bytes that are taken; a longer file is refused with `EFBIG`.
    public func bytes(of path: String, limit: Int = Root.presetByteLimit) throws(SystemError) -> [UInt8] {
        try open(path, O_RDONLY).bytes(of: path, limit: limit)
    }

    /// The content of a text file; bytes that are not UTF-8 are replaced by U+FFFD.
    public func text(of path: String, limit: Int = Root.presetByteLimit) throws(SystemError) -> String {
        String(decoding: try bytes(of: path, limit: limit), as: UTF8.self)
    }

    /// The content of a one-line file without surrounding blanks; nil if it cannot be read or is empty.
    public func line(of path: String) -> String? {
        guard let text = try? text(of: path, limit: 1 << 16) else { return nil }
        let line = text.drop(while: \.isWhitespace).prefix { !$0.isNewline }
        guard let last = line.lastIndex(where: { !$0.isWhitespace }) else { return nil }
        return String(line[...last])
    }

    /// The names in a directory, without `.` and `..`, in byte order.
    ///
    /// - Throws: ``SystemError``; `E2BIG` for a directory of more than ``entryLimit`` entries.
    public func names(in path: String) throws(SystemError) -> [String] {
        let number = try open(path, O_RDONLY | O_DIRECTORY).release()
        guard let stream = fdopendir(number) else {
            let code = errno
            close(number)
            throw SystemError(operation: "list", object: path, errno: code)
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name != ".", name != ".." else { continue }
            guard names.count < Root.entryLimit else {
                throw SystemError(operation: "list", object: path, errno: E2BIG)
            }
            names.append(name)
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Where a symbolic link points, as it is written; nil if it is none or cannot be read.
    public func link(at path: String) -> String? {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count: Int
        if isMachine {
            count = readlink(path, &buffer, buffer.count)
        } else {
            guard let file = try? open(path, clinux_o_path | O_NOFOLLOW) else { return nil }
            count = readlinkat(file.number, "", &buffer, buffer.count)
        }
        return count > 0 ? String(decoding: buffer.prefix(count), as: UTF8.self) : nil
    }

    /// What kind of file a path is, following links.
    ///
    /// - Throws: ``SystemError``.
    public func status(of path: String) throws(SystemError) -> FileStatus {
        try open(path, clinux_o_path).status(of: path)
    }

    /// Whether something is there.
    public func exists(_ path: String) -> Bool {
        (try? open(path, clinux_o_path)) != nil
    }
}

/// What the filesystem says of a file.
public struct FileStatus: Hashable, Sendable {
    /// The permission bits.
    public let mode: UInt32
    /// Whether it is a directory.
    public let isDirectory: Bool
    /// Whether it is a regular file.
    public let isRegular: Bool
    /// Its owner.
    public let user: UInt32
    /// Its group.
    public let group: UInt32
    /// Its size in bytes.
    public let byteCount: Int64
    /// When its content was last changed, in seconds since 1970.
    public let modifiedAt: Int64
    /// The device it is on.
    public let device: UInt64
    /// Its number there.
    public let inode: UInt64
    /// When its content was last changed, in milliseconds since 1970.
    public let changedAtMilliseconds: Int64

    fileprivate init(_ status: stat) {
        mode = status.st_mode & 0o7777
        isDirectory = status.st_mode & S_IFMT == S_IFDIR
        isRegular = status.st_mode & S_IFMT == S_IFREG
        user = status.st_uid
        group = status.st_gid
        byteCount = Int64(status.st_size)
        modifiedAt = Int64(status.st_mtim.tv_sec)
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        changedAtMilliseconds = Int64(status.st_mtim.tv_sec) * 1_000 + Int64(status.st_mtim.tv_nsec) / 1_000_000
    }
}

extension Descriptor {
    /// What kind of file this is.
    ///
    /// - Parameter path: what is examined, for the error: a descriptor does not know its name.
    borrowing func status(of path: String) throws(SystemError) -> FileStatus {
        var status = stat()
        guard fstat(number, &status) == 0 else { throw SystemError(operation: "examine", object: path, errno: errno) }
        return FileStatus(status)
    }
}

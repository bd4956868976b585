import CLinux
import Glibc
public import Tuning

/// Reads sysctls and sysfs attributes, one after the other.
///
/// The kernel walks the way to the directory of neighbours once, and a text of up to 15 bytes takes no memory.
public struct KernelFileReading: ~Copyable {
    private let root: Root
    private var buffer = [UInt8](repeating: 0, count: KernelFileReading.room)
    /// The directory of the last file, once a second one of it was asked for.
    private var directory: Descriptor?
    /// Where that is.
    private var place: (top: KernelFile.Top, name: String)?

    /// What almost every text fits into, in bytes, and the most that is read: a list of ports may take that. The kernel
    /// gives no more than the first read has room for.
    private static let room = 4_096
    private static let byteLimit = 1 << 16

    /// Nothing read yet.
    public init(of root: Root) {
        self.root = root
    }

    /// What a knob says now; nil for one that is no file of the kernel.
    public mutating func observe(_ knob: Knob) -> Observation? {
        switch knob {
        case .sysctl(let name): observe(KernelFile(.sysctls, name))
        case .sysfs(let name): observe(KernelFile(.sysfs, name))
        default: nil
        }
    }

    /// What a file of the kernel says now.
    mutating func observe(_ file: KernelFile) -> Observation {
        guard file.isPlain else { return .unreadable("'\(file.path)' is no path of the kernel") }
        do throws(SystemError) {
            let open = try open(file)
            let isWritable = try open.status(of: file.name).mode & 0o222 != 0
            var count = try read(open, file.name)
            if count == KernelFileReading.room {
                buffer = [UInt8](repeating: 0, count: KernelFileReading.byteLimit + 1)
                lseek(open.number, 0, SEEK_SET)
                count = try read(open, file.name)
            }
            guard count <= KernelFileReading.byteLimit else {
                throw SystemError(operation: "read", object: file.path, errno: EFBIG)
            }
            if count > 0, buffer[count - 1] == UInt8(ascii: "\n") { count -= 1 }
            var text = String(decoding: buffer[..<count], as: UTF8.self)
            if file.top == .sysfs, let choice = KernelFileReading.choice(of: text) { text = choice }
            return .value(Value(kernelText: text), text: text, isWritable: isWritable)
        } catch {
            return error.errno == ENOENT ? .missing : .unreadable(error.reason)
        }
    }

    /// What is chosen where an attribute tells all that may be, as in `always [madvise] never`: it takes and means that
    /// word alone. Nil where it does not.
    private static func choice(of text: String) -> String? {
        let words = text.split(separator: " ")
        let chosen = words.filter { $0.count > 2 && $0.hasPrefix("[") && $0.hasSuffix("]") }
        return chosen.count == 1 ? String(chosen[0].dropFirst().dropLast()) : nil
    }

    private mutating func open(_ file: KernelFile) throws(SystemError) -> Descriptor {
        let slash = file.name.utf8.lastIndex(of: UInt8(ascii: "/"))
        guard root.isMachine, let slash else { return try root.open(file.path, O_RDONLY) }
        let around = file.name[..<slash]
        guard let last = place, last.top == file.top, last.name == around else {
            place = (file.top, String(around))
            directory = nil
            return try root.open(file.path, O_RDONLY)
        }
        if directory == nil {
            directory = try root.open("\(last.top.rawValue)/\(last.name)", clinux_o_path | O_DIRECTORY)
        }
        let way = file.name.utf8.distance(from: file.name.startIndex, to: slash) + 1
        let flags = O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC
        let number = file.name.withCString { openat(directory?.number ?? AT_FDCWD, $0 + way, flags) }
        guard number >= 0 else { throw SystemError(operation: "open", object: file.path, errno: errno) }
        return Descriptor(adopting: number)
    }

    private mutating func read(_ file: borrowing Descriptor, _ name: String) throws(SystemError) -> Int {
        var count = 0
        repeat {
            count = buffer.withUnsafeMutableBytes { Glibc.read(file.number, $0.baseAddress, $0.count) }
        } while count < 0 && errno == EINTR
        guard count >= 0 else { throw SystemError(operation: "read", object: name, errno: errno) }
        return count
    }
}

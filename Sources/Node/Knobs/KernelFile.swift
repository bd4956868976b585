import Glibc
import Tuning

extension Node {
    /// Reads a sysctl or a sysfs attribute.
    func observe(_ file: KernelFile) -> Observation {
        var reading = KernelFileReading(of: root)
        return reading.observe(file)
    }

    /// Writes a sysctl or a sysfs attribute in one `write(2)`: the kernel takes the first write for the whole value.
    func writeKernelFile(_ text: String, into file: KernelFile) throws(SystemError) {
        let path = file.path
        guard file.isPlain else { throw SystemError(operation: "write", object: path, errno: EINVAL) }
        let file = try root.open(path, O_WRONLY)
        let bytes = Array(text.utf8)
        var count = 0
        repeat { count = Glibc.write(file.number, bytes, bytes.count) } while count < 0 && errno == EINTR
        guard count == bytes.count else {
            throw SystemError(operation: "write", object: path, errno: count < 0 ? errno : EIO)
        }
    }
}

/// A sysctl or a sysfs attribute.
struct KernelFile {
    /// The filesystem of the kernel that it is in.
    enum Top: String {
        case sysctls = "/proc/sys"
        case sysfs = "/sys"
    }

    let top: Top
    /// The path below it.
    let name: String

    init(_ top: Top, _ name: String) {
        self.top = top
        self.name = name
    }

    /// The whole path.
    var path: String { "\(top.rawValue)/\(name)" }

    /// Whether it stays where it says: no `..`, no empty part, no NUL.
    var isPlain: Bool {
        var (length, dots) = (0, 0)
        var isPartGood: Bool { length > dots || length > 2 }
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "/"):
                guard isPartGood else { return false }
                (length, dots) = (0, 0)
            case 0: return false
            default:
                length += 1
                if byte == UInt8(ascii: ".") { dots += 1 }
            }
        }
        return isPartGood
    }
}

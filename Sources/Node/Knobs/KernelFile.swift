import Glibc
import Tuning

extension Node {
    /// The most that is read of a sysctl or a sysfs attribute, in bytes: the kernel gives one page of either.
    private static let kernelFileByteLimit = 1 << 16

    /// Reads a sysctl or a sysfs attribute.
    func observeKernelFile(_ path: String) -> Observation {
        guard Node.isPlain(path) else { return .unreadable("'\(path)' is no path of the kernel") }
        do {
            let file = try root.open(path, O_RDONLY)
            let isWritable = try file.status(of: path).mode & 0o222 != 0
            var bytes = try file.bytes(of: path, limit: Node.kernelFileByteLimit, isGivenAtOnce: true)
            if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
            let text = String(decoding: bytes, as: UTF8.self)
            return .value(Value(kernelText: text), text: text, isWritable: isWritable)
        } catch {
            return error.errno == ENOENT ? .missing : .unreadable(error.reason)
        }
    }

    /// Writes a sysctl or a sysfs attribute in one `write(2)`: the kernel takes the first write for the whole value.
    func writeKernelFile(_ path: String, _ text: String) throws(SystemError) {
        guard Node.isPlain(path) else { throw SystemError(operation: "write", object: path, errno: EINVAL) }
        let file = try root.open(path, O_WRONLY)
        let bytes = Array(text.utf8)
        var count = 0
        repeat { count = Glibc.write(file.number, bytes, bytes.count) } while count < 0 && errno == EINTR
        guard count == bytes.count else {
            throw SystemError(operation: "write", object: path, errno: count < 0 ? errno : EIO)
        }
    }

    /// Whether a path stays where it says: no `..`, no empty part, no NUL.
    private static func isPlain(_ path: String) -> Bool {
        let bytes = path.utf8
        let parts = bytes.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return bytes.first == UInt8(ascii: "/") && !bytes.contains(0)
            && !parts.contains { $0.isEmpty || $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8) }
    }
}

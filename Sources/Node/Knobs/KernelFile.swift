import Glibc
import Tuning

extension Node {
    /// The most that is read of a sysctl or a sysfs attribute, in bytes: the kernel gives one page of either.
    private static let kernelFileByteLimit = 1 << 16

    /// Reads a sysctl or a sysfs attribute.
    func observeKernelFile(_ path: String) -> Observation {
        guard Node.isPlain(path) else { return .unreadable("'\(path)' is no path of the kernel") }
        do {
            let isWritable = try root.status(of: path).mode & 0o222 != 0
            let text = try root.text(of: path, limit: Node.kernelFileByteLimit)
            let trimmed = text.last == "\n" ? String(text.dropLast()) : text
            return .value(Value(kernelText: trimmed), text: trimmed, isWritable: isWritable)
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
        let parts = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        return path.first == "/" && !path.utf8.contains(0) && !parts.contains { $0.isEmpty || $0 == "." || $0 == ".." }
    }
}

import CLinux
import Glibc

extension Root {
    /// Reads where a symbolic link points into a buffer that the caller keeps, and returns how many bytes that is.
    ///
    /// For the walk over all processes, which looks at many links and keeps few.
    ///
    /// - Throws: ``SystemError``; `ENOENT` also for a kernel thread's `exe`.
    func linkTarget(at path: String, into buffer: inout [UInt8]) throws(SystemError) -> Int {
        let count: Int
        if isMachine {
            count = readlink(path, &buffer, buffer.count)
        } else {
            let file = try open(path, clinux_o_path | O_NOFOLLOW)
            count = readlinkat(file.number, "", &buffer, buffer.count)
        }
        guard count >= 0 else { throw SystemError(operation: "read", object: path, errno: errno) }
        return count
    }
}

import Glibc

extension Descriptor {
    /// What one read(2) gives, repeated when a signal interrupts it: a count of bytes, and 0 at the end or when nothing
    /// waits in a descriptor that does not block.
    ///
    /// - Parameter object: What is read, for the error: a descriptor does not know its name.
    func read(
        into buffer: UnsafeMutableRawBufferPointer,
        of object: @autoclosure () -> String
    ) throws(SystemError) -> Int {
        while true {
            let count = Glibc.read(number, buffer.baseAddress, buffer.count)
            guard count < 0 else { return count }
            let failure = errno
            switch failure {
            case EINTR: continue
            case EAGAIN: return 0
            default: throw SystemError(operation: "read", object: object(), errno: failure)
            }
        }
    }

    /// All that is left to read of a file.
    ///
    /// - Parameters:
    ///   - path: what is read, for the error.
    ///   - limit: the most bytes that are taken; a longer file is refused with `EFBIG`.
    borrowing func bytes(of path: String, limit: Int) throws(SystemError) -> [UInt8] {
        var content: [UInt8] = []
        var size = 4096
        while true {
            var count = 0
            let room = size
            let chunk = [UInt8](unsafeUninitializedCapacity: room) { buffer, initialized in
                repeat { count = Glibc.read(number, buffer.baseAddress, room) } while count < 0 && errno == EINTR
                initialized = max(count, 0)
            }
            guard count >= 0 else { throw SystemError(operation: "read", object: path, errno: errno) }
            guard count > 0 else { return content }
            guard content.count + count <= limit else {
                throw SystemError(operation: "read", object: path, errno: EFBIG)
            }
            if content.isEmpty { content = chunk } else { content += chunk }
            size = min(size * 4, 1 << 18)
        }
    }
}

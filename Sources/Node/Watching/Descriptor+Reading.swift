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
}

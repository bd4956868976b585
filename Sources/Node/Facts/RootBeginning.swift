import Glibc

extension Root {
    /// The first bytes of a file, however long it is.
    ///
    /// `/proc/cpuinfo` grows with the machine, and the first of its CPUs tells all that is wanted.
    ///
    /// - Throws: ``SystemError``.
    func beginning(of path: String, limit: Int) throws(SystemError) -> [UInt8] {
        let file = try open(path, O_RDONLY)
        var failure: Int32 = 0
        let content = [UInt8](unsafeUninitializedCapacity: limit) { buffer, initialized in
            while initialized < limit {
                let count = read(file.number, buffer.baseAddress?.advanced(by: initialized), limit - initialized)
                if count < 0 && errno == EINTR { continue }
                if count < 0 { failure = errno }
                guard count > 0 else { return }
                initialized += count
            }
        }
        guard failure == 0 else { throw SystemError(operation: "read", object: path, errno: failure) }
        return content
    }
}

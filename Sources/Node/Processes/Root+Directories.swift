import Glibc

extension Root {
    /// The names of the directories directly in a directory, in no particular order, as the kernel lists them.
    ///
    /// - Throws: ``SystemError``; `E2BIG` for a directory of more than ``entryLimit`` entries.
    func directories(in path: String) throws(SystemError) -> [String] {
        let number = try open(path, O_RDONLY | O_DIRECTORY).release()
        guard let stream = fdopendir(number) else {
            let code = errno
            close(number)
            throw SystemError(operation: "list", object: path, errno: code)
        }
        defer { closedir(stream) }
        var names: [String] = []
        var count = 0
        while let entry = readdir(stream) {
            count += 1
            guard count <= Root.entryLimit else { throw SystemError(operation: "list", object: path, errno: E2BIG) }
            guard entry.pointee.d_type == UInt8(DT_DIR) else { continue }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}

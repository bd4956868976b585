import Glibc
import Tuning

extension Root {
    /// The variables of a process whose names begin with `prefix`; none where a capture left them out.
    ///
    /// - Throws: ``SystemError`` where they are hidden, or the process keeps its memory locked.
    func environment(of process: Component, prefix: StaticString) throws(SystemError) -> [String: String] {
        let content: [UInt8]
        do throws(SystemError) {
            content = try memory("environ", of: process, limit: 1 << 20)
        } catch {
            guard error.errno == ENOENT else { throw error }
            return [:]
        }
        var variables: [String: String] = [:]
        for entry in content.split(separator: 0) where entry.begins(with: prefix) {
            guard let equals = entry.firstIndex(of: UInt8(ascii: "=")) else { continue }
            variables[entry[..<equals].text] = entry[(equals + 1)...].text
        }
        return variables
    }
}

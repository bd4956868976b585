import Glibc

extension Root {
    /// The most that a kernel's table of sockets may hold, in bytes, and the most descriptors that are looked at.
    private static let socketTableByteLimit = 8 << 20
    private static let descriptorLimit = 8_192

    /// The lines of the kernel's tables of TCP sockets that are of a process, as words; nil where its descriptors or the
    /// tables cannot be read.
    ///
    /// sources: Documentation/networking/proc_net_tcp.rst
    func socketLines(of pid: Int64) -> [[ArraySlice<UInt8>]]? {
        guard
            let names = try? names(in: "/proc/\(pid)/fd"),
            let table = try? bytes(of: "/proc/\(pid)/net/tcp", limit: Root.socketTableByteLimit)
        else { return nil }
        let later = (try? bytes(of: "/proc/\(pid)/net/tcp6", limit: Root.socketTableByteLimit)) ?? []
        // The first that it opened come first: among them are those at which it listens.
        let descriptors = names.sorted { $0.utf8.count < $1.utf8.count }.prefix(Root.descriptorLimit)
        let links = descriptors.compactMap { link(at: "/proc/\(pid)/fd/\($0)") }
        let sockets = Set(links.filter { $0.hasPrefix("socket:[") }.map { String($0.dropFirst(8).dropLast()) })
        return (table.lines + later.lines).map(\.words).filter { $0.count > 9 && sockets.contains($0[9].text) }
    }

    /// A port as it stands behind an address in these tables.
    static func socketPort(_ port: UInt16) -> String {
        let digits = String(port, radix: 16, uppercase: true)
        return ":" + String(repeating: "0", count: 4 - digits.count) + digits
    }

    /// Whether a process takes connections at a port.
    func isListening(_ pid: Int64, at port: UInt16) -> Bool {
        let end = Root.socketPort(port)
        return socketLines(of: pid)?.contains { $0[3].text == "0A" && $0[1].text.hasSuffix(end) } ?? false
    }
}

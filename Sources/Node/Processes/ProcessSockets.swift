import Glibc

/// How a TCP socket stands, as the kernel's tables write it.
///
/// sources: Linux 6.18 include/net/tcp_states.h
enum SocketState {
    case established, listening

    fileprivate var digits: StaticString {
        switch self {
        case .established: "01"
        case .listening: "0A"
        }
    }
}

extension Root {
    /// The most descriptors of a process that are looked at.
    private static let descriptorLimit = 8_192

    /// The lines of the kernel's tables of TCP sockets that are of a process and in a state, as words; nil where its
    /// descriptors or the tables cannot be read to their end.
    ///
    /// A busy node has a hundred thousand lines, nearly all of connections that nobody has any more: only what is asked
    /// for is kept of them.
    /// sources: Documentation/networking/proc_net_tcp.rst
    func socketLines(of pid: Int64, _ state: SocketState) -> [[ArraySlice<UInt8>]]? {
        guard let names = try? names(in: "/proc/\(pid)/fd") else { return nil }
        // The first that it opened come first: among them are those at which it listens.
        let descriptors = names.sorted { $0.utf8.count < $1.utf8.count }.prefix(Root.descriptorLimit)
        let links = descriptors.compactMap { link(at: "/proc/\(pid)/fd/\($0)") }
        let sockets = Set(links.filter { $0.hasPrefix("socket:[") }.compactMap { Int64($0.dropFirst(8).dropLast()) })
        var found: [[ArraySlice<UInt8>]] = []
        for table in ["tcp", "tcp6"] {
            do throws(SystemError) {
                try forEachLine(of: "/proc/\(pid)/net/\(table)") { line in
                    guard line.word(3)?.is(state.digits) == true, let inode = line.word(9)?.decimal,
                        sockets.contains(inode)
                    else { return }
                    found.append(Array(line)[...].words)
                }
            } catch {
                // A node without IPv6 has no table for it.
                guard table == "tcp6", error.errno == ENOENT else { return nil }
            }
        }
        return found
    }

    /// A port as it stands behind an address in these tables.
    static func socketPort(_ port: UInt16) -> String {
        let digits = String(port, radix: 16, uppercase: true)
        return ":" + String(repeating: "0", count: 4 - digits.count) + digits
    }

    /// Whether a process takes connections at a port; nil where that cannot be told.
    func isListening(_ pid: Int64, at port: UInt16) -> Bool? {
        let end = Root.socketPort(port)
        return socketLines(of: pid, .listening)?.contains { $0[1].text.hasSuffix(end) }
    }
}

import Glibc

/// Who is asked over HTTP.
enum HTTPPeer: Hashable {
    /// A local socket, by its path.
    case socket(String)
    /// A port of a host, by its name or number.
    case host(String, port: Int)

    /// What the `Host` field of a question says.
    var host: String {
        switch self {
        case .socket: "localhost"
        case .host(let name, let port): name.contains(":") ? "[\(name)]:\(port)" : "\(name):\(port)"
        }
    }
}

extension HTTPPeer: CustomStringConvertible {
    var description: String {
        if case .socket(let path) = self { path } else { host }
    }
}

extension HTTPPeer {
    /// A socket address as the kernel takes it.
    struct Address {
        let family: Int32
        private var storage: sockaddr_storage
        private let size: socklen_t

        init(_ address: UnsafeRawBufferPointer, family: Int32) {
            self.family = family
            storage = sockaddr_storage()
            size = socklen_t(address.count)
            withUnsafeMutableBytes(of: &storage) { $0.copyMemory(from: address) }
        }

        /// Connects a socket; 0, or -1 with `errno`.
        func connect(_ number: Int32) -> Int32 {
            withUnsafePointer(to: storage) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.connect(number, $0, size) }
            }
        }
    }

    /// The addresses, best first; at least one.
    ///
    /// - Parameter milliseconds: how long looking for them may take.
    /// - Throws: ``SystemError``; `ENAMETOOLONG` for a path that no socket can have, else as ``HostLookup``.
    func addresses(within milliseconds: Int64) throws(SystemError) -> [Address] {
        switch self {
        case .socket(let path): [try HTTPPeer.address(ofSocket: path)]
        case .host(let name, let port): try HostLookup.addresses(of: name, port: port, within: milliseconds)
        }
    }

    private static func address(ofSocket path: String) throws(SystemError) -> Address {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let fits = withUnsafeMutableBytes(of: &address.sun_path) { room in
            guard path.utf8.count < room.count else { return false }
            room.copyBytes(from: path.utf8)
            return true
        }
        guard fits else { throw SystemError(operation: "connect to", object: path, errno: ENAMETOOLONG) }
        return withUnsafeBytes(of: address) { Address($0, family: AF_UNIX) }
    }
}

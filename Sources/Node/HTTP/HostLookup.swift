import CLinux
import Glibc
import Synchronization

/// Looks up the addresses of hosts, which for a name may take as long as no name server answers.
///
/// So it is done by a thread of the C library's, and waited for until the deadline of the question that the address is for.
/// A lookup that has not ended by then is left behind, and who asks for the same again waits for it on. No more than
/// ``limit`` are ever left behind.
enum HostLookup {
    static let limit = 8
    /// The most addresses of a host that are tried.
    private static let addressLimit = 8

    /// A lookup that did not end in time.
    private struct Left: Sendable {
        let host: String
        let port: Int
        /// Where the C library has it, as a number, which may go from thread to thread.
        let address: UInt
    }

    /// Of the whole process, for the C library does not give a thread back that waits.
    private static let left = Mutex<[Left]>([])

    /// The addresses of a host, best first; for a number without a wait.
    ///
    /// - Parameter milliseconds: how long name servers may take.
    /// - Throws: ``SystemError``; `ETIMEDOUT` and `EAGAIN` where no name server answers, `EADDRNOTAVAIL` where there is no
    ///   such name.
    static func addresses(
        of host: String,
        port: Int,
        within milliseconds: Int64
    ) throws(SystemError) -> [HTTPPeer.Address] {
        if let address = numeric(host, port) { return [address] }
        let object = "\(host):\(port)"
        let lookup = try lookup(of: host, port, object)
        guard clinux_lookup_ends(lookup, Int32(clamping: milliseconds)) != 0 else {
            let late = Left(host: host, port: port, address: UInt(bitPattern: lookup))
            left.withLock { $0.append(late) }
            throw SystemError(findingAddressOf: object, because: "no name server has answered in time", ETIMEDOUT)
        }
        defer { clinux_lookup_discard(lookup) }
        var error: Int32 = 0
        let addresses = addresses(in: clinux_lookup_result(lookup, &error))
        guard addresses.isEmpty else { return addresses }
        let reason = error == 0 ? "it has none" : String(cString: gai_strerror(error))
        throw SystemError(findingAddressOf: object, because: reason, error == EAI_AGAIN ? EAGAIN : EADDRNOTAVAIL)
    }

    /// The lookup of a host that was left behind, or a new one.
    private static func lookup(of host: String, _ port: Int, _ object: String) throws(SystemError) -> OpaquePointer {
        let (former, rivals) = left.withLock { left -> (UInt?, Int) in
            if let place = left.firstIndex(where: { $0.host == host && $0.port == port }) {
                return (left.remove(at: place).address, left.count)
            }
            left.removeAll(where: HostLookup.isOver)
            return (nil, left.count)
        }
        if let former = former.flatMap(OpaquePointer.init(bitPattern:)) { return former }
        guard rivals < limit else {
            let reason = "no name server has answered for \(rivals) other names, and no more are asked for"
            throw SystemError(findingAddressOf: object, because: reason, EAGAIN)
        }
        guard let begun = clinux_lookup_begin(host, "\(port)") else {
            throw SystemError(operation: "find the address of", object: object, errno: errno)
        }
        return begun
    }

    /// Whether a lookup that was left behind has ended; it is done with then.
    private static func isOver(_ one: Left) -> Bool {
        guard let lookup = OpaquePointer(bitPattern: one.address), clinux_lookup_ends(lookup, 0) != 0 else {
            return false
        }
        clinux_lookup_discard(lookup)
        return true
    }

    private static func numeric(_ host: String, _ port: Int) -> HTTPPeer.Address? {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, "\(port)", &hints, &found) == 0 else { return nil }
        defer { freeaddrinfo(found) }
        return addresses(in: found).first
    }

    private static func addresses(in list: UnsafePointer<addrinfo>?) -> [HTTPPeer.Address] {
        var addresses: [HTTPPeer.Address] = []
        var next = list
        while let one = next?.pointee, addresses.count < addressLimit {
            if let address = one.ai_addr {
                let bytes = UnsafeRawBufferPointer(start: address, count: Int(one.ai_addrlen))
                addresses.append(HTTPPeer.Address(bytes, family: one.ai_family))
            }
            next = UnsafePointer(one.ai_next)
        }
        return addresses
    }
}

import Glibc
import Tuning

/// Asks the kernel for the connections of this network namespace to a port, and what each has carried.
///
/// Those of pods with a network of their own are not among them: each has a namespace of its own.
/// sources: Linux 6.18 include/uapi/linux/inet_diag.h, linux/tcp.h, net/ipv4/inet_diag.c
struct SocketDiagnosis {
    /// A connection.
    struct Connection {
        /// The other end's address, 4 or 16 bytes.
        let address: [UInt8]
        /// The other end's port.
        let port: UInt16
        /// The number of the socket's file.
        let inode: UInt32
        /// The kernel's number for the connection, of which no other has the same in this boot.
        let cookie: UInt64
        /// The bytes that went both ways and were acknowledged.
        let byteCount: Int64
    }

    /// The most connections that are taken.
    private static let limit = 4_096
    /// SOCK_DIAG_BY_FAMILY: the kind of the request, and of each message of the answer.
    private static let byFamily: UInt16 = 20
    private static let requestSize = 56
    private static let messageSize = 72
    /// INET_DIAG_INFO, the attribute that is a `tcp_info`.
    private static let information: UInt16 = 2
    /// Of `tcp_info`: where the bytes acknowledged and received stand.
    private static let ackedOffset = 120
    private static let receivedOffset = 128

    /// The connections to a port; none where the kernel does not tell.
    static func connections(to port: UInt16) -> [Connection] {
        [AF_INET, AF_INET6].flatMap { connections(to: port, family: UInt8($0)) }
    }

    private static func connections(to port: UInt16, family: UInt8) -> [Connection] {
        var found: [Connection] = []
        _ = NetlinkDump.ask(.sockets, request(for: port, family: family)) { kind, message in
            take(kind, message, into: &found)
        }
        return found
    }

    /// Connections that are established, with what TCP knows of them. The kernel leaves out those to other ports.
    private static func request(for port: UInt16, family: UInt8) -> [UInt8] {
        var body = [UInt8](repeating: 0, count: requestSize)
        body.withUnsafeMutableBytes { bytes in
            bytes.storeBytes(of: 1 << 1, toByteOffset: 4, as: UInt32.self)
            bytes.storeBytes(of: port.bigEndian, toByteOffset: 10, as: UInt16.self)
        }
        body[0] = family
        body[1] = UInt8(IPPROTO_TCP)
        body[2] = 1 << 1
        return NetlinkDump.request(byFamily, body)
    }

    /// Takes the connection that a message tells of; whether more are wanted.
    static func take(_ kind: UInt16, _ message: ArraySlice<UInt8>, into found: inout [Connection]) -> Bool {
        guard kind == byFamily, message.count >= messageSize, found.count < limit else { return false }
        if let connection = connection(in: message) { found.append(connection) }
        return true
    }

    private static func connection(in message: ArraySlice<UInt8>) -> Connection? {
        guard let info = NetlinkDump.attribute(information, in: message.dropFirst(messageSize)),
            info.count >= receivedOffset + 8
        else { return nil }
        let start = message.startIndex
        let length = message[start] == UInt8(AF_INET) ? 4 : 16
        let acknowledged = NetlinkDump.number(in: info, at: ackedOffset, UInt64.self)
        let received = NetlinkDump.number(in: info, at: receivedOffset, UInt64.self)
        return Connection(
            address: Array(message[(start + 24)..<(start + 24 + length)]),
            port: UInt16(bigEndian: NetlinkDump.number(in: message, at: 6, UInt16.self)),
            inode: NetlinkDump.number(in: message, at: 68, UInt32.self),
            cookie: NetlinkDump.number(in: message, at: 44, UInt64.self),
            byteCount: Int64(clamping: acknowledged &+ received)
        )
    }
}

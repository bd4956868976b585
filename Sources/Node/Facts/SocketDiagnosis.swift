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

    /// The most connections that are taken, and how long the kernel may take, in milliseconds.
    private static let limit = 4_096
    private static let patienceMilliseconds: Int32 = 200
    private static let requestSize = 72
    private static let messageSize = 72
    private static let headerSize = 16
    /// Of `tcp_info`: where the bytes acknowledged and received stand.
    private static let ackedOffset = 120
    private static let receivedOffset = 128

    /// The connections to a port; none where the kernel does not tell.
    static func connections(to port: UInt16) -> [Connection] {
        [AF_INET, AF_INET6].flatMap { connections(to: port, family: UInt8($0)) }
    }

    private static func connections(to port: UInt16, family: UInt8) -> [Connection] {
        let number = socket(AF_NETLINK, Int32(SOCK_RAW.rawValue | SOCK_CLOEXEC.rawValue), 4)
        guard number >= 0 else { return [] }
        let descriptor = Descriptor(adopting: number)
        let request = request(for: port, family: family)
        guard send(descriptor.number, request, request.count, 0) == request.count else { return [] }
        var found: [Connection] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 15)
        while found.count < limit {
            var poll = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
            guard Glibc.poll(&poll, 1, patienceMilliseconds) > 0 else { return found }
            let count = recv(descriptor.number, &buffer, buffer.count, 0)
            guard count > 0, take(buffer[..<count], into: &found) else { return found }
        }
        return found
    }

    /// Connections that are established, with what TCP knows of them. The kernel leaves out those to other ports.
    private static func request(for port: UInt16, family: UInt8) -> [UInt8] {
        var request = [UInt8](repeating: 0, count: requestSize)
        request.withUnsafeMutableBytes { bytes in
            bytes.storeBytes(of: UInt32(requestSize), toByteOffset: 0, as: UInt32.self)
            bytes.storeBytes(of: 20, toByteOffset: 4, as: UInt16.self)
            bytes.storeBytes(of: 0x301, toByteOffset: 6, as: UInt16.self)
            bytes.storeBytes(of: 1 << 1, toByteOffset: 20, as: UInt32.self)
            bytes.storeBytes(of: port.bigEndian, toByteOffset: 26, as: UInt16.self)
        }
        request[16] = family
        request[17] = UInt8(IPPROTO_TCP)
        request[18] = 1 << 1
        return request
    }

    /// Takes what one answer holds; whether more is to come.
    static func take(_ answer: ArraySlice<UInt8>, into found: inout [Connection]) -> Bool {
        var rest = answer
        while rest.count >= headerSize {
            let size = Int(number(in: rest, at: 0, UInt32.self))
            let kind = number(in: rest, at: 4, UInt16.self)
            guard kind == 20, size >= headerSize + messageSize, size <= rest.count else { return false }
            if let connection = connection(in: rest.prefix(size).dropFirst(headerSize)) { found.append(connection) }
            rest = rest.dropFirst((size + 3) & ~3)
        }
        return true
    }

    private static func connection(in message: ArraySlice<UInt8>) -> Connection? {
        var attributes = message.dropFirst(messageSize)
        while attributes.count >= 4 {
            let size = Int(number(in: attributes, at: 0, UInt16.self))
            guard size >= 4, size <= attributes.count else { return nil }
            let info = attributes.prefix(size).dropFirst(4)
            if number(in: attributes, at: 2, UInt16.self) == 2, info.count >= receivedOffset + 8 {
                let bytes =
                    number(in: info, at: ackedOffset, UInt64.self) &+ number(in: info, at: receivedOffset, UInt64.self)
                let start = message.startIndex
                let length = message[start] == UInt8(AF_INET) ? 4 : 16
                return Connection(
                    address: Array(message[(start + 24)..<(start + 24 + length)]),
                    port: UInt16(bigEndian: number(in: message, at: 6, UInt16.self)),
                    inode: number(in: message, at: 68, UInt32.self),
                    cookie: number(in: message, at: 44, UInt64.self),
                    byteCount: Int64(clamping: bytes)
                )
            }
            attributes = attributes.dropFirst((size + 3) & ~3)
        }
        return nil
    }

    private static func number<Number: FixedWidthInteger & BitwiseCopyable>(
        in bytes: ArraySlice<UInt8>,
        at offset: Int,
        _ type: Number.Type
    ) -> Number {
        bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: type) }
    }
}

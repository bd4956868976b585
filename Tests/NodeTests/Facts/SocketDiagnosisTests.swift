import Glibc
import Testing
import Tuning

@testable import Node

@Suite("A connection of this node")
struct SocketDiagnosisTests {
    /// Two ends of a connection on loopback, and the port of the one that listens.
    private struct Pair: ~Copyable {
        let listener: Descriptor
        let client: Descriptor
        let server: Descriptor
        let port: UInt16

        init() throws {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = inet_addr("127.0.0.1")
            var size = socklen_t(MemoryLayout<sockaddr_in>.size)
            let (first, second) = (
                socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0), socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            )
            try #require(first >= 0 && second >= 0)
            let third = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name -> Int32 in
                    guard bind(first, name, size) == 0, listen(first, 1) == 0, getsockname(first, name, &size) == 0,
                        connect(second, name, size) == 0
                    else { return -1 }
                    return accept(first, nil, nil)
                }
            }
            try #require(third >= 0)
            port = UInt16(bigEndian: address.sin_port)
            listener = Descriptor(adopting: first)
            client = Descriptor(adopting: second)
            server = Descriptor(adopting: third)
        }
    }

    @Test("is found by its port, with its file, its other end and what it has carried both ways")
    func bytes() throws {
        let pair = try Pair()
        let text = [UInt8](repeating: 7, count: 1_000)
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let waiting = Int32(MSG_WAITALL)
        try #require(send(pair.client.number, text, 1_000, 0) == 1_000)
        try #require(recv(pair.server.number, &buffer, 1_000, waiting) == 1_000)
        try #require(send(pair.server.number, text, 500, 0) == 500)
        try #require(recv(pair.client.number, &buffer, 500, waiting) == 500)
        let found = SocketDiagnosis.connections(to: pair.port)
        let connection = try #require(found.first)
        #expect(found.count == 1 && connection.address == [127, 0, 0, 1] && connection.port == pair.port)
        // The connection's own beginning counts one byte.
        #expect((1_500...1_501).contains(connection.byteCount))
        #expect(Root.machine.link(at: "/proc/self/fd/\(pair.client.number)") == "socket:[\(connection.inode)]")
        #expect(SocketDiagnosis.connections(to: 1).isEmpty)
    }

    @Test(
        "is not made up of an answer that is cut off or says wrong sizes",
        arguments: [
            [], [1, 2, 3], [UInt8](repeating: 0, count: 200), [UInt8](repeating: 255, count: 200),
            [88, 0, 0, 0, 20, 0] + [UInt8](repeating: 0, count: 82),
            [92, 0, 0, 0, 20, 0] + [UInt8](repeating: 0, count: 86),
            [96, 0, 0, 0, 20, 0] + [UInt8](repeating: 0, count: 82) + [8, 0, 2, 0, 0, 0, 0, 0],
            [96, 0, 0, 0, 20, 0] + [UInt8](repeating: 0, count: 82) + [200, 0, 2, 0, 0, 0, 0, 0],
        ] as [[UInt8]]
    )
    func hostile(answer: [UInt8]) {
        var found: [SocketDiagnosis.Connection] = []
        _ = NetlinkDump.split(answer[...]) { SocketDiagnosis.take($0, $1, into: &found) }
        #expect(found.isEmpty)
    }

    @Test(
        "is one to the API server by the address that credentials name",
        arguments: [
            ("https://10.0.0.1:6443", [10, 0, 0, 1], 6443), ("https://10.96.0.1", [10, 96, 0, 1], 443),
            ("https://[fd00::1]:6443/x", [0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], 6443),
            ("https://api.example:8443", nil, 8443), ("http://10.0.0.1:6443", nil, nil), ("https://", nil, nil),
            ("https://10.0.0.1:99999", nil, nil), ("", nil, nil),
        ] as [(String, [UInt8]?, UInt16?)]
    )
    func places(url: String, address: [UInt8]?, port: UInt16?) {
        let place = TalkerReading.Place(url: url)
        #expect(place?.address == address && place?.port == port)
    }
}

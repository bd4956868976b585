import Glibc
import Testing
import Tuning

@testable import Node

/// A program that answers on a local socket, each connection with the same text.
private final class Answering: Sendable {
    let path: String
    private let number: Int32

    init(_ answer: String, connections: Int = 1, isSilent: Bool = false) throws {
        let path = "/tmp/nodekeel-test-\(getpid())-\(UInt32.random(in: 0...UInt32.max)).sock"
        self.path = path
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        self.number = number
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(bound == 0 && listen(number, 8) == 0)
        if isSilent { return }
        // A thread of its own: those that tests share may all be waiting for something.
        let work = Unmanaged.passRetained(Work(number: number, answer: Array(answer.utf8), connections: connections))
        var thread = pthread_t()
        let created = pthread_create(
            &thread,
            nil,
            { argument in
                if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run() }
                return nil
            },
            work.toOpaque()
        )
        try #require(created == 0)
        pthread_detach(thread)
    }

    deinit {
        close(number)
        unlink(path)
    }
}

private final class Work {
    private let number: Int32
    private let answer: [UInt8]
    private let connections: Int

    init(number: Int32, answer: [UInt8], connections: Int) {
        self.number = number
        self.answer = answer
        self.connections = connections
    }

    func run() {
        for _ in 0..<connections {
            let peer = accept(number, nil, nil)
            var buffer = [UInt8](repeating: 0, count: 4096)
            _ = recv(peer, &buffer, buffer.count, 0)
            _ = send(peer, answer, answer.count, Int32(MSG_NOSIGNAL))
            close(peer)
        }
    }
}

@Suite("A GET over a local socket")
struct UnixRequestTests {
    @Test("gives status, fields and body")
    func answer() throws {
        let server = try Answering(
            "HTTP/1.0 200 OK\r\nApi-Version: 1.41\r\nServer: Docker/20.10.24 (linux)\r\n\r\n{\"a\": 1}\n"
        )
        let answer = try UnixRequest(to: server.path, within: 5_000).get("/_ping")
        #expect(answer.status == 200 && answer.fields["api-version"] == "1.41")
        #expect(String(decoding: answer.body, as: UTF8.self) == "{\"a\": 1}\n")
    }

    @Test("gives up when its time is over, and where nobody answers properly")
    func failures() throws {
        let silent = try Answering("", isSilent: true)
        let late = #expect(throws: SystemError.self) { try UnixRequest(to: silent.path, within: 50).get("/") }
        #expect(late?.errno == ETIMEDOUT)
        let nobody = #expect(throws: SystemError.self) { try UnixRequest(to: "/nowhere/x", within: 50).get("/") }
        #expect(nobody?.errno == ENOENT)
        let other = try Answering("what?\r\n\r\n")
        let garbled = #expect(throws: SystemError.self) { try UnixRequest(to: other.path, within: 5_000).get("/") }
        #expect(garbled?.errno == EPROTO)
    }

    @Test("asks dockerd for the interface that it speaks, and for its last reload")
    func docker() throws {
        let event = "{\"Type\":\"daemon\",\"Action\":\"reload\",\"Actor\":{\"Attributes\":"
        let events =
            event + "{\"max-concurrent-downloads\":\"3\",\"name\":\"n\"}},\"time\":100}\n"
            + event + "{\"max-concurrent-downloads\":\"10\",\"name\":\"n\"}},\"time\":200}\n"
        let head = "HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nServer: Docker/20.10.24+dfsg1 (linux)\r\n\r\n"
        let server = try Answering(head + events, connections: 2)
        var facts = DockerFacts()
        facts.flags["hosts"] = .init(name: "host", text: "fd://,unix://\(server.path)", place: nil)
        let socket = try DockerSocket(of: facts, within: 5_000)
        #expect(socket.version == "20.10.24+dfsg1")
        #expect(try socket.reloads().last == .init(at: 200, values: ["max-concurrent-downloads": "10"]))
    }
}

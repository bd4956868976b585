import Glibc
import Synchronization
import Testing
import Tuning

@testable import Node

/// A program that answers on a local socket or on a port of loopback, each connection with the same text.
final class Answering: Sendable {
    let peer: HTTPPeer
    private let number: Int32
    private let heard = Heard()

    /// What was asked so far.
    var questions: [String] { heard.questions }

    init(_ answer: String, connections: Int = 1, isSilent: Bool = false, onPort: Bool = false) throws {
        (number, peer) = try onPort ? Answering.port() : Answering.socket()
        try #require(listen(number, 8) == 0)
        if isSilent { return }
        // A thread of its own: those that tests share may all be waiting for something.
        // And a descriptor of its own: it may begin only when this one is closed, and its number another test's.
        let work = Work(number: dup(number), answer: Array(answer.utf8), connections: connections, heard: heard)
        var thread = pthread_t()
        let created = pthread_create(
            &thread,
            nil,
            { argument in
                if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run() }
                return nil
            },
            Unmanaged.passRetained(work).toOpaque()
        )
        try #require(created == 0)
        pthread_detach(thread)
    }

    deinit {
        shutdown(number, Int32(SHUT_RDWR))
        close(number)
        if case .socket(let path) = peer { unlink(path) }
    }

    private static func socket() throws -> (Int32, HTTPPeer) {
        let path = "/tmp/nodekeel-test-\(getpid())-\(UInt32.random(in: 0...UInt32.max)).sock"
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let number = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        try #require(bind(number, &address))
        return (number, .socket(path))
    }

    private static func port() throws -> (Int32, HTTPPeer) {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let number = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        try #require(bind(number, &address))
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isNamed = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(number, $0, &size) == 0 }
        }
        try #require(isNamed)
        return (number, .host("127.0.0.1", port: Int(address.sin_port.bigEndian)))
    }

    private static func bind<Address>(_ number: Int32, _ address: inout Address) -> Bool {
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.bind(number, $0, socklen_t(MemoryLayout<Address>.size)) == 0
            }
        }
    }
}

/// What a program was asked, as told by the thread that answers.
private final class Heard: Sendable {
    private let lock = Mutex<[String]>([])

    var questions: [String] { lock.withLock { $0 } }

    func add(_ question: String) { lock.withLock { $0.append(question) } }
}

private final class Work {
    private let number: Int32
    private let answer: [UInt8]
    private let connections: Int
    private let heard: Heard

    init(number: Int32, answer: [UInt8], connections: Int, heard: Heard) {
        self.number = number
        self.answer = answer
        self.connections = connections
        self.heard = heard
    }

    func run() {
        defer { close(number) }
        for _ in 0..<connections {
            let peer = accept(number, nil, nil)
            guard peer >= 0 else { return }
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = recv(peer, &buffer, buffer.count, 0)
            heard.add(String(decoding: buffer.prefix(max(0, count)), as: UTF8.self))
            _ = send(peer, answer, answer.count, Int32(MSG_NOSIGNAL))
            close(peer)
        }
    }
}

@Suite("A question over HTTP")
struct HTTPExchangeTests {
    @Test("gives status, fields and body")
    func answer() throws {
        let server = try Answering(
            "HTTP/1.0 200 OK\r\nApi-Version: 1.41\r\nServer: Docker/20.10.24 (linux)\r\n\r\n{\"a\": 1}\n"
        )
        let answer = try HTTPExchange(with: server.peer, within: 5_000).get("/_ping")
        #expect(answer.status == 200 && answer.fields["api-version"] == "1.41")
        #expect(String(decoding: answer.body, as: UTF8.self) == "{\"a\": 1}\n")
    }

    @Test("gives up when its time is over, and where nobody answers properly")
    func failures() throws {
        let silent = try Answering("", isSilent: true)
        let late = #expect(throws: SystemError.self) {
            try HTTPExchange(with: silent.peer, within: 50).get("/")
        }
        #expect(late?.errno == ETIMEDOUT)
        let nobody = #expect(throws: SystemError.self) {
            try HTTPExchange(with: .socket("/nowhere/x"), within: 50).get("/")
        }
        #expect(nobody?.errno == ENOENT)
        let other = try Answering("what?\r\n\r\n")
        let garbled = #expect(throws: SystemError.self) {
            try HTTPExchange(with: other.peer, within: 5_000).get("/")
        }
        #expect(garbled?.errno == EPROTO)
    }

    @Test("asks a port of this node, also with a body")
    func port() throws {
        let server = try Answering("HTTP/1.1 503 Service Unavailable\r\n\r\nbusy", onPort: true)
        let answer = try HTTPExchange(with: server.peer, within: 5_000)
            .post("/v1/pre-reboot", json: "{}", fields: [("fleet-lock-protocol", "true")])
        #expect(answer.status == 503 && answer.body == Array("busy".utf8))
        let question = try #require(server.questions.first)
        #expect(question.hasPrefix("POST /v1/pre-reboot HTTP/1.0\r\nHost: \(server.peer)\r\n"))
        #expect(question.contains("\r\nfleet-lock-protocol: true\r\n"))
        #expect(question.contains("\r\nContent-Length: 2\r\n") && question.hasSuffix("\r\n\r\n{}"))
    }

    @Test("says that nobody listens on a port, and that a host has no address")
    func nobody() throws {
        let closed = #expect(throws: SystemError.self) {
            try HTTPExchange(with: .host("127.0.0.1", port: 1), within: 5_000).get("/")
        }
        #expect(closed?.errno == ECONNREFUSED)
        // A name with a blank is nobody's, as the C library knows without asking.
        let unknown = #expect(throws: SystemError.self) {
            try HTTPExchange(with: .host("no host", port: 1), within: 5_000).get("/")
        }
        let words = "cannot find the address of 'no host:1': Name or service not known"
        #expect(unknown?.errno == EADDRNOTAVAIL && unknown?.description == words)
    }

    @Test("waits for no name server longer than for an answer, and says that it was one")
    func silentNameServer() throws {
        // No time is left for an answer, which rarely is there at once; what was begun is waited for by the next who asks.
        var late: SystemError?
        for _ in 0..<1_000 where late?.operation != "find the address of" {
            late = #expect(throws: SystemError.self) {
                try HTTPExchange(with: .host("localhost", port: 1), within: 0).get("/")
            }
        }
        #expect(late?.errno == ETIMEDOUT && late?.reason == "no name server has answered in time")
        let next = #expect(throws: SystemError.self) {
            try HTTPExchange(with: .host("localhost", port: 1), within: 5_000).get("/")
        }
        #expect(next?.errno == ECONNREFUSED)
    }

    @Test("goes to the address of a host that takes connections, which need not be its first")
    func addresses() throws {
        let server = try Answering("HTTP/1.1 200 OK\r\n\r\nhere", onPort: true)
        guard case .host(_, let port) = server.peer else { return }
        // The name of loopback, whose first address is that of IPv6 where there is one.
        let answer = try HTTPExchange(with: .host("localhost", port: port), within: 5_000).get("/")
        #expect(answer.body == Array("here".utf8))
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
        facts.flags["hosts"] = .init(name: "host", text: "fd://,unix://\(server.peer)", place: nil)
        let socket = try DockerSocket(of: facts, within: 5_000)
        #expect(socket.version == "20.10.24+dfsg1")
        #expect(try socket.reloads().last == .init(at: 200, values: ["max-concurrent-downloads": "10"]))
    }

    @Test("hears of the reload that was asked for, however long ago, and of no earlier one")
    func reload() throws {
        let head = "HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\n\r\n"
        let event = "{\"Type\":\"daemon\",\"Action\":\"reload\",\"Actor\":{\"Attributes\":{}},\"time\":200}\n"
        let server = try Answering(head + event, connections: 100)
        var docker = DockerFacts()
        (docker.pid, docker.configModifiedAt) = (7, 199)
        docker.flags["hosts"] = .init(name: "host", text: "unix://\(server.peer)", place: nil)
        #expect(docker.failureOfReload(since: 200) == nil)
        #expect(docker.failureOfReload(since: 190) == nil)
        let failure = docker.failureOfReload(since: 201, within: 100)
        #expect(failure?.contains("it refuses something in /etc/docker/daemon.json") == true)
    }

    @Test("asks an etcd what it counts, and takes nothing from what is none")
    func etcd() throws {
        let tree = try ScratchNode()
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"
        let lines = "etcd_server_has_leader 1\netcd_server_leader_changes_seen_total 4\n"
        for (body, changes) in [(lines, 4), ("go_goroutines 7\n", nil)] as [(String, Int64?)] {
            let server = try Answering(head + body, connections: 2, onPort: true)
            var member = EtcdMember(pid: 9, startTicks: 5, place: .anywhere)
            member.effective = ["listen-metrics-urls": .list([.string("http://\(server.peer)")])]
            let port = try #require(member.metricsPort)
            let measured = try EtcdMeasuring(in: tree.node.root).measurement(of: member, at: port)
            #expect(measured?.counted.leaderChanges == changes && measured?.alarm == nil)
            #expect(server.questions.first?.hasPrefix("GET /metrics HTTP/1.0") == true)
        }
    }

    @Test(
        "hears of an alarm of etcd, with its name where it has one",
        arguments: [
            ("{\"health\":\"true\"}", "none"), ("{\"health\":\"true\",\"reason\":\"\"}", "none"),
            ("{\"health\":\"false\",\"reason\":\"ALARM NOSPACE\"}", "ALARM NOSPACE"),
            ("{\"health\":\"false\"}", "an alarm that it does not name"), ("404 page not found", nil), ("{}", nil),
        ] as [(String, String?)]
    )
    func alarms(body: String, alarm: String?) {
        #expect(EtcdMeasuring.alarm(in: Array(body.utf8)) == alarm)
    }
}

import Testing

@testable import Tuning

@Suite("The address of a FleetLock server")
struct FleetLockServerTests {
    @Test(
        "An address is read into host, port and path",
        arguments: [
            ("http://10.0.0.5:8080", "10.0.0.5", 8080, "", "http://10.0.0.5:8080"),
            ("http://fleetlock.example/", "fleetlock.example", 80, "", "http://fleetlock.example:80"),
            ("http://[fd00::5]:3333/lock/", "fd00::5", 3333, "/lock", "http://[fd00::5]:3333/lock"),
            ("http://[fd00::5]", "fd00::5", 80, "", "http://[fd00::5]:80"),
        ]
    )
    func reading(url: String, host: String, port: Int, path: String, text: String) throws {
        let server = try FleetLockServer(url: url)
        #expect((server.host, server.port, server.path) == (host, port, path))
        #expect(server.url == text)
        #expect(server.group == "default")
    }

    @Test(
        "What is no such address is refused",
        arguments: [
            "https://10.0.0.5", "10.0.0.5:8080", "ftp://10.0.0.5", "http://", "http://:8080", "http://a:0",
            "http://a:65536", "http://a:b", "http://user@a", "http://a/x y", "http://a/\u{7f}", "http://a?b",
            "http://a#b",
            "http://[::1", "http://a/\r\nX: y",
        ]
    )
    func refusal(url: String) {
        #expect(throws: Refusal.self) { try FleetLockServer(url: url) }
    }

    @Test("TLS is refused with the reason and the way out")
    func tls() {
        let refusal = #expect(throws: Refusal.self) { try FleetLockServer(url: "https://10.0.0.5") }
        #expect(refusal?.description.contains("no TLS") ?? false)
        #expect(refusal?.description.contains("proxy") ?? false)
    }

    @Test("A group is a word that every server takes")
    func groups() {
        #expect(FleetLockServer.objection(toGroup: "workers-eu.1") == nil)
        for name in ["", "a b", "a/b", "ä", "\"", String(repeating: "a", count: 64)] {
            #expect(FleetLockServer.objection(toGroup: name) != nil, "\(name)")
        }
    }
}

import Glibc
import Testing
import Tuning

@testable import Node

@Suite("The kubelet's heartbeat from beside it")
struct KubeletHeartbeatReadingTests {
    private static let head =
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"

    private func line(_ remote: String, state: String = "01", repeats: String = "00000000", inode: Int) -> String {
        "   1: 0A00000A:C350 \(remote) \(state) 00000000:00000000 01:00000014 \(repeats)     0        0 \(inode) 2 0 0\n"
    }

    private func heartbeat(server: String, _ table: String, _ later: String = "") throws -> KubeletHeartbeat {
        var kubelet = KubeletFacts()
        kubelet.pid = 812
        kubelet.arguments = ["--kubeconfig=/etc/kubernetes/kubelet.conf"]
        let node = try node(server: server, table, later)
        return try #require(KubeletHeartbeat(of: kubelet, in: node.node.root))
    }

    private func node(server: String, _ table: String, _ later: String) throws -> ScratchNode {
        let node = try ScratchNode([
            "proc/812/net/tcp": Self.head + table, "proc/812/net/tcp6": Self.head + later, "proc/812/fd/.keep": "",
            "etc/kubernetes/kubelet.conf": """
            apiVersion: v1
            kind: Config
            current-context: here
            contexts: [{name: other, context: {cluster: b}}, {name: here, context: {cluster: a, user: u}}]
            clusters: [{name: b, cluster: {server: "https://b:1"}}, {name: a, cluster: {server: "\(server)"}}]
            users: [{name: u, user: {token: secret}}]
            """,
        ])
        for (number, target) in ["socket:[100]", "/dev/null", "socket:[200]"].enumerated() {
            #expect(symlink(target, "\(node.path)/proc/812/fd/\(number)") == 0)
        }
        return node
    }

    @Test("complains of a unit that was restarted and does not reach the API server as it did")
    func restarted() throws {
        let node = try node(server: "https://10.0.0.1:6443", line("0100000A:192B", inode: 100), "")
        let watch = UnitWatch(of: "kubelet.service", healthz: nil, server: "10.0.0.1:6443", on: node.node)
        #expect(watch.complaint(of: 812, without: "10.0.0.1:6443") == nil)
        let other = "no connection to 10.0.0.9:6443 is established"
        #expect(watch.complaint(of: 812, without: "10.0.0.9:6443") == other)
        // Nothing is known of a process that is gone.
        #expect(watch.complaint(of: 813, without: "10.0.0.1:6443") == nil)
    }

    @Test("sees its own established connections to the API server, of four bytes and of sixteen")
    func connections() throws {
        let table =
            line("0100000A:192B", repeats: "00000005", inode: 100)
            + line("0100000A:192B", repeats: "00000001", inode: 200)
            + line("0100000A:192B", inode: 300) + line("0200000A:192B", inode: 100)
            + line("0100000A:192B", state: "06", inode: 100)
        let four = try heartbeat(server: "https://10.0.0.1:6443", table)
        #expect(four.server == "10.0.0.1:6443" && four.connectionCount == 2 && four.repeatCount == 1)
        #expect(!"\(four)".contains("secret"))
        let mapped = line("0000000000000000FFFF00000100000A:192B", inode: 100)
        #expect(try heartbeat(server: "https://10.0.0.1:6443/x", "", mapped).connectionCount == 1)
        let sixteen = line("000000FD000000000000000001000000:01BB", inode: 200)
        #expect(try heartbeat(server: "https://[fd00::1]", "", sixteen).connectionCount == 1)
        #expect(try heartbeat(server: "https://10.0.0.9:6443", table).state == .pathIll)
    }

    @Test("takes the port alone for a server of which only the name is known")
    func names() throws {
        let heartbeat = try heartbeat(server: "https://api.example:6443", line("0200000A:192B", inode: 100))
        #expect(heartbeat.connectionCount == 1 && heartbeat.repeatCount == 0)
    }

    @Test("finds a kubelet ill that nobody answers for")
    func silence() {
        var heartbeat = KubeletHeartbeat()
        // Nothing listens on the port of a socket that is bound and not listened on.
        let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(number) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(number, $0, size) == 0 && getsockname(number, $0, &size) == 0
            }
        }
        #expect(isBound)
        heartbeat.ask(HealthEndpoint(host: "127.0.0.1", port: Int64(UInt16(bigEndian: address.sin_port))))
        #expect(heartbeat.isHealthy == false && heartbeat.health == "Connection refused")
        #expect(heartbeat.state == .kubeletIll)
    }
}

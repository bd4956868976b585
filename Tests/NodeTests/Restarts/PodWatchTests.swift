import Glibc
import Testing
import Tuning

@testable import Node

@Suite("The process of a static pod")
struct PodWatchTests {
    private static let program = "kube-controller-manager"
    private static let (old, new) = (["--kube-api-qps=20"], ["--kube-api-qps=50"])

    private func edit(_ probes: [PodProbe]) -> ManifestEdit {
        let knob = Knob.fragment(of: .staticPod, "/m/x.yaml")
        return ManifestEdit(
            program: Self.program,
            version: "1.36.3",
            arguments: ManifestEdit.Arguments(before: Self.old, after: Self.new),
            changes: [
                Change(
                    setting: "x",
                    knob: knob,
                    before: .missing,
                    text: "",
                    target: Target(knob, .exactly(.text(""))),
                    because: ""
                )
            ],
            probes: probes
        )
    }

    private func run(_ tree: ScratchNode, _ pid: Int, _ flags: [String]) throws {
        try tree.write("proc/\(pid)/comm", "\(Self.program.prefix(15))\n")
        try tree.write("proc/\(pid)/cmdline", bytes: ([Self.program] + flags).flatMap { Array($0.utf8) + [0] })
        let numbers = Array(repeating: "7", count: 40).joined(separator: " ")
        try tree.write("proc/\(pid)/stat", "\(pid) (x) S 1 \(numbers)")
    }

    private func look(_ tree: ScratchNode, _ probes: [PodProbe] = [], for flags: [String] = new) -> UnitSight {
        var watch = PodWatch(of: edit(probes), on: tree.node)
        return watch.look(for: flags)
    }

    @Test("counts only when it has the new flags, and the one of before has ended")
    func arguments() throws {
        let tree = try ScratchNode()
        #expect(look(tree).activeState == "not running")
        try run(tree, 9, Self.old)
        #expect(look(tree).activeState == "not running with the flags of /m/x.yaml alone")
        #expect(look(tree, for: Self.old).activeState == "active")
        try run(tree, 10, Self.new)
        #expect(look(tree).activeState != "active" && look(tree, for: Self.old).activeState != "active")
        try tree.write("proc/9/cmdline", bytes: Array("\(Self.program)\0--of-another".utf8))
        let sight = look(tree)
        #expect(sight.activeState == "active" && sight.run == "10 7" && sight.steadySeconds == 0)
        #expect(sight.complaint == nil)
    }

    @Test("has to take connections itself where a probe is behind TLS")
    func port() throws {
        let tree = try ScratchNode()
        try run(tree, 10, Self.new)
        let probe = PodProbe(at: HealthEndpoint(host: "127.0.0.1", port: 10_257), path: nil)
        func table(_ state: String, _ port: String, _ inode: Int) -> String {
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
                + "   0: 0100007F:\(port) 00000000:0000 \(state) 00000000:00000000 00:00000000 00000000     0        0 \(inode) 1\n"
        }
        try tree.link("proc/10/fd/7", to: "socket:[777]")
        try tree.write("proc/10/net/tcp", "")
        #expect(look(tree, [probe]).complaint == "it does not listen on port 10257")
        for (state, port, inode) in [("01", "2811", 777), ("0A", "2812", 777), ("0A", "2811", 778)] {
            try tree.write("proc/10/net/tcp", table(state, port, inode))
            #expect(look(tree, [probe]).complaint != nil)
        }
        try tree.write("proc/10/net/tcp", table("0A", "2811", 777))
        #expect(look(tree, [probe]).complaint == nil)
        // Beside as many connections that nobody has any more as a busy node has: each line has 150 bytes.
        let ended = String(repeating: table("06", "2811", 0), count: 60_000)
        try tree.write("proc/10/net/tcp", ended)
        try tree.write("proc/10/net/tcp6", ended + table("0A", "2811", 777))
        #expect(look(tree, [probe]).complaint == nil)
    }

    @Test("is asked for a connection where the kernel does not tell whether it takes them")
    func untold() throws {
        let tree = try ScratchNode()
        try run(tree, 10, Self.new)
        let server = try Answering("", isSilent: true, onPort: true)
        guard case .host(let host, let port) = server.peer else { return }
        let there = PodProbe(at: HealthEndpoint(host: host, port: Int64(port)), path: nil)
        let nowhere = PodProbe(at: HealthEndpoint(host: host, port: 1), path: nil)
        #expect(look(tree, [there]).complaint == nil)
        #expect(look(tree, [nowhere]).complaint == "cannot connect to '127.0.0.1:1': Connection refused")
        // A table that cannot be read to its end does not say no.
        try tree.link("proc/10/fd/7", to: "socket:[777]")
        try tree.write("proc/10/net/tcp", "")
        try tree.makeDirectory("proc/10/net/tcp6")
        #expect(look(tree, [there]).complaint == nil)
    }

    @Test(
        "has to answer a probe of plain HTTP as the kubelet wants it",
        arguments: [("200 OK", nil), ("302 Found", nil), ("500 No", "says 500"), ("404 No", "says 404")]
            as [(String, String?)]
    )
    func http(status: String, complaint: String?) throws {
        let tree = try ScratchNode()
        try run(tree, 10, Self.new)
        let server = try Answering("HTTP/1.1 \(status)\r\n\r\n", onPort: true)
        guard case .host(let host, let port) = server.peer else { return }
        let probe = PodProbe(at: HealthEndpoint(host: host, port: Int64(port)), path: "/livez")
        let found = look(tree, [probe]).complaint
        #expect(complaint.map { found?.hasSuffix($0) == true } ?? (found == nil), "\(found ?? "")")
        #expect(server.questions.first?.hasPrefix("GET /livez ") == true)
    }
}

@Suite("An etcd that is to be restarted")
struct EtcdObjectionTests {
    private func objection(_ answer: String, connections: Int = 2) throws -> String? {
        let server = try Answering(answer, connections: connections, onPort: true)
        guard case .host(let host, let port) = server.peer else { return nil }
        let (node, endpoint) = (try ScratchNode(), HealthEndpoint(host: host, port: Int64(port)))
        return node.node.objection(toRestartOf: endpoint)
    }

    @Test("is asked again for its peers, and for a majority, right before it")
    func asked() throws {
        let well = """
            etcd_server_has_leader 1
            etcd_server_is_leader 0
            etcd_network_active_peers{Local="a",Remote="b"} 1
            etcd_network_active_peers{Local="a",Remote="c"} 1
            """
        let head = "HTTP/1.1 200 OK\r\n\r\n"
        // The same answer to both: metrics are no health.
        #expect(try objection(head + well)?.contains("/health") == true)
        #expect(try objection(head + "up 1\n")?.contains("no etcd's") == true)
        #expect(
            try objection(head + well.replacing("leader 0", with: "leader 1"))?.contains("it is the leader") == true
        )
        #expect(try objection("no HTTP")?.contains("its peers cannot be told") == true)
    }
}

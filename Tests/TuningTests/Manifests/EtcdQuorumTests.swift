import Testing
import Tuning

@Suite("Whether an etcd may be restarted")
struct EtcdQuorumTests {
    private func objection(leads: Bool = false, active: [Int], known: [Int] = [], hasLeader: Int = 1) -> String? {
        var lines = ["etcd_server_has_leader \(hasLeader)", "etcd_server_is_leader \(leads ? 1 : 0)"]
        lines += active.enumerated().map { "etcd_network_active_peers{Local=\"a\",Remote=\"\($0)\"} \($1)" }
        lines += known.enumerated().map { "etcd_network_known_peers{Local=\"a\",Remote=\"\($0)\"} \($1)" }
        return EtcdCounters(metrics: Array(lines.joined(separator: "\n").utf8), at: 0)?.restartObjection
    }

    @Test("follows from its own leader and connections, as etcd 3.4 tells them")
    func old() {
        #expect(objection(active: [1, 1]) == nil)
        #expect(objection(active: [1, 1, 1, 1]) == nil)
        #expect(objection(active: [1, 0])?.contains("only 1 of its 2 peers") == true)
        #expect(objection(active: [])?.contains("one of 1 member:") == true)
        #expect(objection(active: [1])?.contains("one of 2 members:") == true)
        #expect(objection(leads: true, active: [1, 1])?.contains("move-leader") == true)
        #expect(objection(active: [1, 1], hasLeader: 0)?.contains("no leader") == true)
        #expect(EtcdCounters(metrics: Array("etcd_debugging_x 1".utf8), at: 0)?.restartObjection != nil)
    }

    @Test("counts members that it never had a connection to, and none that are removed, since etcd 3.5")
    func new() {
        #expect(objection(active: [1, 1], known: [1, 1, 1]) == nil)
        #expect(objection(active: [1, 1, 0], known: [1, 1, 1, 0]) == nil)
        #expect(objection(active: [1, 1], known: [1, 1, 1, 1])?.contains("only 2 of its 3") == true)
    }
}

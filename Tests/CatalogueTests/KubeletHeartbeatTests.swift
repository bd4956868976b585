import Catalogue
import Testing
import Tuning

@Suite("kubelet-heartbeat")
struct KubeletHeartbeatTests {
    private func heartbeat(
        isHealthy: Bool? = true,
        connections: Int64? = 1,
        repeats: Int64? = 0
    ) -> KubeletHeartbeat {
        var heartbeat = KubeletHeartbeat()
        heartbeat.isHealthy = isHealthy
        heartbeat.health = isHealthy.map { $0 ? "ok" : "Connection timed out" }
        heartbeat.server = connections == nil ? nil : "10.0.0.1:6443"
        heartbeat.connectionCount = connections
        heartbeat.repeatCount = repeats
        return heartbeat
    }

    private func advice(_ heartbeat: KubeletHeartbeat?, pid: Int64? = 812) throws -> Advice {
        var facts = Facts()
        var kubelet = KubeletFacts()
        kubelet.pid = pid
        kubelet.heartbeat = heartbeat
        facts.kubelet = kubelet
        let setting = try #require(catalogue.first { $0.id == "kubelet-heartbeat" })
        #expect(setting.strictestMode == .observe)
        return setting.advice(facts, Parameters([:]))
    }

    @Test("tells an ill kubelet from an ill way to the API server")
    func states() {
        #expect(heartbeat().state == .well && heartbeat(isHealthy: nil).state == .well)
        #expect(heartbeat(repeats: 2).state == .well)
        #expect(heartbeat(isHealthy: false, connections: 0).state == .kubeletIll)
        #expect(heartbeat(connections: 0, repeats: nil).state == .pathIll)
        #expect(heartbeat(repeats: 3).state == .pathIll)
        #expect(heartbeat(isHealthy: nil, connections: nil, repeats: nil).state == nil)
    }

    @Test("says what was seen, and where to look")
    func words() throws {
        guard case .set(let targets, let reason, let cautions) = try advice(heartbeat(repeats: 7)) else {
            Issue.record("nothing is asked")
            return
        }
        #expect(targets.map(\.knob) == [.heartbeat(of: "kubelet")])
        #expect(reason == "its health endpoint says 'ok', what goes to 10.0.0.1:6443 was sent 7 times again")
        #expect(cautions.first?.remedy.contains("look at the way to the API server") == true)
        guard case .set(_, _, let ill) = try advice(heartbeat(isHealthy: false)) else { return }
        #expect(ill.first?.remedy.contains("journalctl --unit kubelet.service") == true)
    }

    @Test("asks nothing of a kubelet that does not run, or of which nothing is known")
    func alone() throws {
        for advice in [try advice(nil), try advice(heartbeat(), pid: nil)] {
            guard case .leaveAlone = advice else {
                Issue.record("something is asked")
                return
            }
        }
    }
}

import Testing

@testable import Tuning

@Suite("A unit that may be restarted")
struct RestartSubjectTests {
    @Test(
        "has to reach the API server again where it does now",
        arguments: [(nil, nil), (0, nil), (1, "10.0.0.1:6443"), (3, "10.0.0.1:6443")] as [(Int64?, String?)]
    )
    func server(connections: Int64?, expected: String?) throws {
        var kubelet = KubeletFacts()
        (kubelet.pid, kubelet.startedAtMilliseconds) = (812, 1_000)
        kubelet.heartbeat = KubeletHeartbeat()
        kubelet.heartbeat?.server = "10.0.0.1:6443"
        kubelet.heartbeat?.connectionCount = connections
        var facts = Facts()
        facts.kubelet = kubelet
        let subject = try #require(facts.restartSubjects([]).first)
        #expect(subject.server == expected)
        let attempt = RestartAttempt(
            of: subject,
            to: [],
            from: [],
            policy: "p",
            gate: nil,
            healthWithinSeconds: 20,
            at: RestartAttemptTests.start
        )
        #expect(attempt.server == expected)
    }
}

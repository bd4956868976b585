import Testing
import Tuning

@Suite("A process that talks to the API server")
struct APIServerTalkerTests {
    @Test(
        "has a rate of what its connections carried since, new ones whole, and none of too short a time",
        arguments: [
            (["1": 5_000], 20, 200), (["1": 5_000, "2": 7_000], 20, 550), (["2": 600], 20, 30), (["1": 1_000], 20, 0),
            ([:], 20, 0), (["1": 5_000], 9, nil), (["1": 5_000], -5, nil),
        ] as [([String: Int64], Int64, Int64?)]
    )
    func rates(connections: [String: Int64], seconds: Int64, expected: Int64?) {
        let before = APIServerTalker(program: "a", pid: 1, connections: ["1": 1_000, "9": 70])
        let traffic = APIServerTraffic(uptimeSeconds: 100, of: [before])
        let now = APIServerTalker(program: "a", pid: 1, connections: connections)
        #expect(traffic.rate(of: now, at: 100 + seconds) == expected)
    }

    @Test("is called by its pod, its unit or its number, and the loudest comes first")
    func names() {
        var facts = Facts()
        var talkers = (1...4).map { APIServerTalker(program: "agent", pid: $0, connections: [:]) }
        (talkers[0].bytesPerSecond, talkers[0].pod) = (5, "kube-system/agent-x")
        (talkers[1].bytesPerSecond, talkers[1].unit) = (900, "agent.service")
        talkers[2].bytesPerSecond = 5
        facts.apiserverTalkers = talkers
        let names = ["agent in agent.service", "agent in pod kube-system/agent-x", "agent (pid 3)"]
        #expect(facts.loudestTalkers.map(\.name) == names)
        #expect(facts.option(Facts.loudestTalker, of: Facts.talkers).value == .integer(900))
        #expect(Facts().option(Facts.loudestTalker, of: Facts.talkers) == .missing)
    }
}

import FleetSimulation
import Testing
import Tuning

@Suite("A simulated fleet")
struct SimulationTests {
    private static let nodeCount = 600
    private static let splay: Int64 = 1_800
    /// From 20:00 to the window's begin.
    private static let untilWindow: Int64 = 6 * 3_600

    private static func figures(
        nodeCount: Int = nodeCount,
        slotCount: Int? = nil,
        rollout: Rollout? = nil
    ) throws -> Figures {
        let scenario = try Scenario(
            "test",
            nodeCount: nodeCount,
            window: "02:00-05:00 UTC",
            splaySeconds: splay,
            slotCount: slotCount,
            rollout: rollout
        )
        return Simulation(of: scenario).figures()
    }

    @Test("restarts each node once, within the splay from the window's begin")
    func splay() throws {
        let figures = try Self.figures()
        #expect(figures.restartCount == Self.nodeCount)
        let first = try #require(figures.firstAfterSeconds)
        let last = try #require(figures.lastAfterSeconds)
        #expect(first >= Self.untilWindow)
        // The place in the splay, and at most a minute until the kubelet is healthy.
        #expect(last < Self.untilWindow + Self.splay + 60)
        #expect(last - first > Self.splay * 9 / 10)
        // 20 a minute on average: a splay that did not spread would have all of them in one.
        #expect(figures.restartsAMinuteAtMost < 60)
        #expect(figures.requestCount == 0)
    }

    @Test(
        "never restarts more kubelets at a time than the gate has slots, and gives each slot back",
        arguments: [1, 3, 50]
    )
    func gate(slotCount: Int) throws {
        let figures = try Self.figures(slotCount: slotCount)
        #expect((1...slotCount).contains(figures.restartingAtMost))
        // At least one question and one return of a slot for each restart.
        #expect(figures.requestCount >= 2 * figures.restartCount)
        // A slot is held for ten seconds at least, since a kubelet has to run that long.
        #expect(figures.restartsAMinuteAtMost <= slotCount * 6)
    }

    @Test("that a gate holds up beyond the window goes on in the next night")
    func nights() throws {
        let figures = try Self.figures(nodeCount: 1_500, slotCount: 2)
        let last = try #require(figures.lastAfterSeconds)
        #expect(figures.restartCount == 1_500)
        #expect(last > 86_400)
        let ofDay = (last - Self.untilWindow) % 86_400
        #expect(ofDay < 3 * 3_600 + 60)
    }

    @Test("is changed only as far as the rollout has come")
    func rollout() throws {
        let figures = try Self.figures(rollout: Rollout(share: 1_000, salt: "test"))
        #expect(figures.restartCount == figures.changedCount)
        #expect((30...90).contains(figures.changedCount))
    }

    @Test("tells the journal of a restart in a few lines, and on a quiet day in one")
    func journal() throws {
        let figures = try Self.figures(slotCount: 3)
        #expect((200...2_000).contains(QuietDay.byteCount))
        #expect((200...4_000).contains(figures.changeByteCount))
    }
}

import Tuning

/// A change of policy over a fleet, second by second, in which every decision is the product's own: the rollout's choice,
/// the place in the splay, the window, the gate, and when a kubelet counts as healthy.
public struct Simulation: Sendable {
    private let scenario: Scenario

    /// The simulation of a scenario.
    public init(of scenario: Scenario) {
        self.scenario = scenario
    }

    /// What came of it.
    public func figures() -> Figures {
        var nodes = (0..<scenario.nodeCount).map { SimulatedNode($0, under: scenario) }
        if let rollout = scenario.rollout { nodes.removeAll { rollout.reasonAgainst($0.machineID) != nil } }
        var server = scenario.slotCount.map { LockServer(slotCount: $0) }
        var agenda: [Int64: [Int]] = [:]
        for (index, node) in nodes.enumerated() { agenda[node.firstDue, default: []].append(index) }
        for now in Scenario.begin..<(Scenario.begin + Scenario.length) {
            guard !agenda.isEmpty else { break }
            // Whoever is due again in the same second is taken after the others.
            while let due = agenda.removeValue(forKey: now) {
                for index in due {
                    guard let next = nodes[index].step(at: now, under: scenario, asking: &server) else { continue }
                    agenda[next, default: []].append(index)
                }
            }
        }
        return Figures(
            name: scenario.name,
            changedCount: nodes.count,
            restarts: nodes.compactMap { node in
                guard let begin = node.restartedAt, let end = node.liveAt else { return nil }
                return begin..<end
            },
            requests: server?.requests.map(\.value) ?? [],
            changeByteCount: nodes.map(\.journalByteCount).max() ?? 0
        )
    }
}

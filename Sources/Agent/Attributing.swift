import Node
import Tuning

/// Finding out who changed what drifted.
struct Attributing {
    /// The node, to name the programs of writers; nil for one that is elsewhere.
    private let node: Node?
    private let writes: [KnobWrite]
    private let facts: Facts
    private let uptimeSeconds: Int64?

    /// With what was seen to be written since the last pass, which was at `previous`.
    init(node: Node?, writes: [KnobWrite], facts: Facts, since previous: Moment?, at now: Moment) {
        self.node = node
        self.writes = writes
        self.facts = facts
        uptimeSeconds = previous.flatMap { $0.boot == now.boot ? $0.uptimeSeconds : nil }
    }

    /// A finding with who changed its knob; what was known of a departure is kept as long as it lasts.
    func attributed(_ finding: Finding, after previous: Finding?) -> Finding {
        guard finding.verdict == .drifted || finding.verdict == .contested else { return finding }
        var finding = finding
        let isOver = previous?.verdict != finding.verdict
        let isMoved = previous?.observation != finding.observation
        let found = isMoved ? Attribution(of: finding, writes: writes, facts: facts, since: uptimeSeconds) : nil
        finding.attribution = found.map(named) ?? (isOver ? nil : previous?.attribution)
        return finding
    }

    private func named(_ attribution: Attribution) -> Attribution {
        guard let node else { return attribution }
        var attribution = attribution
        let reading = WriterReading(of: node.root)
        attribution.starters = attribution.starters.map(reading.named)
        return attribution
    }
}

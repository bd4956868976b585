import Documents
import Tuning

/// What `fleet` answers: the states in which nodes are, the most frequent first, and what the others have otherwise.
public struct FleetAnswer: Answer {
    /// The version of the JSON's shape; it changes when a reader would have to.
    public static let schemaVersion = 1

    let fleet: Fleet
    /// The states that have a node, the most frequent first.
    let groups: [Fleet.Group]
    let showsDifferences: Bool

    /// The answer; `showsDifferences` is for the text.
    public init(_ fleet: Fleet, showsDifferences: Bool = false) {
        self.fleet = fleet
        self.showsDifferences = showsDifferences
        groups = fleet.groups.filter { $0.count > 0 }.sorted {
            ($1.count, $0.fingerprint) < ($0.count, $1.fingerprint)
        }
    }

    /// Whether there are nodes, all of them alike and met, and every report could be read.
    public var isAllAlike: Bool {
        fleet.nodeCount > 0 && fleet.unreadableCount == 0 && groups.count <= 1
            && groups.allSatisfy { $0.state?.tally.notMet.isEmpty ?? false }
    }

    public func text(in style: Style) -> String {
        FleetText(answer: self).text(in: style)
    }

    /// What a state has otherwise than the most frequent one; nil where it is not known.
    func differences(of group: Fleet.Group) -> [(here: FleetState.Line?, there: FleetState.Line?)]? {
        guard let first = groups.first?.state, let state = group.state else { return nil }
        return state.differences(from: first)
    }

    /// The settings in which a state differs, in their order.
    func settings(in differences: [(here: FleetState.Line?, there: FleetState.Line?)]) -> [String] {
        var seen: Set<String> = []
        return differences.compactMap { ($0.here ?? $0.there)?.setting }.filter { seen.insert($0).inserted }
    }
}

extension FleetAnswer: Encodable {
    private enum Key: String, CodingKey {
        case schemaVersion, nodekeelVersion, nodeCount, replacedCount, unreadableCount, isAllAlike, states, unreadable
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(FleetAnswer.schemaVersion, forKey: .schemaVersion)
        try container.encode(nodekeelVersion, forKey: .nodekeelVersion)
        try container.encode(fleet.nodeCount, forKey: .nodeCount)
        try container.encode(fleet.replacedCount, forKey: .replacedCount)
        try container.encode(fleet.unreadableCount, forKey: .unreadableCount)
        try container.encode(isAllAlike, forKey: .isAllAlike)
        try container.encode(groups.map(state), forKey: .states)
        try container.encode(fleet.unreadable, forKey: .unreadable)
    }

    /// One state, as JSON has it.
    private func state(of group: Fleet.Group) -> State {
        let differences = differences(of: group)?.map { pair in
            Difference(
                setting: (pair.here ?? pair.there)?.setting,
                knob: (pair.here ?? pair.there)?.knob,
                here: pair.here.map(FleetText.words),
                mostly: pair.there.map(FleetText.words)
            )
        }
        return State(
            fingerprint: group.fingerprint,
            version: group.version,
            count: group.count,
            nodes: group.names,
            notMet: group.state?.tally.notMet ?? [],
            differences: differences,
            unknown: group.obscurity
        )
    }

    private struct Difference: Encodable {
        var setting: String?
        var knob: String?
        var here: String?
        var mostly: String?
    }

    private struct State: Encodable {
        var fingerprint: String
        var version: String
        var count: Int
        var nodes: [String]
        var notMet: [Setting.ID]
        var differences: [Difference]?
        var unknown: String?
    }
}

import Documents
import Tuning

/// How the nodes of one fingerprint stand: what of it can differ from others, in few words each.
struct FleetState: Sendable {
    /// One thing that nodes may differ in.
    struct Line: Hashable, Sendable {
        let setting: String
        let knob: String
        let verdict: String
        let wanted: String
        let observed: String
        /// All that counts of it, also what the words leave out.
        private let identity: Int

        init(_ finding: Finding, _ units: Units) {
            let (desired, wording) = (finding.desired, finding.wording(units))
            setting = desired.setting.rawValue
            knob = desired.target.knob.description
            verdict = finding.verdictText
            wanted = wording.wanted(withUnit: true)
            observed = wording.observed(finding.observation, withUnit: true)
            var hasher = Hasher()
            hasher.combine(desired.target.bound)
            hasher.combine(finding.verdict)
            // As in the fingerprint: readings that move all the time make no difference.
            if !desired.target.knob.isReadOnly { hasher.combine(finding.observation.description) }
            identity = hasher.finalize()
        }

        init(_ other: LeftAlone) {
            setting = other.setting.rawValue
            knob = ""
            verdict = FleetState.leftAlone
            wanted = ""
            observed = other.because
            identity = other.because.hashValue
        }
    }

    private static let leftAlone = "left alone"

    /// What there is to compare; of a status only what is not met.
    let lines: [Line]
    /// How the settings stand.
    let tally: Tally
    /// Whether all findings are here.
    let isWhole: Bool

    /// The state that a report or a status tells of.
    ///
    /// - Throws: ``DocumentError`` for what this version does not understand.
    init(of text: JSONText, _ units: Units) throws(DocumentError) {
        guard let notMet = text["notMet"] else {
            guard let found = text["findings"] else { throw DocumentError(.mismatch, "key 'findings' is missing") }
            let findings = try JSON.decode([Finding].self, from: found)
            let leftAlone = try text["leftAlone"].map { text throws(DocumentError) in
                try JSON.decode([LeftAlone].self, from: text)
            }
            lines = findings.map { Line($0, units) } + (leftAlone ?? []).map(Line.init)
            tally = Tally(of: findings)
            isWhole = true
            return
        }
        let findings = try JSON.decode([Finding].self, from: notMet)
        lines = findings.map { Line($0, units) }
        tally = Tally(of: findings)
        isWhole = false
    }

    /// What is otherwise than in another state: each side has nil for what it does not have.
    func differences(from other: FleetState) -> [(here: Line?, there: Line?)] {
        func key(_ line: Line) -> String { "\(line.setting)\n\(line.knob)" }
        func comparable(_ state: FleetState) -> [Line] {
            isWhole && other.isWhole
                ? state.lines
                : state.lines.filter { !$0.verdict.hasPrefix("met") && $0.verdict != FleetState.leftAlone }
        }
        let (here, there) = (comparable(self), comparable(other))
        let theirs = Dictionary(there.map { (key($0), $0) }, uniquingKeysWith: { first, _ in first })
        let own = Set(here.map(key))
        return here.filter { theirs[key($0)] != $0 }.map { ($0, theirs[key($0)]) }
            + there.filter { !own.contains(key($0)) }.map { (nil, $0) }
    }
}

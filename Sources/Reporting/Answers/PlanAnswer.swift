public import Tuning

/// What `plan` answers: every write that `apply` makes, in order, and everything that it does not write and why.
public struct PlanAnswer: Answer {
    /// The version of the JSON's shape; it changes when a reader would have to.
    public static let schemaVersion = 1

    let plan: Plan
    let findings: [Finding]
    let leftAlone: [LeftAlone]
    private let originals: [Knob: Original]
    let edits: [Knob: FileEdit]
    let moment: Moment
    let units: Units
    let since: ReleaseVersion?
    let restarts: [RestartLine]
    let next: String?

    /// The answer for a plan.
    ///
    /// - Parameters:
    ///   - findings: What the plan was made from.
    ///   - originals: The ledger as it is before the plan, so that the undo that is named is the real one.
    ///   - edits: What the writes make of files of which they are a part, where that is known.
    ///   - settings: The catalogue, which knows what the numbers count.
    ///   - since: The release from which only the differences are shown; nil for a whole plan.
    ///   - restarts: How the restarts stand that the writes, or earlier ones, wait for.
    ///   - next: The command that carries the plan out; nil where none can, as for a node that is elsewhere.
    public init(
        plan: Plan,
        findings: [Finding],
        leftAlone: [LeftAlone],
        originals: [Original],
        edits: [Knob: FileEdit] = [:],
        moment: Moment,
        settings: [Setting],
        since: ReleaseVersion? = nil,
        restarts: [RestartLine] = [],
        next: String? = nil
    ) {
        self.plan = plan
        self.findings = findings
        self.leftAlone = leftAlone
        self.originals = Dictionary(originals.map { ($0.knob, $0) }, uniquingKeysWith: { first, _ in first })
        self.edits = edits
        self.moment = moment
        units = Units(of: settings)
        self.since = since
        self.restarts = restarts
        self.next = next
    }

    public func text(in style: Style) -> String {
        PlanText(answer: self).text(in: style)
    }

    /// What `revert` would write after this change.
    func undo(of change: Change) -> Original {
        originals[change.knob]?.continued(by: change, at: moment) ?? Original(of: change, at: moment)
    }

    /// What a change makes of a file; nil for one that writes none, or one whose text is not known here.
    func difference(of change: Change) -> UnifiedDifference? {
        let edit = edits[change.knob] ?? change.wholeEdit
        return edit.map { UnifiedDifference(from: $0.before, to: $0.after, of: $0.path) }
    }

    /// The findings that ask for a write and do not get one.
    var notWritten: [Finding] {
        findings.filter { $0.restraint != nil && $0.restraint != .nothingToDo }
    }
}

extension PlanAnswer: Encodable {
    private enum Key: String, CodingKey {
        case schemaVersion, nodekeelVersion, since, moment, changes, activations, restarts, notWritten, leftAlone,
            cautions,
            summary
    }

    private enum ChangeKey: String, CodingKey {
        case undo, diff
    }

    private enum RestrainedKey: String, CodingKey {
        case restraint, because
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(PlanAnswer.schemaVersion, forKey: .schemaVersion)
        try container.encode(nodekeelVersion, forKey: .nodekeelVersion)
        try container.encodeIfPresent(since?.description, forKey: .since)
        try container.encode(moment, forKey: .moment)
        let changes = plan.changes.map { change in
            PlannedChange(change: change, undo: undo(of: change), diff: difference(of: change)?.text)
        }
        try container.encode(changes, forKey: .changes)
        try container.encode(plan.activations, forKey: .activations)
        try container.encode(restarts, forKey: .restarts)
        try container.encode(
            notWritten.map { RestrainedFinding(finding: $0, because: $0.restraintText(at: moment)) },
            forKey: .notWritten
        )
        try container.encode(leftAlone, forKey: .leftAlone)
        try container.encode(findings.cautions, forKey: .cautions)
        try container.encode(Tally(of: findings), forKey: .summary)
    }

    /// A change, the text that `revert` would put back (null for a file that was not there), and the unified difference.
    private struct PlannedChange: Encodable {
        var change: Change
        var undo: Original
        var diff: String?

        func encode(to encoder: any Encoder) throws {
            try change.encode(to: encoder)
            var container = encoder.container(keyedBy: ChangeKey.self)
            try container.encode(undo.text, forKey: .undo)
            try container.encodeIfPresent(diff, forKey: .diff)
        }
    }

    /// A finding and why it leads to no write.
    private struct RestrainedFinding: Encodable {
        var finding: Finding
        var because: String?

        func encode(to encoder: any Encoder) throws {
            try finding.encode(to: encoder)
            var container = encoder.container(keyedBy: RestrainedKey.self)
            try container.encodeIfPresent(finding.restraint?.word, forKey: .restraint)
            try container.encodeIfPresent(because, forKey: .because)
        }
    }
}

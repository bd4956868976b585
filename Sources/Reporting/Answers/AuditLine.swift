import Tuning

/// One knob in an audit: what it holds and from where, what is expected and why, and what to change.
struct AuditLine {
    /// How serious it is, as SARIF has it.
    enum Level: String, Encodable {
        case error, warning, note, none
    }

    let finding: Finding
    let setting: Setting?
    let component: AuditComponent
    let origin: KnobOrigin?
    /// Why the component would not start; nil if it would.
    let refusal: String?
    private let wording: Wording
    private let moment: Moment
    /// Whether the dangers of its setting are told here: where something is not as it should be, or else once.
    private let isWarned: Bool

    /// A line.
    ///
    /// - Parameter isWarned: Whether nothing of its setting is amiss but its dangers, which this line is to tell.
    init(_ finding: Finding, setting: Setting?, facts: Facts, at moment: Moment, isWarned: Bool) {
        self.finding = finding
        self.isWarned = isWarned || finding.verdict != .met
        self.setting = setting
        self.moment = moment
        component = AuditComponent(of: finding.desired.setting)
        let knob = finding.desired.target.knob
        origin = facts.origin(of: knob)
        refusal = facts.refusal(behind: knob)
        wording = Wording(finding.desired.target, unit: setting?.unit ?? .none)
    }

    var id: Setting.ID { finding.desired.setting }

    /// A component that would not start is worse than anything that it could be set to.
    var level: Level {
        if refusal != nil, finding.verdict != .met { return .error }
        switch finding.verdict {
        case .contested, .drifted: return .error
        case .unmet, .unknown: return .warning
        case .met: return finding.isNotable || !cautions.isEmpty ? .note : .none
        }
    }

    /// The worse, the higher.
    var rank: Int {
        if level == .error, refusal != nil { return 6 }
        switch finding.verdict {
        case .contested: return 5
        case .drifted: return 4
        case .unmet: return 3
        case .unknown: return 2
        case .met: return level == .note ? 1 : 0
        }
    }

    var value: String { wording.observed(finding.observation, withUnit: true) }
    var expected: String { wording.wanted(withUnit: true) }

    /// Whether its origin tells more than the knob itself.
    var hasOwnOrigin: Bool {
        guard let path = origin?.path, path == origin?.text else { return true }
        let knob = finding.desired.target.knob
        if case .option(_, StaticPod.directory) = knob { return false }
        return !knob.description.hasSuffix(path)
    }

    /// What works against it, where it is told here.
    var cautions: [Caution] { isWarned ? finding.desired.cautions : [] }

    /// Why it could not be read; nil if it could.
    var unreadable: String? { if case .unreadable(let reason) = finding.observation { reason } else { nil } }

    /// What to do about it: the write that is due, what ends the dangers, or where else it is changed. Empty where all
    /// is well.
    var changes: [String] {
        var changes = cautions.map(\.remedy)
        guard finding.verdict != .met else { return changes }
        if finding.restraint == nil, let value = finding.desired.target.bound.written {
            let text = wording.written(finding.desired.target.knob.text(of: value), withUnit: true)
            changes.insert("'nodekeel apply' writes \(text), live \(finding.desired.target.activation.text)", at: 0)
        } else if changes.isEmpty || finding.hasOwnRestraint, let reason = finding.restraintText(at: moment) {
            changes.append(reason)
        }
        return changes
    }

    /// All of it in one sentence: what is wrong, what is expected, why, and what to do.
    var sentence: String {
        let knob = finding.desired.target.knob.description
        let holds =
            unreadable.map { "\(knob) cannot be told: \($0)" }
            ?? "\(knob) is \(value)\(origin.map { " (\($0.text))" } ?? ""), expected \(expected)"
        let dangers = cautions.map(\.danger)
        let effect = finding.effect.flatMap { $0.isEffective ? nil : "it is \($0)" }
        let why = ([finding.desired.because] + dangers + [effect].compactMap { $0 }).joined(separator: "; ")
        return ([holds + ": " + why] + changes.map { "Change: \($0)" }).joined(separator: ". ")
    }
}

extension Finding {
    /// Whether what keeps it from being written is worth a word beside the dangers' remedies.
    fileprivate var hasOwnRestraint: Bool {
        switch restraint {
        case .held?, .obstructed?, .readOnly?, .contested?: true
        case .nothingToDo?, .unknown?, .observed?, .leftOut?, nil: false
        }
    }
}

extension AuditLine: Encodable {
    private enum Key: String, CodingKey {
        case setting, knob, verdict, effect, level, value, unreadable, origin, expected, because, cautions, changes
        case sources
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(id, forKey: .setting)
        try container.encode(finding.desired.target.knob, forKey: .knob)
        try container.encode(finding.verdict, forKey: .verdict)
        try container.encodeIfPresent(finding.effect, forKey: .effect)
        try container.encode(level, forKey: .level)
        try container.encode(value, forKey: .value)
        try container.encodeIfPresent(unreadable, forKey: .unreadable)
        try container.encodeIfPresent(origin, forKey: .origin)
        try container.encode(expected, forKey: .expected)
        try container.encode(finding.desired.because, forKey: .because)
        try container.encode(cautions, forKey: .cautions)
        try container.encode(changes, forKey: .changes)
        try container.encode(setting?.sources ?? [], forKey: .sources)
    }
}

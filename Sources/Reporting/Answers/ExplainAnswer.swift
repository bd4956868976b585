public import Tuning

/// What `explain` answers: everything that is known of one setting on this node.
public struct ExplainAnswer: Answer {
    /// The version of the JSON's shape; it changes when a reader would have to.
    public static let schemaVersion = 1

    let setting: Setting
    let findings: [Finding]
    let leftAlone: LeftAlone?
    let originals: [Original]
    let writes: [KnobWrite]
    let policy: Policy
    let facts: Facts
    let now: Moment

    /// The answer for a setting; findings, originals and what is left alone may be those of all settings.
    public init(
        setting: Setting,
        findings: [Finding],
        leftAlone: [LeftAlone],
        originals: [Original],
        writes: [KnobWrite] = [],
        policy: Policy,
        facts: Facts,
        now: Moment
    ) {
        self.setting = setting
        self.findings = findings.filter { $0.desired.setting == setting.id }
        self.leftAlone = leftAlone.first { $0.setting == setting.id }
        self.originals = originals.filter { $0.setting == setting.id }
        let knobs = Set(self.findings.map(\.desired.target.knob))
        self.writes = writes.filter { knobs.contains($0.knob) }
        self.policy = policy
        self.facts = facts
        self.now = now
    }

    public func text(in style: Style) -> String {
        ExplainText(answer: self).text(in: style)
    }

    /// What a knob held before nodekeel; nil if nodekeel has not written it.
    func original(of knob: Knob) -> Original? {
        originals.first { $0.knob == knob }
    }

    /// A parameter's value, and who gave it.
    func given(_ parameter: Parameter) -> (value: Value, origin: ParameterOrigin) {
        if let value = policy.settings[setting.id]?.values[parameter.name] { return (value, .policy) }
        if let value = policy.profile.values[setting.id]?[parameter.name] { return (value, .profile) }
        return (parameter.preset, .preset)
    }

    /// An operator's word on the setting's own number.
    struct Limit: Encodable {
        var name: String
        var meaning: String
        var value: Int64?
        var from: ParameterOrigin?
    }

    /// The limits that policy may lay on the number, with what policy or profile says; none for a setting that takes
    /// none.
    var limits: [Limit] {
        guard setting.takesLimits else { return [] }
        let own = policy.settings[setting.id]?.limits ?? SettingPolicy.Limits()
        let filled = own.filled(from: policy.profile.limits[setting.id] ?? SettingPolicy.Limits())
        let words: [(name: String, path: KeyPath<SettingPolicy.Limits, Int64?>, meaning: String)] = [
            ("exactly", \.exactly, "this number, whatever is computed"),
            ("atLeast", \.atLeast, "what is computed, but never less"),
            ("atMost", \.atMost, "what is computed, but never more"),
        ]
        return words.map { word in
            let value = filled[keyPath: word.path]
            let from: ParameterOrigin? = value.map { _ in own[keyPath: word.path] == nil ? .profile : .policy }
            return Limit(name: word.name, meaning: word.meaning, value: value, from: from)
        }
    }

    /// Who gave a parameter its value.
    enum ParameterOrigin: String, Encodable {
        case policy, profile, preset
    }
}

extension ExplainAnswer: Encodable {
    private enum Key: String, CodingKey {
        case schemaVersion, nodekeelVersion, setting, summary, why, unit, mode, findings, leftAlone, originals
        case parameters, limits, sysctlAssignments, kubeProxy, sources, undo, writes
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(ExplainAnswer.schemaVersion, forKey: .schemaVersion)
        try container.encode(nodekeelVersion, forKey: .nodekeelVersion)
        try container.encode(setting.id, forKey: .setting)
        try container.encode(setting.summary, forKey: .summary)
        try container.encode(setting.why, forKey: .why)
        try container.encode(setting.unit, forKey: .unit)
        try container.encode(policy.mode(of: setting), forKey: .mode)
        try container.encode(findings, forKey: .findings)
        try container.encode(leftAlone?.because, forKey: .leftAlone)
        try container.encode(originals, forKey: .originals)
        try container.encode(writes, forKey: .writes)
        try container.encode(setting.parameters.map { ParameterLine($0, given($0)) }, forKey: .parameters)
        try container.encode(limits, forKey: .limits)
        let knobs = findings.map(\.desired.target.knob)
        let assignments = knobs.flatMap { OtherWriters.assignments(of: $0, in: facts) }
        try container.encode(assignments, forKey: .sysctlAssignments)
        let kubeProxy = knobs.lazy.compactMap { OtherWriters.kubeProxy(for: $0, in: facts) }.first
        try container.encode(kubeProxy, forKey: .kubeProxy)
        try container.encode(setting.sources, forKey: .sources)
        try container.encode("nodekeel revert \(setting.id)", forKey: .undo)
    }

    private struct ParameterLine: Encodable {
        var name: String
        var summary: String
        var value: Value
        var from: ParameterOrigin
        var preset: Value
        var range: [Int64]?
        var words: [String]?

        init(_ parameter: Parameter, _ given: (value: Value, origin: ParameterOrigin)) {
            name = parameter.name
            summary = parameter.summary
            value = given.value
            from = given.origin
            preset = parameter.preset
            switch parameter.kind {
            case .integer(let numbers): range = [numbers.lowerBound, numbers.upperBound]
            case .choice(let choice): words = choice
            }
        }
    }
}

/// A target, who asks for it and how seriously; what is left when policy has spoken.
public struct Desired: Hashable, Sendable, Codable {
    /// The setting that asks.
    public var setting: Setting.ID
    /// What it asks for.
    public var target: Target
    /// What may be done about it.
    public var mode: Mode
    /// Why, with the numbers of this node.
    public var because: String
    /// What will work against it.
    public var cautions: [Caution]
    /// The operator's hold on it, if there is one.
    public var hold: Hold?
    /// How long a departure must last before it is told, in seconds.
    public var hysteresisSeconds: Int64
    /// Why the mode is observe although policy has a stricter one for the setting: the rollout has not come here yet.
    public var rolloutObjection: String?
    /// Whether this run writes other settings only. It is of the run, and no report has it.
    public var isLeftOut = false

    private enum CodingKeys: String, CodingKey {
        case setting, target, mode, because, cautions, hold, hysteresisSeconds, rolloutObjection
    }

    /// A desired.
    public init(
        setting: Setting.ID,
        target: Target,
        mode: Mode,
        because: String,
        cautions: [Caution] = [],
        hold: Hold? = nil,
        hysteresisSeconds: Int64 = 0
    ) {
        self.setting = setting
        self.target = target
        self.mode = mode
        self.because = because
        self.cautions = cautions
        self.hold = hold
        self.hysteresisSeconds = hysteresisSeconds
    }
}

/// A setting that does not apply to this node, and why.
public struct LeftAlone: Hashable, Sendable, Codable {
    /// The setting.
    public var setting: Setting.ID
    /// Why nothing is done.
    public var because: String
}

/// Everything wanted of a node.
public struct Wishes: Hashable, Sendable {
    /// What knobs should hold, in the order of the catalogue.
    public var desired: [Desired] = []
    /// The settings that do not apply.
    public var leftAlone: [LeftAlone] = []

    /// What `settings` ask of a node under a policy; `holds` are the operator's, and `choice` is what a run is about.
    public init(
        of settings: [Setting],
        for facts: Facts,
        under policy: Policy,
        holds: [Hold],
        choosing choice: Choice = .everything
    ) {
        var asked: [Target] = []
        let competition = Competition(in: facts)
        for setting in settings {
            let limits = (policy.settings[setting.id]?.limits ?? SettingPolicy.Limits())
                .filled(from: policy.profile.limits[setting.id] ?? SettingPolicy.Limits())
            let ownership = policy.settings[setting.id]?.ownership
            let parameters = Parameters(policy.values(of: setting), earlier: asked, cluster: policy.cluster)
            switch setting.advice(facts, parameters) {
            case .leaveAlone(let reason):
                leftAlone.append(LeftAlone(setting: setting.id, because: reason))
            case .later(let targets, let reason):
                leftAlone.append(LeftAlone(setting: setting.id, because: reason))
                asked += targets.map { $0.claimed(as: ownership).limited(by: limits) }
            case .set(let targets, let reason, let cautions):
                let formulas = policy.settings[setting.id]?.formulas ?? [:]
                let computed = formulas.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
                asked += targets.map { $0.claimed(as: ownership).limited(by: limits) }
                desired += targets.map { target in
                    let claimed = target.claimed(as: ownership)
                    let limited = claimed.limited(by: limits)
                    let isLimited = limits.limiting(claimed.bound) != target.bound
                    let reasons = [reason] + (isLimited ? ["policy makes it \(limited.bound)"] : []) + computed
                    var wanted = Desired(
                        setting: setting.id,
                        target: limited,
                        mode: policy.mode(of: setting),
                        because: reasons.joined(separator: "; "),
                        cautions: cautions + competition.cautions(for: limited),
                        hysteresisSeconds: setting.hysteresisSeconds
                    )
                    if setting.strictestMode != .observe { wanted.rolloutObjection = policy.rolloutObjection }
                    wanted.hold = holds.first { $0.covers(wanted) }
                    wanted.isLeftOut = !choice.includes(setting.id)
                    return wanted
                }
            }
        }
    }
}

extension Wishes {
    /// Two settings that want different values of one knob.
    public struct Conflict: Hashable, Sendable {
        /// The one that is asked first.
        public let first: Desired
        /// The other.
        public let second: Desired
    }

    /// Pairs of settings of which one does not accept what the other would write: each would undo the other for ever. One
    /// that is only observed writes nothing, and may ask for more than another gives.
    public var conflicts: [Conflict] {
        var first: [Knob: Desired] = [:]
        return desired.compactMap { desired in
            let knob = desired.target.knob
            guard !knob.isReadOnly, desired.mode != .observe || desired.rolloutObjection != nil else { return nil }
            if let twin = Coupling.twin(of: knob).flatMap({ first[$0] }), !Coupling.agree(twin.target, desired.target) {
                return Conflict(first: twin, second: desired)
            }
            guard let earlier = first[knob.canonical] else {
                first[knob.canonical] = desired
                return nil
            }
            guard earlier.setting != desired.setting, !earlier.target.agrees(with: desired.target) else { return nil }
            return Conflict(first: earlier, second: desired)
        }
    }
}

extension Target {
    /// Whether each accepts what the other would write.
    fileprivate func agrees(with other: Target) -> Bool {
        func accepts(_ target: Target, _ value: Value?) -> Bool {
            value.map { target.bound.accepts(target.meaning(of: $0)) } ?? true
        }
        return accepts(self, other.bound.written) && accepts(other, bound.written)
    }
}

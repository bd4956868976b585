/// One desired, what its knob said, and what that means.
public struct Finding: Hashable, Sendable, Codable {
    /// What is wanted.
    public var desired: Desired
    /// What the knob said.
    public var observation: Observation
    /// How the one stands to the other.
    public var verdict: Verdict
    /// Whether the value does anything; only of a value that is met.
    public var effect: Effect?
    /// What is remembered of the knob in this boot.
    public var standing: Standing
    /// Who changed a knob that drifted, as far as it is known.
    public var attribution: Attribution?
    /// Why it cannot be written on this node whatever policy says, and where it is changed instead; nil if it can.
    public var obstacle: String?

    /// A finding.
    public init(
        desired: Desired,
        observation: Observation,
        verdict: Verdict,
        effect: Effect?,
        standing: Standing
    ) {
        self.desired = desired
        self.observation = observation
        self.verdict = verdict
        self.effect = effect
        self.standing = standing
    }

    /// What the knob holds, as its target reads it.
    public var value: Value? {
        observation.value.map(desired.target.meaning(of:))
    }

    /// Why nothing will be written although the verdict asks for it; nil where a write is due.
    public var restraint: Restraint? {
        switch verdict {
        case .met: .nothingToDo
        case .unknown: .unknown
        case .contested: .contested
        case .unmet, .drifted:
            if let obstacle {
                .obstructed(obstacle)
            } else if desired.target.knob.isReadOnly || desired.mode == .observe {
                .observed
            } else if let reason = reasonAgainstNumber {
                .obstructed(reason)
            } else if let hold = desired.hold {
                .held(hold)
            } else if desired.isLeftOut {
                .leftOut
            } else if observation.isReadOnly {
                .readOnly
            } else {
                nil
            }
        }
    }

    /// Why the number of a bound cannot take the place of what a file of the kernel holds; nil if it can.
    private var reasonAgainstNumber: String? {
        switch desired.target.knob {
        case .sysctl, .sysfs: break
        default: return nil
        }
        switch (desired.target.bound, value) {
        case (.atLeast, .text?), (.atMost, .text?):
            return "it holds no number that could be too small or too large: policy has to say what it holds (exactly)"
        case (.atLeast, .list?), (.atMost, .list?):
            return
                "it holds several numbers, and one would take the place of the first: policy has to say all (exactly)"
        default: return nil
        }
    }

    /// Why a knob is not written.
    public enum Restraint: Hashable, Sendable {
        case nothingToDo
        case unknown
        case contested
        case observed
        case readOnly
        case held(Hold)
        case leftOut
        case obstructed(String)
    }
}

/// A setting, or one of its knobs, that the operator told nodekeel to step aside from.
public struct Hold: Hashable, Sendable, Codable {
    /// The setting.
    public var setting: Setting.ID
    /// The one knob that is held; nil for all of the setting.
    public var knob: Knob?
    /// The operator's reason, or that the setting was reverted.
    public var reason: String
    /// Whether it came from a revert, so that the next apply by hand lifts it.
    public var isFromRevert: Bool
    /// When it ends, in seconds since 1970; nil for «until released».
    public var endsAt: Int64?
    /// The boot with which it ends; nil for any.
    public var boot: String?

    /// A hold.
    public init(
        setting: Setting.ID,
        knob: Knob? = nil,
        reason: String,
        isFromRevert: Bool,
        endsAt: Int64?,
        boot: String? = nil
    ) {
        self.setting = setting
        self.knob = knob
        self.reason = reason
        self.isFromRevert = isFromRevert
        self.endsAt = endsAt
        self.boot = boot
    }

    /// Whether it is about a knob, for a setting that asks for it.
    public func covers(_ desired: Desired) -> Bool {
        setting == desired.setting && (knob.map { $0 == desired.target.knob } ?? true)
    }

    /// Whether a person means it who names a setting, or a knob by its name or by its path below `/proc/sys`.
    public func goes(by name: String) -> Bool {
        guard let knob else { return setting.rawValue == name }
        return [setting.rawValue, knob.name, "/proc/sys/\(knob.name)"].contains(name)
    }

    /// Whether an apply of some settings by hand ends it.
    public func endsByApply(of choice: Choice) -> Bool {
        isFromRevert && choice.includes(setting)
    }

    /// Whether it is in force at a moment.
    public func isInForce(at now: Moment) -> Bool {
        (endsAt.map { now.epochSeconds < $0 } ?? true) && (boot.map { $0 == now.boot } ?? true)
    }
}

public import Tuning

extension Verdict {
    /// The colour of a verdict.
    var tone: Tone {
        switch self {
        case .met: .good
        case .unmet, .unknown: .warning
        case .drifted: .bad
        case .contested: .alarm
        }
    }
}

extension Finding {
    /// Verdict and effect in two words at most: `met`, `met, inert`, `drifted`.
    var verdictText: String {
        switch effect {
        case .effective?, nil: verdict.rawValue
        case let effect?: "\(verdict.rawValue), \(effect.word)"
        }
    }

    /// The colour of both together.
    var tone: Tone {
        switch effect {
        case .effective?, nil: verdict.tone
        default: verdict == .met ? .warning : verdict.tone
        }
    }

    /// Whether a reader should be told more than a row of a table holds.
    var isNotable: Bool {
        verdict != .met || !(effect ?? .effective).isEffective
    }

    /// Why nothing is written, and what changes that; nil where a write is due or nothing is to be done.
    func restraintText(at now: Moment) -> String? {
        let setting = desired.setting
        switch restraint {
        case nil, .nothingToDo?: return nil
        case .unknown?:
            if case .unreadable(let reason) = observation { return "it could not be read: \(reason)" }
            return "\(desired.target.knob) is not there"
        case .contested?:
            let pause = (standing.contestedUntil ?? 0).subtractingReportingOverflow(now.uptimeSeconds)
            let left = pause.overflow ? 0 : max(pause.partialValue, 0)
            return "somebody keeps changing it: nothing is written for another \(Quantity.span(seconds: left))"
        case .observed?:
            if let objection = desired.rolloutObjection, !desired.target.knob.isReadOnly {
                return "only observed for now: \(objection) (policy's 'rollout')"
            }
            return desired.target.knob.isReadOnly
                ? "nodekeel can only report this"
                : "mode is observe: nodekeel reports it, and writes it where policy says 'settings.\(setting).mode: enforce'"
        case .readOnly? where desired.target.knob.isOfDocker:
            return
                "a flag of dockerd gives it, or the file is a link to another: dockerd does not start with a key that "
                + "both flag and file give, and a link is left to who made it"
        case .readOnly?:
            return "the kernel lets nobody write it here: this is not the machine's first network namespace, "
                + "or /proc/sys is mounted read-only"
        case .held(let hold)?: return hold.text
        case .leftOut?: return "left out of this run by --only or --skip"
        case .obstructed(let obstacle)?: return obstacle
        }
    }
}

extension Knob {
    /// Whether it is a key of Docker's configuration file.
    fileprivate var isOfDocker: Bool {
        if case .dockerKey = self { true } else { false }
    }
}

extension Hold {
    /// What is held: the setting, or the one knob of it.
    public var subject: String { knob.map { "\($0) (\(setting))" } ?? setting.rawValue }
    /// The same with that it is held, until when, why, and what ends it.
    public var sentence: String { "\(subject) is \(text)" }

    /// That it is held, until when, why, and what ends it.
    public var text: String { "held\(terms)" }

    /// Until when, why, and what ends it: follows «held» or the setting's name.
    var terms: String {
        let ofBoot = boot == nil ? "" : " until the next boot"
        let end = endsAt.map { " until \(Quantity.moment(epochSeconds: $0))" } ?? ofBoot
        let way =
            isFromRevert
            ? "the next 'nodekeel apply' ends this"
            : "'nodekeel release \(knob?.name ?? setting.rawValue)' ends this"
        return "\(end): \(reason); \(way)"
    }
}

extension Finding.Restraint {
    /// The restraint in one word, as JSON has it.
    var word: String {
        switch self {
        case .nothingToDo: "nothingToDo"
        case .unknown: "unknown"
        case .contested: "contested"
        case .observed: "observed"
        case .readOnly: "readOnly"
        case .held: "held"
        case .leftOut: "leftOut"
        case .obstructed: "obstructed"
        }
    }
}

extension Effect {
    /// Whether it does what it is there for.
    var isEffective: Bool { self == .effective }
}

extension Activation {
    /// When a written value is live.
    var text: String {
        switch self {
        case .immediate: "at once"
        case .nextBoot: "at the next boot"
        case .reloadManager: "after a daemon-reload, and at the unit's next start"
        case .reload(let unit): "after a reload of \(unit)"
        case .restart(let unit): "after a restart of \(unit)"
        }
    }
}

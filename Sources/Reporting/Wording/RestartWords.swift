public import Tuning

extension RestartOutlook {
    /// What becomes of the restart of a unit, and when.
    func text(of unit: String) -> String {
        switch self {
        case .nothing: "no restart is wanted"
        case .notAllowed where RestartPolicy.units.contains(unit):
            "left to you: policy does not allow nodekeel one ('activations.\(unit).restart')"
        case .notAllowed: "left to you: nodekeel never restarts it"
        case .due: "nodekeeld restarts it at its next pass"
        case .obstructed(let reason): "nodekeeld does not restart it yet: \(reason)"
        case .underWay(let step): "under way: \(step.text)"
        case .waits(let until, let reason):
            "nodekeeld restarts it at \(Quantity.moment(epochSeconds: until)) at the earliest: \(reason.text)"
        }
    }

    /// The same in one word, as JSON has it.
    var word: String {
        switch self {
        case .nothing: "nothing"
        case .notAllowed: "notAllowed"
        case .due: "due"
        case .obstructed: "obstructed"
        case .underWay: "underWay"
        case .waits: "waits"
        }
    }

    /// Whether nodekeeld makes it, now or later.
    var isOurs: Bool {
        switch self {
        case .nothing, .notAllowed: false
        case .due, .obstructed, .underWay, .waits: true
        }
    }
}

extension RestartTiming.Reason {
    /// What is waited for.
    fileprivate var text: String {
        switch self {
        case .window: "its window is closed until then, this node's place in the splay counted in"
        case .splay: "nodes spread out, and this is this node's place"
        case .budget: "it was restarted less than an hour ago"
        }
    }
}

extension RestartAttempt.Step {
    /// What is being done.
    fileprivate var text: String {
        switch self {
        case .askingGate: "its gate is asked for a slot"
        case .restarting: "it is restarted"
        case .awaitingHealth: "it was restarted and is not healthy yet"
        case .undoing: "it was not healthy, its former files are put back"
        case .restartingBack: "it was not healthy, and is restarted with its former files"
        case .awaitingReturn: "it was restarted with its former files and is not healthy yet"
        case .releasing: "the slot is given back"
        }
    }
}

extension RestartLine: Encodable {
    private enum Key: String, CodingKey {
        case unit, outlook, step, untilEpochSeconds, because, diff
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(unit, forKey: .unit)
        try container.encode(outlook.word, forKey: .outlook)
        if case .underWay(let step) = outlook { try container.encode(step.rawValue, forKey: .step) }
        if case .waits(let until, _) = outlook { try container.encode(until, forKey: .untilEpochSeconds) }
        try container.encode(outlook.text(of: unit), forKey: .because)
        let difference = edit.map { UnifiedDifference(from: $0.before, to: $0.after, of: $0.path) }
        try container.encodeIfPresent(difference?.text, forKey: .diff)
    }
}

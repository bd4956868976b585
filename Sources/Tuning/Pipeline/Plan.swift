/// One write, fully decided.
public struct Change: Hashable, Sendable, Codable {
    /// The setting that asks for it.
    public var setting: Setting.ID
    /// Where.
    public var knob: Knob
    /// What the knob held when the plan was made.
    public var before: Observation
    /// What is written: text, or nil to take the file away.
    public var text: String?
    /// What the knob must hold afterwards.
    public var target: Target
    /// Why.
    public var because: String

    /// What makes it live.
    public var activation: Activation { target.activation }

    /// A change.
    public init(
        setting: Setting.ID,
        knob: Knob,
        before: Observation,
        text: String?,
        target: Target,
        because: String
    ) {
        self.setting = setting
        self.knob = knob
        self.before = before
        self.text = text
        self.target = target
        self.because = because
    }

    /// What gives the knob of a finding a value.
    public init(of finding: Finding, to value: Value) {
        let target = finding.desired.target
        self.init(
            setting: finding.desired.setting,
            knob: target.knob,
            before: finding.observation,
            text: target.knob.text(of: value),
            target: target,
            because: finding.desired.because
        )
    }
}

/// The writes in order, then each activation once. Printable, nothing left to choose.
public struct Plan: Hashable, Sendable, Codable {
    /// The writes, in the order in which they are made.
    public var changes: [Change]
    /// The units whose reload policy refuses: what is written for them waits for somebody else's.
    public var refusedReloads: Set<String> = []

    /// What makes them live, each once, in order; what is live by itself is left out.
    public var activations: [Activation] {
        var seen: Set<Activation> = [.immediate]
        return changes.map(\.activation).filter { !refuses($0) && seen.insert($0).inserted }
    }

    /// Whether policy refuses what would make a change live.
    public func refuses(_ activation: Activation) -> Bool {
        if case .reload(let unit) = activation { refusedReloads.contains(unit) } else { false }
    }

    /// Whether there is nothing to do.
    public var isEmpty: Bool { changes.isEmpty }

    /// A plan of these changes.
    public init(changes: [Change]) {
        self.changes = changes
    }

    /// What findings call for.
    ///
    /// - Parameters:
    ///   - twins: What the other knobs of pairs hold, of which the kernel sets one when the other is written.
    ///   - fragments: The writes that carry values of components; these follow them.
    public init(for findings: [Finding], beside twins: [Knob: Observation] = [:], carriedBy fragments: [Change] = []) {
        let due = findings.filter { $0.restraint == nil }.compactMap { finding -> Change? in
            guard let value = finding.desired.target.bound.written else { return nil }
            let carrier = finding.desired.target.knob.carrier
            guard carrier == nil || fragments.contains(where: { $0.knob.reader == carrier }) else { return nil }
            return Change(of: finding, to: value)
        }
        var ordered = Coupling.completed(Coupling.ordered(due), beside: twins)
        for fragment in fragments {
            let first = ordered.firstIndex { $0.knob.carrier != nil && $0.knob.carrier == fragment.knob.reader }
            ordered.insert(fragment, at: first ?? ordered.endIndex)
        }
        changes = ordered
    }
}

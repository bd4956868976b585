/// What a knob held before it was first written: one line of the ledger.
public struct Original: Hashable, Sendable, Codable {
    /// The setting that first asked for a write.
    public var setting: Setting.ID
    /// The knob.
    public var knob: Knob
    /// What it held, byte for byte; nil if it was not there.
    public var text: String?
    /// The boot in which it held that, for a knob that a reboot resets.
    public var boot: String?
    /// What was last about to be written there; nil if the knob was about to be taken away.
    public var written: String?
    /// What makes a value written there live; nil where it is live at once.
    public var activation: Activation?
    /// The file that the knob is a part of, before nodekeel first wrote any part of it; nil for a knob that is no part.
    public var document: Document?
    /// When it was recorded, in seconds since 1970.
    public var recordedAt: Int64

    /// A file of which nodekeel writes single keys.
    public struct Document: Hashable, Sendable, Codable {
        /// What it held; nil if it was not there.
        public var text: String?

        /// A file that held this.
        public init(text: String?) {
            self.text = text
        }
    }

    /// The original of a knob that is about to be changed for the first time.
    public init(of change: Change, at now: Moment) {
        setting = change.setting
        knob = change.knob
        if case .value(_, let text, _) = change.before { self.text = text }
        boot = change.knob.isResetByReboot ? now.boot : nil
        written = change.text
        activation = change.activation == .immediate ? nil : change.activation
        recordedAt = now.epochSeconds
    }

    /// The same original after another write is planned.
    ///
    /// A value that a reboot gave back is a new original; one that we wrote ourselves, in this boot or by files that
    /// hold over a reboot, is not.
    public func continued(by change: Change, at now: Moment) -> Original {
        if knob.isResetByReboot, case .value(let value, let before, _) = change.before {
            let isOfAnotherLife = boot != now.boot || isOfAnotherProcess(than: before)
            // A new process that began as the old one did needs no new record, and no wait for the disk.
            let isAlike = boot == now.boot && text.map { knob.value(of: $0) } == value
            if isOfAnotherLife, !isOurs(value), !isAlike { return Original(of: change, at: now) }
        }
        var original = self
        original.written = change.text
        original.boot = knob.isResetByReboot ? now.boot : nil
        return original
    }

    /// The same original after the knob was seen in a boot.
    ///
    /// Our own value in a boot in which nothing was written yet is there by files that hold over a reboot. Without them
    /// the knob would hold its original, which is of that boot too from then on: what comes after it is a drift.
    fileprivate func seen(holding value: Value, in boot: String) -> Original {
        guard knob.isResetByReboot, self.boot != boot, isOurs(value) else { return self }
        var original = self
        original.boot = boot
        return original
    }

    /// Whether a value is the one that we wrote.
    func isOurs(_ value: Value) -> Bool {
        written.map { knob.value(of: $0) == value } ?? false
    }

    /// Whether this is what processes held that have ended since: those that are there now started with priorities of
    /// their own.
    func isOfAnotherProcess(than present: String) -> Bool {
        guard case .priority = knob, let now = ThreadPriorities(present), let then = text.flatMap(ThreadPriorities.init)
        else { return false }
        return !now.overlap(then)
    }
}

extension [Original] {
    /// The originals after some findings of this boot.
    public func seen(in findings: [Finding], at now: Moment) -> [Original] {
        guard contains(where: { $0.knob.isResetByReboot && $0.boot != now.boot }) else { return self }
        let values = Dictionary(
            findings.compactMap { finding in finding.observation.value.map { (finding.desired.target.knob, [$0]) } },
            uniquingKeysWith: +
        )
        return map { original in
            values[original.knob, default: []].reduce(original) { $0.seen(holding: $1, in: now.boot) }
        }
    }
}

extension Plan {
    /// What gives every knob back what it held before nodekeel first wrote it, the last written first.
    ///
    /// A knob that a reboot has reset meanwhile already holds what it would without nodekeel, and is left as it is.
    ///
    /// - Parameter release: What happens to what fragments carry among them; nil where there are none.
    public init(
        reverting originals: [Original],
        observed: [Knob: Observation],
        releasing release: FragmentRelease? = nil,
        at now: Moment
    ) {
        let owed = originals.reversed().compactMap { original -> Change? in
            let before = observed[original.knob] ?? .missing
            if let release, release.isCarried(original) { return release.change(for: original, from: before) }
            guard original.isOwed(before, at: now) else { return nil }
            return Change(
                setting: original.setting,
                knob: original.knob,
                before: before,
                text: original.text,
                target: Target(original.knob, original.bound, activation: original.activation ?? .immediate),
                because: original.text == nil ? "it was not there before nodekeel" : "it held this before nodekeel"
            )
        }
        // A fragment before what it carries.
        changes =
            owed.filter { $0.knob.reader != nil }
            + Coupling.ordered(owed.filter { $0.knob.reader == nil }, isUndo: true)
    }
}

extension Original {
    /// What the knob must hold to be back at its original. Of threads that differed some may have ended.
    fileprivate var bound: Bound {
        guard let text else { return .oneOf([]) }
        let value = knob.value(of: text)
        guard case .priority = knob, let threads = ThreadPriorities(text), case .list = value else {
            return .exactly(value)
        }
        return .oneOf([value] + threads.processes.map(\.common))
    }

    /// Whether the knob holds something else than its original, because of us or of somebody after us.
    fileprivate func isOwed(_ before: Observation, at now: Moment) -> Bool {
        switch before {
        // Nobody knows what it holds: acting says so, and the original is kept until it can go back.
        case .unreadable: true
        // A unit that was stopped meanwhile has its weight again when it starts.
        case .missing where knob.isResetByReboot: boot == now.boot && knob.isMadeByWriting
        case .missing: text != nil && knob.isMadeByWriting
        case .value(let value, let present, _):
            if knob.isResetByReboot {
                (boot == now.boot && !isOfAnotherProcess(than: present) || isOurs(value))
                    && (text != nil || knob.isMadeByWriting) && text.map { knob.value(of: $0) } != value
            } else {
                present != text
            }
        }
    }
}

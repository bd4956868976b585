public import Node
public import Tuning

/// Undoing a trial that nobody confirmed: every knob gets back what it held before it, and the settings step aside.
public struct Undoing: Sendable {
    /// The trial.
    public let trial: Trial

    /// Undoes a trial.
    public init(_ trial: Trial) {
        self.trial = trial
    }

    /// Gives the knobs back, holds the settings until the next apply by hand, and ends the trial.
    ///
    /// - Throws: ``LedgerError``; the trial is still open then.
    public func carryOut(
        on node: Node,
        ledger: inout Ledger,
        holding lock: borrowing NodeLock
    ) throws(LedgerError) -> [CarriedOut] {
        let now = node.moment
        // What a fragment carries is given back with it, whole; a main file gets back its fields alone.
        let originals = trial.originals.filter { $0.knob.carrier == nil }
        let observed = originals.map { ($0.knob, node.observe($0.knob, facts: Facts())) }
        let mainFiles = originals.map(\.knob).filter(\.isMainFile).compactMap { knob in
            node.fragment(knob, among: trial.originals).map { (knob, $0) }
        }
        let plan = Plan(
            reverting: originals,
            observed: Dictionary(observed) { first, _ in first },
            releasing: FragmentRelease(
                of: nil,
                ledger: trial.originals,
                fragments: Dictionary(mainFiles) { first, _ in first }
            ),
            at: now
        )
        let holds = trial.settings.map {
            Hold(setting: $0, reason: "tried and not confirmed", isFromRevert: true, endsAt: nil)
        }
        try ledger.hold(holds, holding: lock)
        let recorded = try ledger.record(givingBack: plan, at: now, holding: lock)
        let outcomes = node.carryOut(recorded, facts: Facts(), holding: lock)
        try ledger.forget(outcomes.givenBack(among: Set(trial.firstWritten)), holding: lock)
        try Trial.end(on: node, holding: lock)
        return outcomes
    }
}

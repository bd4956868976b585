public import Node
public import Tuning

/// Giving knobs back what they held before nodekeel first wrote them: apply, with the ledger as the source of desired.
public struct Reverting: Sendable {
    /// The settings whose knobs are given back.
    public let settings: [Setting.ID]
    /// The writes.
    public let plan: Plan
    /// When it was planned.
    public let moment: Moment
    /// The originals that need no write: the knob holds them already, or a reboot has reset it since.
    public let untouched: [Original]
    /// The originals of flags in manifests of static pods: nodekeeld gives them back, since that restarts the pods.
    public let leftToService: [Original]
    private let knobs: Set<Knob>

    /// What reverting some settings means now; nil for all that the ledger knows.
    public init(_ chosen: [Setting.ID]?, of node: Node, ledger: Ledger) {
        let now = node.moment
        let known = ledger.originals.filter { !$0.knob.isOfManifest }
        let fragments = known.map(\.knob).compactMap { knob in
            node.fragment(knob, among: known).map { (knob, $0) }
        }
        let release = FragmentRelease(
            of: chosen,
            ledger: known,
            fragments: Dictionary(fragments) { first, _ in first }
        )
        let originals = release.originals
        let observed = originals.map { ($0.knob, node.observe($0.knob, facts: Facts())) }
        moment = now
        knobs = Set(originals.map(\.knob)).subtracting(release.kept)
        plan = Plan(
            reverting: originals,
            observed: Dictionary(observed) { first, _ in first },
            releasing: release,
            at: now
        )
        let changed = Set(plan.changes.map(\.knob))
        untouched = originals.filter { !changed.contains($0.knob) }
        leftToService = ledger.originals.filter { original in
            original.knob.isFlag && chosen.map { $0.contains(original.setting) } ?? true
        }
        var seen: Set<Setting.ID> = []
        settings = chosen ?? (originals + leftToService).map(\.setting).filter { seen.insert($0).inserted }
    }

    /// Steps aside from the settings, gives back the originals, and forgets those that are back.
    ///
    /// - Throws: ``LedgerError``; the originals that are not back are still in the ledger then.
    public func carryOut(
        on node: Node,
        ledger: inout Ledger,
        holding lock: borrowing NodeLock
    ) throws(LedgerError) -> [CarriedOut] {
        let holds = settings.map { Hold(setting: $0, reason: "reverted", isFromRevert: true, endsAt: nil) }
        try ledger.hold(holds, holding: lock)
        let recorded = try ledger.record(givingBack: plan, at: moment, holding: lock)
        let outcomes = node.carryOut(recorded, facts: Facts(), holding: lock)
        try ledger.forget(outcomes.givenBack(among: knobs), holding: lock)
        return outcomes
    }
}

extension Knob {
    /// Whether it is a static pod's manifest, or a flag in one.
    fileprivate var isOfManifest: Bool { reader == .staticPod || isFlag }
}

import Catalogue
public import Tuning

/// What a node is and how it stands to what is wanted of it.
public struct Examination: Sendable {
    /// When.
    public let moment: Moment
    /// What the node is.
    public let facts: Facts
    /// The policy as it held there.
    public let inForce: PolicyInForce
    /// The settings that do not apply.
    public let leftAlone: [LeftAlone]
    /// How every knob stands to what is wanted of it.
    public let findings: [Finding]
    /// What the knobs hold that the kernel sets when one of the findings' is written.
    var twins: [Knob: Observation] = [:]
    /// The writes of fragments that are due.
    var fragments: [Change] = []
    /// The manifests of static pods that are to be edited, each with what speaks against it now.
    public var manifests: [RestartSubject] = []
    /// What is held.
    var holds: [Hold] = []
    /// What the wildcards of policy stood for.
    var expansions: [KnobPattern: KnobExpansion] = [:]

    /// The writes that this calls for.
    public var plan: Plan {
        var plan = Plan(for: findings, beside: twins, carriedBy: fragments)
        plan.refusedReloads = Set(inForce.policy.reloads.filter { !$0.value }.keys)
        return plan
    }

    /// The units whose restart makes something live that is written already or by the plan, each once.
    public var unitsAwaitingRestart: [String] {
        let written = findings.unitsAwaitingRestart
        return written + plan.unitsAwaitingRestart.filter { !written.contains($0) }
    }

    /// Whether every setting that this run is about is met.
    public var isAllChosenMet: Bool {
        findings.allSatisfy { $0.verdict == .met || $0.desired.isLeftOut }
    }

    /// The same, of a node of which something is known better since.
    func knowing(_ facts: Facts) -> Examination {
        Examination(
            moment: moment,
            facts: facts,
            inForce: inForce,
            leftAlone: leftAlone,
            findings: findings,
            twins: twins,
            fragments: fragments,
            manifests: manifests,
            holds: holds
        )
    }

    /// What is asked otherwise here than in another examination of the same node: the rest is left out.
    public func differences(from earlier: Examination) -> Examination {
        let asked = Dictionary(
            earlier.findings.map { (Report.Key($0.desired), $0.desired) },
            uniquingKeysWith: { first, _ in first }
        )
        return Examination(
            moment: moment,
            facts: facts,
            inForce: inForce,
            leftAlone: leftAlone.filter { !earlier.leftAlone.contains($0) },
            findings: findings.filter { finding in
                let before = asked[Report.Key(finding.desired)]
                return before?.target != finding.desired.target || before?.mode != finding.desired.mode
            },
            twins: twins,
            fragments: fragments,
            manifests: manifests,
            holds: holds
        )
    }

    /// The holds by which settings in mode `yield` step aside from what a person has just changed.
    ///
    /// - Parameter isComplete: whether every write since the last pass is known, as far as any is.
    public func yielded(seeingAll isComplete: Bool) -> [Hold] {
        findings.compactMap { $0.yielding(at: moment, seeingAll: isComplete) }
    }
}

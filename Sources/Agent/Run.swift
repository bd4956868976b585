public import Node
public import Tuning

/// The pipeline on one node under one policy: facts → desired → observe → judge → plan → record → act → report.
///
/// `check` and `plan` are `apply` stopped earlier; there is no other difference, and no flag that makes one.
public struct Run<Place: NodeReading>: Sendable {
    /// The node.
    public let node: Place
    /// The policy.
    public let policy: ReadPolicy
    /// The settings that may be written.
    public let choice: Choice

    /// A run on a node under a policy.
    public init(on node: Place, under policy: ReadPolicy, choosing choice: Choice = .everything) {
        self.node = node
        self.policy = policy
        self.choice = choice
    }

    /// Facts, what is wanted, what the knobs say, and how the one stands to the other.
    ///
    /// - Parameter writes: What others were seen to write since the last pass, the oldest first. It is asked when the knobs
    ///   have been read: the kernel tells of a write before it takes the value, so that whatever was found there is told.
    /// - Throws: ``PolicyError`` where the policy cannot be used on this node, as when a formula divides by zero here.
    public func examine(
        holds: [Hold],
        after previous: Report?,
        writes: () -> [KnobWrite] = { [] }
    ) throws(PolicyError) -> Examination {
        let facts = node.facts(in: policy.policy.cluster)
        let objection = policy.policy.rollout.flatMap(node.reasonAgainst)
        var expansions: [KnobPattern: KnobExpansion] = [:]
        let inForce = try policy.inForce(on: facts, against: objection) { pattern in
            let expansion = node.knobs(matching: pattern)
            if pattern.isGlob { expansions[pattern] = expansion }
            return expansion
        }
        var examination = try examine(facts, under: inForce, holds: holds, after: previous, writes: writes)
        examination.expansions = expansions
        return examination
    }

    /// The same under a policy whose formulas are computed already, for a node on which they cannot be any more.
    ///
    /// - Throws: ``PolicyError`` where two settings want different values of one knob.
    public func examine(
        under inForce: PolicyInForce,
        holds: [Hold],
        after previous: Report?,
        writes: () -> [KnobWrite] = { [] }
    ) throws(PolicyError) -> Examination {
        let facts = node.facts(in: inForce.policy.cluster)
        return try examine(facts, under: inForce, holds: holds, after: previous, writes: writes)
    }

    private func examine(
        _ facts: Facts,
        under inForce: PolicyInForce,
        holds: [Hold],
        after previous: Report?,
        writes: () -> [KnobWrite]
    ) throws(PolicyError) -> Examination {
        let now = node.moment
        let wishes = try inForce.wishes(for: facts, holds: holds, choosing: choice)
        let judging = Judging(facts: facts, settings: inForce.settings, now: now)
        let before = previous?.findings(in: now.boot) ?? []
        var places = FindingPlaces()
        let observations = node.observe(wishes.desired.map { $0.target.knob }, facts: facts)
        let attributing =
            Attributing(node: node as? Node, writes: writes(), facts: facts, since: previous?.moment, at: now)
        let judged = wishes.desired.enumerated().map { index, desired in
            let earlier = places.place(of: desired, guess: index, in: before).map { before[$0] }
            return attributing.attributed(judging.judge(desired, observations[index], after: earlier), after: earlier)
        }
        let (settled, manifests) = withManifests(judged, on: facts, under: inForce.policy)
        var (findings, fragments) = refusing(settled.withFragments(on: facts, editing: editing(facts)), on: facts)
        for index in fragments.indices where fragments[index].knob.reader != nil {
            fragments[index].before = node.observe(fragments[index].knob, facts: facts)
        }
        fragments.removeAll { $0.knob.isMainFile && $0.before.value == $0.text.map($0.knob.value(of:)) }
        let readers = Set(fragments.compactMap(\.knob.reader))
        fragments.removeAll { $0.knob.carrier.map { !readers.contains($0) } ?? false }
        var twins: [Knob: Observation] = [:]
        for finding in findings {
            guard let twin = Coupling.twin(of: finding.desired.target.knob) else { continue }
            twins[twin] = node.observe(twin, facts: facts)
        }
        return Examination(
            moment: now,
            facts: facts,
            inForce: inForce,
            leftAlone: wishes.leftAlone,
            findings: findings,
            twins: twins,
            fragments: fragments,
            manifests: manifests,
            holds: holds
        )
    }

    /// What sets fields in the kubelet's main file, as its text is now.
    private func editing(_ facts: Facts) -> KubeletFileEdit {
        guard let path = facts.kubelet?.fragment?.path else { return noKubeletFile }
        let knob = Knob.fragment(of: .kubelet, path)
        guard knob.isMainFile else { return noKubeletFile }
        let observation = node.observe(knob, facts: facts)
        return { fragment throws(Refusal) in
            switch observation {
            case .value(_, let text, _): try KubeletFileText.setting(fragment, in: text, of: path)
            case .missing: throw Refusal("'\(path)' is gone")
            case .unreadable(let reason): throw Refusal("'\(path)': \(reason)")
            }
        }
    }

    /// The report of an examination, with what became of the changes that it called for, and what there is to tell.
    public func report(_ examination: Examination, outcomes: [CarriedOut], after previous: Report?) -> Applied {
        let written = Dictionary(outcomes.map { ($0.change.knob, $0) }, uniquingKeysWith: { _, last in last })
        let settings = examination.inForce.settings
        let judging = Judging(facts: examination.facts, settings: settings, now: examination.moment)
        var settled = examination.findings
        let changed = settled.indices.filter { written[settled[$0].desired.target.knob] != nil }
        let observations = node.observe(changed.map { settled[$0].desired.target.knob }, facts: examination.facts)
        for (index, observation) in zip(changed, observations) {
            let finding = settled[index]
            let before = written[finding.desired.target.knob].map(finding.put(right:))
            settled[index] = judging.judge(finding.desired, observation, after: before ?? finding)
        }
        let events = Event.transitions(
            from: previous,
            judged: examination.findings,
            settled: &settled,
            outcomes: outcomes,
            at: examination.moment
        )
        let report = Report(
            nodekeelVersion: nodekeelVersion,
            moment: examination.moment,
            findings: settled,
            leftAlone: examination.leftAlone,
            outcomes: outcomes
        )
        return Applied(report: report, events: events)
    }
}

extension Run where Place == Node {
    /// How findings stand now, asked again of their knobs alone, for a process that has just started: reading facts
    /// takes longer than it may wait.
    ///
    /// Effects are not judged anew: that takes facts. The pass that follows does it.
    public func reexamine(_ findings: [Finding], under inForce: PolicyInForce, holds: [Hold]) -> Examination {
        let now = node.moment
        let facts = Facts()
        let again = findings.map { finding in
            var desired = finding.desired
            desired.hold = holds.first { $0.covers(desired) }
            let observation = node.observe(desired.target.knob, facts: facts)
            return Finding(judging: desired, observed: observation, at: now, after: finding) { _, _ in
                finding.effect ?? .effective
            }
        }
        return Examination(moment: now, facts: facts, inForce: inForce, leftAlone: [], findings: again)
    }

    /// Carries out what an examination calls for; the originals are on disk before the first write.
    ///
    /// - Parameter isEnded: which holds end with it.
    /// - Throws: ``LedgerError``; nothing has been written then, and no hold has ended.
    public func apply(
        _ examination: Examination,
        ledger: inout Ledger,
        after previous: Report?,
        ending isEnded: (Hold) -> Bool = { _ in false },
        holding lock: borrowing NodeLock
    ) throws(LedgerError) -> Applied {
        let plan = examination.plan
        try noteFormerFiles(examination, before: plan)
        let seen = (previous?.findings(in: examination.moment.boot) ?? []) + examination.findings
        let recorded = try ledger.record(
            plan,
            seen: seen,
            ending: isEnded,
            at: examination.moment,
            holding: lock
        )
        let outcomes = node.carryOut(recorded, facts: examination.facts, holding: lock)
        // What a component took is seen only by asking it again, and a fragment changes what a component computes.
        let isStale = outcomes.contains { outcome in
            if case .reload = outcome.change.activation { true } else { outcome.change.knob.reader != nil }
        }
        guard isStale else { return report(examination, outcomes: outcomes, after: previous) }
        let facts = node.facts(in: examination.inForce.policy.cluster)
        return report(examination.knowing(facts), outcomes: outcomes, after: previous)
    }
}

/// How findings of one moment are made.
private struct Judging {
    let facts: Facts
    let now: Moment
    private let effects: [Setting.ID: @Sendable (Facts, Target, Value) -> Effect]

    init(facts: Facts, settings: [Setting], now: Moment) {
        self.facts = facts
        self.now = now
        effects = Dictionary(settings.map { ($0.id, $0.effect) }, uniquingKeysWith: { first, _ in first })
    }

    func judge(_ desired: Desired, _ observation: Observation, after previous: Finding?) -> Finding {
        Finding(
            judging: desired,
            observed: observation,
            at: now,
            after: previous,
            effect: { target, value in effects[desired.setting]?(facts, target, value) ?? .effective }
        )
    }
}

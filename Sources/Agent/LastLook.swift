public import Node
public import Tuning

/// What a pass went by. While a later one finds the same there is nothing to judge, plan, tell or write anew, and it costs
/// what reading costs.
public struct LastLook: Sendable {
    /// A hash of the facts: the facts themselves would take memory between passes.
    private let facts: Int
    private let inForce: PolicyInForce
    private let holds: [Hold]
    /// What the wildcards of policy stood for.
    private let expansions: [KnobPattern: KnobExpansion]
    /// What knobs held that are looked at beside those of the findings.
    private let beside: [Knob: Observation]
    private let ledger: FileStatus?

    /// What an examination went by that called for no write, with the report that was made of it; nil where the next pass
    /// may come to something else although nothing changes.
    public init?(of examination: Examination, _ report: Report, on node: Node) {
        let facts = examination.facts
        guard
            report.findings.allSatisfy(\.isAtRest),
            // What is measured from pass to pass, and what waits for a time to come.
            facts.etcd.isEmpty, facts.apiserverTalkers?.isEmpty ?? true,
            examination.manifests.isEmpty, facts.restartSubjects(report.findings).isEmpty,
            examination.fragments.allSatisfy({ $0.knob.reader != nil })
        else { return nil }
        self.facts = facts.hashValue
        inForce = examination.inForce
        holds = examination.holds
        expansions = examination.expansions
        beside = examination.fragments.reduce(into: examination.twins) { $0[$1.knob] = $1.before }
        ledger = try? node.root.status(of: Ledger.path)
    }

    /// Looks again, by the same policy: what is found otherwise than the last report has it, by its place there, where
    /// that is nothing but readings that move by themselves and come to the same. Nil where it takes a whole pass.
    public func glance(at node: Node, after report: Report) -> [Int: Finding]? {
        let now = node.moment
        guard
            now.boot == report.moment.boot,
            holds.allSatisfy({ $0.isInForce(at: now) }),
            (try? node.root.status(of: Ledger.path)) == ledger,
            expansions.allSatisfy({ node.knobs(matching: $0.key) == $0.value })
        else { return nil }
        let facts = node.facts(in: inForce.policy.cluster)
        guard
            facts.hashValue == self.facts,
            beside.allSatisfy({ node.observe($0.key, facts: facts) == $0.value })
        else { return nil }
        var moved: [Int: Finding] = [:]
        var reading = KernelFileReading(of: node.root)
        for index in report.findings.indices {
            let knob = report.findings[index].desired.target.knob
            let observation = reading.observe(knob) ?? node.observe(knob, facts: facts)
            guard observation != report.findings[index].observation else { continue }
            let before = report.findings[index]
            let finding = Finding(judging: before.desired, observed: observation, at: now, after: before) {
                inForce.effect(of: before.desired, $0, $1, on: facts)
            }
            guard knob.isReadOnly, finding.isAtRest, finding.comesToTheSame(as: before) else { return nil }
            moved[index] = finding
        }
        return moved
    }
}

extension PolicyInForce {
    /// Whether a value that a knob holds does anything.
    fileprivate func effect(of desired: Desired, _ target: Target, _ value: Value, on facts: Facts) -> Effect {
        settings.first { $0.id == desired.setting }?.effect(facts, target, value) ?? .effective
    }
}

extension Finding {
    /// Whether time alone changes nothing about it: there is nothing to tell that is not told, and no pause that ends.
    fileprivate var isAtRest: Bool {
        (verdict == .met || standing.isTold) && standing.contestedUntil == nil && standing.contests == 0
    }

    /// Whether it differs in nothing but what was read.
    fileprivate func comesToTheSame(as other: Finding) -> Bool {
        var finding = self
        finding.observation = other.observation
        finding.attribution = other.attribution
        finding.obstacle = other.obstacle
        return finding == other
    }
}

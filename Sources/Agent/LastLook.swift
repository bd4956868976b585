import Catalogue
public import Node
public import Tuning

/// What a pass went by. While a later one finds the same there is nothing to judge, plan, tell or write anew, and it costs
/// what reading costs.
public struct LastLook {
    /// What a later look found.
    public struct Glance: Sendable {
        /// What the node is.
        public let facts: Facts
        /// What is found otherwise than the last report has it, by its place there: nothing but readings that move by
        /// themselves and come to the same.
        public let moved: [Int: Finding]
    }

    /// Hashes of the facts, and of those that stay while nothing happens: the facts themselves would take memory between
    /// passes.
    private var facts: Int
    private let steadyFacts: Int
    private let inForce: PolicyInForce
    /// What the catalogue's settings wanted.
    private var wishes: Wishes
    private let holds: [Hold]
    /// What the wildcards of policy stood for.
    private let expansions: [KnobPattern: KnobExpansion]
    /// What knobs held that are looked at beside those of the findings.
    private let beside: [Knob: Observation]
    private let ledger: FileStatus?
    /// The sysctls of the findings.
    private let sysctls: OpenSysctls

    /// What an examination went by that called for no write, with the report that was made of it; nil where the next pass
    /// may come to something else although nothing changes. What waits for a restart is not asked here: see
    /// ``Restarting/isAtRest``.
    ///
    /// - Parameter ledger: the ledger's file before it was read, nil where there was none: what was written into it since
    ///   is news.
    public init?(of examination: Examination, _ report: Report, ledger: FileStatus?, on node: Node) {
        let facts = examination.facts
        inForce = examination.inForce
        holds = examination.holds
        wishes = inForce.catalogueWishes(for: facts, holds: holds)
        guard
            report.findings.allSatisfy(\.isAtRest),
            zip(wishes.desired, report.findings).allSatisfy({ Report.Key($0) == Report.Key($1.desired) }),
            // What is measured from pass to pass.
            facts.etcd.isEmpty,
            examination.fragments.allSatisfy({ $0.knob.reader != nil })
        else { return nil }
        self.facts = facts.hashValue
        steadyFacts = facts.steady.hashValue
        expansions = examination.expansions
        beside = examination.fragments.reduce(into: examination.twins) { $0[$1.knob] = $1.before }
        self.ledger = ledger
        sysctls = OpenSysctls(of: node.root, count: report.findings.count)
    }

    /// Looks again, by the same policy; nil where it takes a whole pass.
    public mutating func glance(at node: Node, after report: Report) -> Glance? {
        let now = node.moment
        guard
            now.boot == report.moment.boot,
            holds.allSatisfy({ $0.isInForce(at: now) }),
            (try? node.root.status(of: Ledger.path)) == ledger,
            expansions.allSatisfy({ node.knobs(matching: $0.key) == $0.value })
        else { return nil }
        let facts = node.facts(in: inForce.policy.cluster)
        let isMoving = facts.hashValue != self.facts
        let wishes = isMoving ? inForce.catalogueWishes(for: facts, holds: holds) : self.wishes
        guard
            !isMoving
                || !inForce.hasFormulas && facts.steady.hashValue == steadyFacts
                    && wishes.leftAlone == self.wishes.leftAlone && wishes.desired.count == self.wishes.desired.count,
            beside.allSatisfy({ node.observe($0.key, facts: facts) == $0.value })
        else { return nil }
        var moved: [Int: Finding] = [:]
        var reading = KernelFileReading(of: node.root)
        for index in report.findings.indices {
            let before = report.findings[index]
            let knob = before.desired.target.knob
            let isWishedAnew =
                isMoving && index < wishes.desired.count && wishes.desired[index] != self.wishes.desired[index]
            if !isWishedAnew, sysctls.stillSays(before.observation, knob, at: index) { continue }
            let observation = reading.observe(knob) ?? node.observe(knob, facts: facts)
            guard isWishedAnew || observation != before.observation else { continue }
            guard
                let desired = isWishedAnew
                    ? before.desired.reasoned(as: wishes.desired[index], insteadOf: self.wishes.desired[index])
                    : before.desired
            else { return nil }
            var finding = Finding(judging: desired, observed: observation, at: now, after: before) {
                inForce.effect(of: desired, $0, $1, on: facts)
            }
            finding.attribution = before.attribution
            finding.obstacle = before.obstacle
            guard knob.isReadOnly, finding.isAtRest, finding.comesToTheSame(as: before) else { return nil }
            moved[index] = finding
        }
        self.facts = facts.hashValue
        self.wishes = wishes
        return Glance(facts: facts, moved: moved)
    }
}

extension PolicyInForce {
    /// What the settings of the catalogue want: those that look at facts, where policy has no formula.
    fileprivate func catalogueWishes(for facts: Facts, holds: [Hold]) -> Wishes {
        Wishes(of: Array(settings.prefix(catalogue.count)), for: facts, under: policy, holds: holds)
    }

    /// Whether a value that a knob holds does anything.
    fileprivate func effect(of desired: Desired, _ target: Target, _ value: Value, on facts: Facts) -> Effect {
        settings.first { $0.id == desired.setting }?.effect(facts, target, value) ?? .effective
    }
}

extension Desired {
    /// The same for the reasons of a later wish, which differs from the former in nothing else; nil if it does.
    fileprivate func reasoned(as wish: Desired, insteadOf former: Desired) -> Desired? {
        var renewed = former
        renewed.because = wish.because
        renewed.cautions = wish.cautions
        guard renewed == wish, because == former.because, cautions == former.cautions else { return nil }
        renewed = self
        renewed.because = wish.because
        renewed.cautions = wish.cautions
        return renewed
    }
}

extension Finding {
    /// Whether time alone changes nothing about it: there is nothing to tell that is not told, and no pause that ends.
    fileprivate var isAtRest: Bool {
        (verdict == .met || standing.isTold) && standing.contestedUntil == nil && standing.contests == 0
    }

    /// Whether it differs in nothing but what was read, and the reasons that are made of that.
    fileprivate func comesToTheSame(as other: Finding) -> Bool {
        var finding = self
        finding.desired = other.desired
        finding.observation = other.observation
        return finding == other
    }
}

public import Node
public import Tuning

/// What the knobs of a node said, to travel with its facts: so that a plan made elsewhere is the plan made there.
///
/// Every sysctl is in it, since a policy that is still to be written may ask for any; of the other knobs those that the
/// catalogue and the node's own policy ask for.
public struct NodeObservations: Hashable, Sendable, Codable {
    /// When the knobs were read.
    public var moment: Moment
    /// Whether they are those of a machine, and not of a captured tree.
    public var isMachine: Bool
    /// What every sysctl said, by its path below `/proc/sys`.
    public var sysctls: [String: Observation]
    /// Whether there were more sysctls than are captured.
    public var isTruncated: Bool
    /// What other knobs said.
    public var knobs: [Reading]
    /// The operator's holds.
    public var holds: [Hold]
    /// What knobs held before nodekeel first wrote them.
    public var originals: [Original]
    /// The report of the last run.
    public var report: Report?

    /// A knob and what it said.
    public struct Reading: Hashable, Sendable, Codable {
        /// The knob.
        public var knob: Knob
        /// What it said.
        public var observation: Observation
    }

    /// Reads the knobs of a node.
    ///
    /// A policy that cannot be used here only means that no knobs are read beside those of the catalogue: the facts are
    /// what its author needs to see why.
    public init(of node: Node, under policy: ReadPolicy) {
        let ledger = try? Ledger(of: node)
        let found = node.allSysctls()
        moment = node.moment
        isMachine = node.root.isMachine
        sysctls = found.sysctls
        isTruncated = found.isTruncated
        holds = ledger?.holds(at: moment) ?? []
        originals = ledger?.originals ?? []
        report = LastReport.read(of: node)
        let policies = [policy, .silent]
        let examinations = policies.compactMap { policy in
            try? Run(on: node, under: policy).examine(holds: [], after: nil)
        }
        var seen: Set<Knob> = []
        knobs = examinations.flatMap(\.findings).compactMap { finding in
            let knob = finding.desired.target.knob
            if case .sysctl = knob { return nil }
            guard seen.insert(knob).inserted else { return nil }
            return Reading(knob: knob, observation: finding.observation)
        }
        let facts = examinations.first?.facts
        let fragments = [
            facts?.kubelet?.fragment.map { Knob.fragment(of: .kubelet, $0.path) },
            facts?.containerRuntime?.containerd?.fragment.map { Knob.fragment(of: .containerd, $0.path) },
        ]
        knobs += fragments.compactMap(\.self).map {
            Reading(knob: $0, observation: node.observe($0, facts: Facts()))
        }
    }

    /// The holds that an apply of some settings by hand would leave in force.
    public func holdsOutlivingApply(of choice: Choice) -> [Hold] { holds.filter { !$0.endsByApply(of: choice) } }
}

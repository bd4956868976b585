public import Node
public import Tuning

/// What a run reads of a node: the node it runs on, or what was captured of one that is elsewhere.
public protocol NodeReading: Sendable {
    /// The moment at which the node is judged.
    var moment: Moment { get }

    /// What the node is; `cluster` is what policy says where the node itself does not tell.
    func facts(in cluster: Cluster) -> Facts

    /// What a knob says.
    func observe(_ knob: Knob, facts: Facts) -> Observation

    /// What each of many knobs says.
    func observe(_ knobs: [Knob], facts: Facts) -> [Observation]

    /// Why a rollout lets this node not be changed yet; nil if it may be.
    func reasonAgainst(_ rollout: Rollout) -> String?

    /// The knobs that a pattern stands for.
    func knobs(matching pattern: KnobPattern) -> KnobExpansion
}

extension NodeReading {
    public func observe(_ knobs: [Knob], facts: Facts) -> [Observation] {
        knobs.map { observe($0, facts: facts) }
    }
}

extension Node: NodeReading {
    public func observe(_ knobs: [Knob], facts: Facts) -> [Observation] {
        var reading = KernelFileReading(of: root)
        return knobs.map { reading.observe($0) ?? observe($0, facts: facts) }
    }

    public func reasonAgainst(_ rollout: Rollout) -> String? {
        rollout.reasonAgainst(root.line(of: "/etc/machine-id").flatMap { $0 == "uninitialized" ? nil : $0 })
    }

    public func facts(in cluster: Cluster) -> Facts { Facts(reading: root, cluster: cluster) }
}

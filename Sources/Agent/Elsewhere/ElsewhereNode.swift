import Node
public import Tuning

/// A node that is elsewhere, with everything that a run reads of a node.
public struct ElsewhereNode: NodeReading {
    /// What was captured of it.
    public let observed: NodeObservations
    private let facts: Facts
    private let others: [Knob: Observation]

    /// The node of a capture.
    ///
    /// - Throws: ``NodeCaptureError`` for facts without the values of knobs.
    public init(_ capture: NodeCapture, file path: String) throws(NodeCaptureError) {
        guard let observed = capture.observed else {
            let reason = "they have no 'observed'; take them with `nodekeel facts --format json` on the node"
            throw NodeCaptureError(path: path, reason: reason)
        }
        self.observed = observed
        facts = capture.facts
        let readings = observed.knobs.map { ($0.knob, $0.observation) }
        others = Dictionary(readings, uniquingKeysWith: { first, _ in first })
    }

    public var moment: Moment { observed.moment }

    /// The facts as they were captured: what the node's own policy said of the cluster is in them.
    public func facts(in cluster: Cluster) -> Facts { facts }

    /// A capture has no machine ID: the plan is what will be done when the rollout has come there.
    public func reasonAgainst(_ rollout: Rollout) -> String? { nil }

    public func observe(_ knob: Knob, facts: Facts) -> Observation {
        switch knob {
        case .sysctl(let path): sysctl(path)
        // What a policy that is still to be written asks of the components is in the facts.
        case .kubeletField(let field): facts.kubelet?.observation(of: field) ?? .missing
        case .obsoleteFlags: facts.kubelet?.obsoleteFlagCount ?? .missing
        case .heartbeat: facts.kubelet?.heartbeatState ?? .missing
        case .runtime(let question): facts.containerRuntime?.answer(to: question) ?? .missing
        case .option(let option, let component): facts.option(option, of: component)
        case .sysfs, .file, .occupancy, .refusals, .kubeProxyStart, .priority, .weight, .dockerKey, .fragment:
            others[knob] ?? .unreadable(ElsewhereNode.notCaptured)
        }
    }

    private func sysctl(_ path: String) -> Observation {
        observed.sysctls[path] ?? (observed.isTruncated ? .unreadable(ElsewhereNode.notCaptured) : .missing)
    }

    public func knobs(matching pattern: KnobPattern) -> KnobExpansion {
        guard pattern.isGlob else { return .knobs([pattern.knob(pattern.path)]) }
        switch pattern.kind {
        case .sysctl where observed.isTruncated: return .unreadable(ElsewhereNode.notCaptured)
        case .sysctl:
            return ElsewhereNode.expansion(of: pattern, among: Array(observed.sysctls.keys))
        case .sysfs:
            let paths = others.keys.compactMap { knob -> String? in
                if case .sysfs(let path) = knob { path } else { nil }
            }
            guard paths.contains(where: pattern.matches(path:)) else { return .unreadable(ElsewhereNode.notCaptured) }
            return ElsewhereNode.expansion(of: pattern, among: paths)
        }
    }

    private static func expansion(of pattern: KnobPattern, among paths: [String]) -> KnobExpansion {
        let matching = paths.filter(pattern.matches(path:)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        guard matching.count <= Node.expansionLimit else {
            return .unreadable("more than \(Node.expansionLimit) paths match")
        }
        return .knobs(matching.map(pattern.knob))
    }

    private static let notCaptured =
        "it is not captured; take the facts under this policy: nodekeel facts --format json --policy FILE"
}

import Tuning

/// Who beside nodekeel sets a knob, as far as facts tell.
enum OtherWriters {
    /// The knob that kube-proxy writes at its start.
    private static let tableSize = Knob.sysctl("net/netfilter/nf_conntrack_max")
    /// The kernel's second name for it. sources: net/netfilter/nf_conntrack_standalone.c
    private static let otherName = "net/nf_conntrack_max"

    /// The `sysctl.d` lines that are about a knob, in the order in which they are applied.
    static func assignments(of knob: Knob, in facts: Facts) -> [SysctlAssignment] {
        let keys = knob.sysctlNames
        return facts.sysctlAssignments.filter { one in
            keys.contains { $0 == one.key || SysctlAssignment.standing(for: $0, among: [one]) != nil }
        }
    }

    /// Whether an assignment is about what nodekeel tunes.
    static func isOfConnectionTracking(_ assignment: SysctlAssignment) -> Bool {
        assignment.key.hasPrefix("net/netfilter/") || assignment.key == otherName
            || SysctlAssignment.standing(for: "net/netfilter/nf_conntrack_max", among: [assignment]) != nil
    }

    /// What a line does to a key.
    static func text(of assignment: SysctlAssignment) -> String {
        assignment.isExclusion
            ? "-\(assignment.key) (kept from wildcards)" : "\(assignment.key) = \(assignment.value)"
    }

    /// Assignments as rows: where, what, and whether a later one of the same key overrides it.
    static func table(of assignments: [SysctlAssignment]) -> Table {
        var table = Table(
            [.init(title: "", canWrap: true), .init(title: "", canWrap: true), .init(title: "")],
            indent: 3
        )
        for (index, one) in assignments.enumerated() {
            let isOverridden = assignments.dropFirst(index + 1).contains { $0.key == one.key }
            table.add([
                Span("\(one.path):\(one.line)"),
                Span(text(of: one), isOverridden ? .faint : .plain),
                Span(isOverridden ? "overridden below" : "", .faint),
            ])
        }
        return table
    }

    /// Whether kube-proxy writes this knob at all.
    static func kubeProxy(for knob: Knob, in facts: Facts) -> KubeProxyFacts? {
        knob == tableSize ? facts.kubeProxy : nil
    }

    /// Which kube-proxy runs, where, and on what.
    static func description(of kubeProxy: KubeProxyFacts) -> String {
        let source = kubeProxy.versionSource.map { " (\($0))" } ?? ""
        let parts: [String?] = [
            kubeProxy.version.map { $0 + source } ?? "of unknown version",
            kubeProxy.distribution.map { "inside \($0)" },
            kubeProxy.mode.map { "mode \($0)" } ?? "its default mode",
            kubeProxy.configPath.map { "reads \($0)" } ?? "runs on flags alone",
        ]
        return parts.compactMap(\.self).joined(separator: ", ")
    }

    /// What kube-proxy does to the table at its next start, why, and where that is changed.
    static func intention(of kubeProxy: KubeProxyFacts) -> String {
        if let reason = kubeProxy.unreadable { return "nobody can tell what it will do: \(reason)" }
        if let reason = kubeProxy.refusal { return "would not start as it is configured: \(reason)" }
        let conntrack = kubeProxy.conntrack
        let verb = conntrack.isRaiseOnly ? "raises \(tableSize) to at least" : "sets \(tableSize) to"
        let distribution = kubeProxy.distribution ?? "its distribution"
        let own = conntrack.willSet.map { "\(verb) \($0) at its next start" }
        let clauses: [String?] = [
            own ?? "leaves \(tableSize) alone at its next start",
            conntrack.distributionWillSet.map { "\(distribution) itself sets it to \($0)" },
        ]
        let reason = conntrack.because.isEmpty ? "" : ": \(conntrack.because)"
        let place = conntrack.origin.map { "; changed in \($0)" } ?? ""
        return clauses.compactMap(\.self).joined(separator: ", ") + reason + place
    }
}

/// A program of the control plane.
enum ControlPlaneProgram: String, CaseIterable, Sendable {
    case apiServer = "kube-apiserver"
    case controllerManager = "kube-controller-manager"
    case scheduler = "kube-scheduler"

    /// A flag that some releases do not have.
    struct Change: Sendable {
        let kind: FlagKind
        /// The first release of 1.x with it.
        var since: Int64 = 0
        /// The first release of 1.x without it; nil if the newest known has it.
        var until: Int64?
        /// What there is instead; empty for nothing.
        var instead = ""
    }

    /// What a flag takes in a release; nil for a flag that it does not have, or that is not known.
    func kind(of name: String, minor: Int64?) -> FlagKind? {
        guard let change = changes[name] else { return ControlPlaneProgram.kinds[self]?[name] }
        guard let minor else { return change.kind }
        return minor >= change.since && minor < change.until ?? .max ? change.kind : nil
    }

    /// What came and went, where that is known for sure.
    ///
    /// Source: changelogs of Kubernetes 1.22 to 1.37; kubernetes#113710, #115840, #117138, #138002.
    var changes: [String: Change] {
        switch self {
        case .apiServer:
            [
                "insecure-port": Change(kind: .int64, until: 24, instead: "clients use the secure port"),
                "insecure-bind-address": Change(kind: .address, until: 24, instead: "clients use the secure port"),
            ]
        case .controllerManager:
            [
                "pod-eviction-timeout": Change(kind: .duration, until: 27, instead: ControlPlaneProgram.tolerations),
                "enable-taint-manager": Change(kind: .bool, until: 27, instead: ControlPlaneProgram.tolerations),
                "concurrent-service-syncs": Change(
                    kind: .int32,
                    until: 37,
                    instead: "the cloud's own controller manager has it"
                ),
                "concurrent-job-syncs": Change(kind: .int32, since: 28),
                "concurrent-cron-job-syncs": Change(kind: .int32, since: 28),
                "port": Change(kind: .int64, until: 24), "address": Change(kind: .address, until: 24),
            ]
        case .scheduler:
            [
                "policy-config-file": Change(kind: .text, until: 23, instead: ControlPlaneProgram.profile),
                "policy-configmap": Change(kind: .text, until: 23, instead: ControlPlaneProgram.profile),
                "policy-configmap-namespace": Change(kind: .text, until: 23, instead: ControlPlaneProgram.profile),
                "use-legacy-policy-config": Change(kind: .bool, until: 23, instead: ControlPlaneProgram.profile),
                "algorithm-provider": Change(kind: .text, until: 23, instead: ControlPlaneProgram.profile),
                "port": Change(kind: .int64, until: 24), "address": Change(kind: .address, until: 24),
            ]
        }
    }

    private static let tolerations =
        "taints evict pods, after kube-apiserver's --default-not-ready-toleration-seconds and "
        + "--default-unreachable-toleration-seconds"
    private static let profile = "a KubeSchedulerConfiguration given by --config says how nodes are scored"

    /// The flags of any release.
    var names: [String] { Array((ControlPlaneProgram.kinds[self] ?? [:]).keys) }

    private static let kinds: [ControlPlaneProgram: [String: FlagKind]] = {
        let server = table(ControlPlaneFlagTable.apiServer)
        let manager = table(ControlPlaneFlagTable.controllerManager)
        // What all of them share, and the scheduler's own few.
        let shared = manager.filter { server[$0.key] != nil || isCommon($0.key) }
        let own: [String: FlagKind] = [
            "config": .text, "write-config-to": .text, "pod-max-in-unschedulable-pods-duration": .duration,
        ]
        return [.apiServer: server, .controllerManager: manager, .scheduler: shared.merging(own) { _, own in own }]
    }()

    private static func isCommon(_ name: String) -> Bool {
        ["leader-elect", "authentication-", "authorization-", "kube-api-"].contains(where: name.hasPrefix)
            || ["kubeconfig", "master"].contains(name)
    }

    private static func table(_ groups: [(kind: FlagKind, names: String)]) -> [String: FlagKind] {
        var table: [String: FlagKind] = [:]
        for group in groups { for name in group.names.split(separator: " ") { table[String(name)] = group.kind } }
        return table
    }
}

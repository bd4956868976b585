import Tuning

extension Setting {
    /// The scheduler is not asked to score nodes in a way that it has no more.
    ///
    /// The Policy of old notes (MostRequestedPriority and others, in a file or a ConfigMap) is gone since 1.23: its flags
    /// stop the scheduler, and then no pod is placed. A KubeSchedulerConfiguration with NodeResourcesFit and the strategy
    /// MostAllocated does the same today.
    /// Also written by: kubeadm's extraArgs.
    static let schedulerPolicy = Setting(
        id: "scheduler-policy",
        summary: "The scheduler is given no flag of the Policy that it has no more",
        why: """
            A flag that the scheduler does not have stops it at its next start, and no pod of the cluster is placed any \
            more. The Policy of old notes went with 1.23.
            """,
        unit: .none,
        sources: [
            "https://kubernetes.io/docs/reference/scheduling/config/",
            "Kubernetes 1.23 changelog: the Policy API of the scheduler is removed",
            "seeds 000_2970, 001_4c1d: a Policy with MostRequestedPriority",
        ],
        strictestMode: .observe
    ) { facts, _ in
        guard let scheduler = facts.controlPlane("kube-scheduler") else {
            return .leaveAlone(because: "no kube-scheduler is here")
        }
        let isPolicy = scheduler.number(of: ControlPlaneComponent.scoring) == .text("policy")
        let caution = scheduler.caution(
            "the Policy that it is given goes with 1.23",
            ["write a KubeSchedulerConfiguration and give it by --config"],
            in: facts
        )
        return .set(
            [Target(.option(ControlPlaneComponent.scoring, of: scheduler.program), .exactly(.text("profiles")))],
            because: "releases since 1.23 score nodes by profiles alone",
            cautions: [scheduler.refusalCaution, isPolicy ? caution : nil].compactMap { $0 }
        )
    }
}

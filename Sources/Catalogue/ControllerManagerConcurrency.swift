import Tuning

extension Parameter {
    /// The least number of workers for each kind of workload.
    static let workers = Parameter(
        "workers",
        "the least number of workers for deployments, replica sets, endpoint slices and jobs each",
        range: 1...1_000,
        preset: 5
    )
    /// The least number of workers for namespaces.
    static let namespaceWorkers = Parameter(
        "namespaceWorkers",
        "the least number of workers that empty namespaces which are deleted",
        range: 1...1_000,
        preset: 10
    )
}

extension Setting {
    /// The controllers work on enough objects at once.
    ///
    /// Five workers for every deployment of a cluster of thousands of nodes make a rollout wait for others' rollouts. More
    /// of them help only up to the client's own rate (controller-manager-api-rate). Old notes have flags that stop the
    /// program: `--concurrent-job-syncs-50`, and `--concurrent-service-syncs` since 1.37; `--concurrent-endpoint-syncs` is
    /// for the old Endpoints, the new slices are `--concurrent-service-endpoint-syncs`.
    /// Also written by: kubeadm's extraArgs.
    static let controllerManagerConcurrency = Setting(
        id: "controller-manager-concurrency",
        summary: "The controllers work on as many objects at once as are asked for",
        why: """
            With few workers a rollout waits for the rollouts of others, and services are sent to pods that are gone. What \
            a release does not take stops the controller manager at its next start, and with it every controller.
            """,
        unit: .none,
        sources: [
            "kube-controller-manager 1.36: the defaults of --concurrent-*-syncs; run with 57 values",
            "notes of a large cluster's operators (kubespray, 2022): 50 for workloads, 100 for namespaces",
            "kubernetes#117138 (jobs, 1.28), kubernetes#138002 (services, gone in 1.37)",
        ],
        parameters: [.workers, .namespaceWorkers],
        isOptIn: true
    ) { facts, parameters in
        guard let manager = facts.controlPlane("kube-controller-manager") else {
            return .leaveAlone(because: "no kube-controller-manager is here")
        }
        let workers = parameters[.workers]
        let wanted =
            ["deployment", "replicaset", "service-endpoint", "job"]
            .map { (name: "concurrent-\($0)-syncs", least: workers) }
            + [(name: "concurrent-namespace-syncs", least: parameters[.namespaceWorkers])]
        let few = manager.caution("it works on fewer objects at once than are asked for", raising: wanted, in: facts)
        return .set(
            manager.atLeast(wanted),
            because: "\(workers) workers for each kind of workload and \(wanted[4].least) for namespaces are asked for",
            cautions: [manager.refusalCaution, few].compactMap { $0 }
        )
    }
}

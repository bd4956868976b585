import Tuning

extension Parameter {
    /// The least rate of the controller manager's requests.
    static let controllerRequestsPerSecond = Parameter(
        "requestsPerSecond",
        "the least rate of requests that the controller manager may make, a second",
        range: 1...100_000,
        preset: 20
    )
}

extension Setting {
    /// The controllers may ask the API server as often as their workers need.
    ///
    /// All controllers together share one bucket of requests, which fills at `--kube-api-qps` a second and holds
    /// `--kube-api-burst`: a burst below the rate, as in old notes (500 and 100), clips every spike. Each synced object is
    /// several requests, so that more workers without a higher rate only wait.
    /// Also written by: kubeadm's extraArgs.
    static let controllerManagerAPIRate = Setting(
        id: "controller-manager-api-rate",
        summary: "The controllers may make as many requests as their workers need",
        why: """
            All controllers share one bucket of requests. When it is empty, rollouts, endpoints and garbage collection wait \
            for each other, however many workers they have.
            """,
        unit: .none,
        sources: [
            "kube-controller-manager 1.36: --kube-api-qps 20, --kube-api-burst 30; burst 0 is refused",
            "notes of a large cluster's operators (kubespray, 2022): 500 a second",
        ],
        parameters: [.controllerRequestsPerSecond],
        isOptIn: true
    ) { facts, parameters in
        guard let manager = facts.controlPlane("kube-controller-manager") else {
            return .leaveAlone(because: "no kube-controller-manager is here")
        }
        let rate = parameters[.controllerRequestsPerSecond]
        let wanted = [
            (name: "kube-api-qps", least: rate),
            (name: "kube-api-burst", least: max(rate, manager.known("kube-api-qps") ?? rate)),
        ]
        let few = manager.caution("its controllers wait for each other's requests", raising: wanted, in: facts)
        return .set(
            manager.atLeast(wanted),
            because: "\(rate) requests a second are asked for, and a burst of no less than the rate",
            cautions: [manager.refusalCaution, few].compactMap { $0 }
        )
    }
}

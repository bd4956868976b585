import Tuning

extension Parameter {
    /// The least number of requests that the API server serves at once.
    static let requestsInFlight = Parameter(
        "requestsInFlight",
        "the least number of reading requests that the API server serves at once",
        range: 1...1_000_000,
        preset: 400
    )
    /// The least number of changing requests that the API server serves at once.
    static let mutatingRequestsInFlight = Parameter(
        "mutatingRequestsInFlight",
        "the least number of changing requests that the API server serves at once",
        range: 1...1_000_000,
        preset: 200
    )
}

extension Setting {
    /// The API server serves as many requests at once as a node's kubelets and controllers need.
    ///
    /// Priority and fairness share out the sum of both limits, so that they are a number of seats and not a rate; with too
    /// few, requests wait and are refused with 429 while the machine is idle. `--apiserver-count` counts only with the
    /// `master-count` reconciler, which nothing uses any more; `--default-watch-cache-size` does nothing.
    /// Also written by: kubeadm's extraArgs.
    static let apiserverLimits = Setting(
        id: "apiserver-limits",
        summary: "The API server serves as many requests at once as are asked for",
        why: """
            Both limits together are the seats that priority and fairness share out. With too few of them requests wait \
            and are refused with 429 while the machine is idle.
            """,
        unit: .none,
        sources: [
            "kube-apiserver 1.36: --max-requests-inflight 400, --max-mutating-requests-inflight 200; run with 72 values",
            "https://kubernetes.io/docs/concepts/cluster-administration/flow-control/",
        ],
        parameters: [.requestsInFlight, .mutatingRequestsInFlight],
        isOptIn: true
    ) { facts, parameters in
        guard let server = facts.controlPlane("kube-apiserver") else {
            return .leaveAlone(because: "no kube-apiserver is here")
        }
        let wanted = [
            (name: "max-requests-inflight", least: parameters[.requestsInFlight]),
            (name: "max-mutating-requests-inflight", least: parameters[.mutatingRequestsInFlight]),
        ]
        let few = server.caution("it has fewer seats for requests than are asked for", raising: wanted, in: facts)
        return .set(
            server.atLeast(wanted),
            because: "\(wanted[0].least) reading and \(wanted[1].least) changing requests at once are asked for",
            cautions: [server.refusalCaution, few].compactMap { $0 } + obsolete(server, facts)
        )
    }

    /// Flags that do nothing and are believed to do something.
    private static func obsolete(_ server: ControlPlaneComponent, _ facts: Facts) -> [Caution] {
        var reasons: [(flag: String, reason: String)] = []
        if server.effective["endpoint-reconciler-type"] != .string("master-count") {
            reasons.append(("apiserver-count", "it counts only with --endpoint-reconciler-type=master-count"))
        }
        reasons.append(("default-watch-cache-size", "watch caches grow by themselves"))
        return reasons.filter { server.effective[$0.flag] != nil }.map { flag, reason in
            server.caution("--\(flag) does nothing: \(reason)", ["take --\(flag) away"], in: facts)
        }
    }
}

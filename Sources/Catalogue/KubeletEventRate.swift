import Tuning

extension Parameter {
    /// How many events a kubelet may send.
    static let eventsPerSecond = Parameter(
        "eventsPerSecond",
        "how many events a second the kubelet may send at least",
        range: 1...100_000,
        preset: 50
    )
    /// How many events a kubelet may send at once.
    static let eventBurst = Parameter(
        "burst",
        "how many events the kubelet may send at once at least",
        range: 1...100_000,
        preset: 100
    )
}

extension Setting {
    /// Events that are not lost when many pods change at once.
    ///
    /// Events beyond the limit are dropped, and it is those of the busiest minute that somebody looks for afterwards.
    /// They are requests too, so the limit is not above the node's share where policy says what that is. 0 is no limit
    /// only since 1.37; before, the kubelet takes it for 5. Also written by: kubeadm, kubespray.
    static let kubeletEventRate = Setting(
        id: "kubelet-event-rate",
        summary: "The kubelet drops no events when many pods change at once",
        why: """
            The kubelet drops the events that are beyond its limit, which are those of the minute in which everything \
            happened. Where policy says what the API servers answer, a node's share of that bounds it.
            """,
        unit: .none,
        sources: [
            "notes of a large cluster's operators (kubespray, 2022): event-qps=100, event-burst=100",
            "kubelet 1.27 and later: 50 and 100 by default; before: 5 and 10",
            "kubernetes#117119: 0 is no limit since 1.37",
        ],
        parameters: [.eventsPerSecond, .eventBurst],
        effect: effectOfKubeletField
    ) { facts, parameters in
        let asked = parameters[.eventsPerSecond]
        let share = parameters.cluster.requestShare
        let rate = min(asked, share?.perNode ?? asked)
        let bound = share.flatMap { $0.perNode < asked ? ", bounded by \($0.reason)" : nil } ?? ""
        let version = facts.kubelet?.version.flatMap { KubernetesVersion($0) }
        return facts.kubeletAdvice(
            [
                KubeletWish(
                    "eventRecordQPS",
                    .atLeast(rate),
                    zeroIsUnlimited: version?.isAtLeast(minor: 37) ?? false
                ),
                KubeletWish("eventBurst", .atLeast(max(parameters[.eventBurst], rate))),
            ],
            because: "\(rate) events a second\(bound), \(max(parameters[.eventBurst], rate)) at once"
        )
    }
}

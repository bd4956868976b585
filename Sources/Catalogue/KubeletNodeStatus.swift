import Tuning

extension Parameter {
    /// How often the node's state is computed.
    static let updateSeconds = Parameter(
        "updateSeconds",
        "how often the kubelet computes the node's state and sends it if it changed, in seconds",
        range: 1...3_600,
        preset: 10
    )
    /// How often an unchanged state is sent.
    static let reportSeconds = Parameter(
        "reportSeconds",
        "how often the kubelet sends the node's state although nothing changed, in seconds",
        range: 1...86_400,
        preset: 300
    )
    /// How long a lease holds.
    static let leaseSeconds = Parameter(
        "leaseSeconds",
        "how long the node's lease holds, in seconds; it is renewed four times in that",
        range: 4...3_600,
        preset: 40
    )
}

extension Setting {
    /// A node's state that is soon known, without a storm of reports.
    ///
    /// What makes a node count as alive is its lease; its state (pressure, readiness) is computed every update period,
    /// and sent when it changed. An unchanged state is sent every report period, and in the kubelet's main file that
    /// follows the update period unless it is said: 3 s there make 1,667 patches a second of 5,000 nodes. So the report
    /// period is always written beside the update period. The update period is also how long the kubelet waits for a
    /// heartbeat to be answered, which a slow API server may not do within 3 s: raise it there. Also written by:
    /// kubeadm, kubespray, which sets the update period and by it the report period.
    static let kubeletNodeStatus = Setting(
        id: "kubelet-node-status",
        summary: "A change of the node's state is sent soon, and an unchanged one seldom",
        why: """
            The lease keeps a node alive; its state is sent when it changed, and every report period when not. In the \
            kubelet's main file the report period follows the update period: 3 s there make 1667 patches a second of \
            5000 nodes. A heartbeat waits no longer for its answer than the update period.
            """,
        unit: .none,
        sources: [
            "notes of a large cluster's operators (kubespray, 2022): node-status-update-frequency=3s",
            "kubelet 1.36 pkg/kubelet/apis/config/v1beta1/defaults.go: 10 s, 5 min or as the update, 40 s",
            "kubelet 1.31 to 1.36, run: the report follows the update in --config, and not in a drop-in",
        ],
        parameters: [.updateSeconds, .reportSeconds, .leaseSeconds],
        effect: effectOfKubeletField
    ) { facts, parameters in
        let (update, report, lease) =
            (parameters[.updateSeconds], parameters[.reportSeconds], parameters[.leaseSeconds])
        return facts.kubeletAdvice(
            [
                KubeletWish("nodeStatusUpdateFrequency", text: "\(update)s"),
                KubeletWish("nodeStatusReportFrequency", text: "\(report)s"),
                KubeletWish("nodeLeaseDurationSeconds", .exactly(.integer(lease))),
            ],
            because: "a change is sent within \(update) s, the same again after \(report) s; the lease holds \(lease) s"
        )
    }
}

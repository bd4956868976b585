import Tuning

extension Parameter {
    /// How many requests a kubelet may make.
    static let requestsPerSecond = Parameter(
        "requestsPerSecond",
        "how many requests a second the kubelet may make at least, where policy says nothing of the cluster",
        range: 1...100_000,
        preset: 50
    )
}

extension Setting {
    /// Requests to the API server that neither starve this node nor drown the cluster.
    ///
    /// Where policy says what the API servers can answer and how many nodes there are (`cluster.apiserverQPS`,
    /// `cluster.nodes`), each node gets its share, but not less than kubelets had before 1.27, with which pods start
    /// slowly already. Where it does not, the kubelet has at least its default. A burst is twice that. Heartbeats and
    /// leases have a client of their own without a limit. Also written by: kubeadm, kubespray.
    static let kubeletAPIRate = Setting(
        id: "kubelet-api-rate",
        summary: "The kubelet makes its share of requests to the API server",
        why: """
            With too few requests a second, pods of a busy node start late; with too many, all kubelets together make \
            the API server slow. The share is what the API servers answer, divided by the nodes; heartbeats have a \
            client of their own.
            """,
        unit: .none,
        sources: [
            "notes of a large cluster's operators (kubespray, 2022): kubelet QPS = API server QPS / nodes; 50 and 100",
            "kubelet 1.27 and later: 50 and 100 by default; before: 5 and 10",
        ],
        parameters: [.requestsPerSecond],
        effect: effectOfKubeletField
    ) { facts, parameters in
        if let share = parameters.cluster.requestShare {
            return facts.kubeletAdvice(
                [
                    KubeletWish("kubeAPIQPS", .exactly(.integer(share.perNode))),
                    KubeletWish("kubeAPIBurst", .exactly(.integer(2 * share.perNode))),
                ],
                because: share.reason
            )
        }
        let rate = parameters[.requestsPerSecond]
        return facts.kubeletAdvice(
            [KubeletWish("kubeAPIQPS", .atLeast(rate)), KubeletWish("kubeAPIBurst", .atLeast(2 * rate))],
            because:
                "at least \(rate) requests a second; policy does not say what the API servers answer and to how many"
        )
    }
}

/// What one node may ask of the API servers.
struct RequestShare {
    /// Kubelets had so many before 1.27. sources: kubelet 1.26 pkg/kubelet/apis/config/v1beta1/defaults.go
    private static let least: Int64 = 5
    /// What the field can hold with its burst.
    private static let most: Int64 = 1_000_000

    /// How many requests a second.
    let perNode: Int64
    /// How it comes about.
    let reason: String
}

extension Cluster {
    /// What one node may ask of the API servers; nil where policy does not say enough.
    var requestShare: RequestShare? {
        guard let nodes, let apiserverQPS, nodes > 0 else { return nil }
        return RequestShare(of: apiserverQPS, among: nodes)
    }
}

extension RequestShare {
    fileprivate init(of total: Int64, among nodes: Int64) {
        let share = total / nodes
        perNode = min(max(share, RequestShare.least), RequestShare.most)
        let floor = share < RequestShare.least ? ", and not less than \(RequestShare.least)" : ""
        reason = "\(total) requests a second ÷ \(nodes) nodes\(floor)"
    }
}

import Tuning

extension Parameter {
    /// How many pulls a kubelet may begin.
    static let pullsPerSecond = Parameter(
        "pullsPerSecond",
        "how many pulls a second the kubelet may begin at least",
        range: 1...100_000,
        preset: 5
    )
}

extension Setting {
    /// A limit on pulls that does not undo their running in parallel.
    ///
    /// The kubelet begins no more pulls a second than this, whatever runs in parallel; what it may begin at once is not
    /// below the number of parallel pulls. A rate of 0 is no limit. Also written by: kubeadm, kubespray; k3s.
    static let kubeletRegistryRate = Setting(
        id: "kubelet-registry-rate",
        summary: "The limit on image pulls leaves room for those that run at a time",
        why: """
            Pulls beyond the limit fail with «pull QPS exceeded» and are tried again with growing pauses: pods of a \
            new node start minutes late although the network is idle.
            """,
        unit: .none,
        sources: [
            "kubelet 1.36 pkg/kubelet/apis/config/v1beta1/defaults.go: 5 a second, 10 at once",
            "https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/: 0 is no limit",
        ],
        parameters: [.pullsPerSecond],
        effect: effectOfKubeletField
    ) { facts, parameters in
        let rate = parameters[.pullsPerSecond]
        let pulls = parameters.asked(of: .kubeletField("maxParallelImagePulls")) ?? 1
        let burst = max(2 * rate, pulls)
        return facts.kubeletAdvice(
            [
                KubeletWish("registryPullQPS", .atLeast(rate), zeroIsUnlimited: true),
                KubeletWish("registryBurst", .atLeast(burst)),
            ],
            because: "\(rate) pulls a second, \(burst) at once, of which \(pulls) run at a time"
        )
    }
}

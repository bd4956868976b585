import Tuning

extension Parameter {
    /// How a kubelet learns of changes.
    static let detection = Parameter(
        "strategy",
        "how the kubelet learns that a ConfigMap or Secret of a pod changed",
        words: ["Watch", "Cache", "Get"]
    )
}

extension Setting {
    /// ConfigMaps and Secrets that the kubelet hears of, and does not ask for again and again.
    ///
    /// With `Get` and `Cache` every pod of every node asks for its ConfigMaps and Secrets when it is synchronised; with
    /// `Watch`, the default for years, the API server tells of changes. What is left of an old configuration that polls
    /// is a load that grows with pods times nodes. Also written by: kubeadm, kubespray.
    static let kubeletChangeDetection = Setting(
        id: "kubelet-change-detection",
        summary: "The kubelet is told of changed ConfigMaps and Secrets, and does not ask for them",
        why: """
            A kubelet that asks does so for every ConfigMap and Secret of every pod, again and again: on thousands of \
            nodes that is most of what the API server does. With Watch it is told of changes only.
            """,
        unit: .none,
        sources: [
            "a large retailer's notes on stability: kubelets that poll ConfigMaps load the API server",
            "https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/: Watch is the default",
        ],
        parameters: [.detection],
        effect: effectOfKubeletField
    ) { facts, parameters in
        let word = parameters.word(.detection)
        return facts.kubeletAdvice(
            [KubeletWish("configMapAndSecretChangeDetectionStrategy", text: word)],
            because: word == "Watch" ? "the API server tells of changes" : "policy asks for \(word)"
        )
    }
}

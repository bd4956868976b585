import Tuning

extension Parameter {
    /// How many images are pulled at a time.
    static let parallelPulls = Parameter(
        "parallelPulls",
        "how many images the kubelet pulls at a time, at least; 1 is one after the other",
        range: 1...1_000,
        preset: 1
    )
}

extension Setting {
    /// Parallel image pulls by the kubelet.
    ///
    /// With serial pulls one large image holds up every other pod of a new node: thirty minutes for an image of 17 GB
    /// were seen. Both fields are written together: in a drop-in the kubelet refuses to start with
    /// `maxParallelImagePulls` alone, since `serializeImagePulls` has its default by then; and pulls without any limit
    /// fill disk and network of a node that starts with a hundred pods. Ten is what the same operators gave Docker's
    /// downloads. Kubelets before 1.27 have no limit, so that they are left alone.
    /// Also written by: kubeadm, kubespray, node provisioning; k3s and EKS turn serial pulls off themselves.
    static let kubeletImagePulls = Setting(
        id: "kubelet-image-pulls",
        summary: "The kubelet pulls several images at a time",
        why: """
            With serial pulls one large image holds up every other pod of a node: thirty minutes for one of 17 GB were \
            seen. The limit keeps a hundred pods that start at once from filling disk and network.
            """,
        unit: .none,
        sources: [
            "notes on scaling clusters to 2500 and 5000 nodes: serialize-image-pulls=false, ten downloads at a time",
            "https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/",
            "kubernetes 1.27 CHANGELOG: maxParallelImagePulls",
            "kubelet 1.31 to 1.36, run: maxParallelImagePulls alone in a drop-in is refused",
        ],
        parameters: [.parallelPulls],
        effect: effectOfKubeletField
    ) { facts, parameters in
        if let version = facts.kubelet?.version.flatMap({ KubernetesVersion($0) }), !version.isAtLeast(minor: 27) {
            return .leaveAlone(
                because: "kubelet \(version) pulls one image at a time or all at once: a limit came with 1.27"
            )
        }
        let pulls = parameters[.parallelPulls]
        let limit = KubeletWish("maxParallelImagePulls", .atLeast(pulls))
        guard pulls > 1 else { return facts.kubeletAdvice([limit], because: "one image after the other, as upstream") }
        return facts.kubeletAdvice(
            [KubeletWish("serializeImagePulls", text: "false"), limit],
            because: "\(pulls) images at a time; a large one holds up no other"
        )
    }
}

import Tuning

extension Setting {
    /// kube-proxy runs in a mode that its release still keeps up.
    ///
    /// Old notes want ipvs for large clusters. It is deprecated since 1.35; nftables, usable since 1.33 and from Linux 5.13
    /// on, is what takes its place, and scales as well. `--cleanup` in the same notes is no setting: it makes kube-proxy
    /// take its rules away and exit.
    /// Also written by: kubeadm's add-on, kubespray (ipvs by default).
    static let kubeProxyMode = Setting(
        id: "kube-proxy-mode",
        summary: "kube-proxy runs in a mode that is kept up",
        why: """
            A mode that is deprecated gets no more work, and goes with a later release: kube-proxy then does not start, and \
            no service of the node is reached.
            """,
        unit: .none,
        sources: [
            "Kubernetes 1.37 changelog, kubernetes#139067: ipvs is deprecated since 1.35",
            "https://kubernetes.io/docs/reference/networking/virtual-ips/#proxy-mode-nftables: 1.33, Linux 5.13",
        ],
        strictestMode: .observe
    ) { facts, _ in
        guard let kubeProxy = facts.kubeProxy else { return .leaveAlone(because: "no kube-proxy runs here") }
        let version = kubeProxy.version.flatMap { KubernetesVersion($0) }
        let isDeprecated = version?.isAtLeast(minor: 35) ?? false
        let modes = (isDeprecated ? [] : ["ipvs"]) + ["iptables", "nftables"]
        let isOld = isDeprecated && kubeProxy.mode == "ipvs"
        let kernel = facts.kernelVersion.map { $0 >= (5, 13) } ?? false
        let other = kernel ? "nftables" : "iptables (nftables needs Linux 5.13)"
        return .set(
            [Target(.option("mode", of: "kube-proxy"), .oneOf(modes.map { .text($0) }))],
            because: "\(kubeProxy.name) keeps up \(modes.joined(separator: ", "))",
            cautions: isOld
                ? [
                    Caution(
                        danger: "mode ipvs is deprecated since 1.35",
                        remedy: "set mode: \(other) in the KubeProxyConfiguration, on a few nodes first"
                    )
                ] : []
        )
    }
}

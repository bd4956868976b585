import Tuning

extension Setting {
    /// kube-proxy writes its rules no more often than a large cluster can bear.
    ///
    /// With `minSyncPeriod: 0` every change of an endpoint rewrites the rules at once, which with thousands of services
    /// keeps a CPU busy and the newest rules late; 1 s is the default of iptables and nftables. ipvs changes single
    /// entries, and has 0. All rules are written anew every `syncPeriod`, 30 s in every mode; old notes say 5 s is the
    /// default and recommend 30 s.
    /// Also written by: kubeadm's add-on, kubespray.
    static let kubeProxySync = Setting(
        id: "kube-proxy-sync",
        summary: "kube-proxy gathers changes before it writes its rules",
        why: """
            Without a pause between two writes every change of an endpoint rewrites the rules at once: on a cluster of \
            thousands of services that keeps a CPU of every node busy, and rules come late when they matter.
            """,
        unit: .milliseconds,
        sources: [
            "kubernetes v1.36.2 pkg/proxy/apis/config/v1alpha1/defaults.go: 30 s, 1 s; ipvs without a least period",
            "https://kubernetes.io/docs/reference/networking/virtual-ips/#optimizing-iptables-mode-performance",
        ],
        strictestMode: .observe
    ) { facts, _ in
        guard let kubeProxy = facts.kubeProxy else { return .leaveAlone(because: "no kube-proxy runs here") }
        let mode = kubeProxy.mode ?? "iptables"
        let wanted: [(option: String, key: String, least: Int64, is: Int64?)] = [
            ("sync-period", "syncPeriod", 30_000, kubeProxy.syncPeriod),
            ("min-sync-period", "minSyncPeriod", mode == "ipvs" ? 0 : 1_000, kubeProxy.minSyncPeriod),
        ]
        let cautions = wanted.compactMap { option, key, least, number -> Caution? in
            guard let number, number < least else { return nil }
            return Caution(
                danger: "\(kubeProxy.name) has a \(key) of \(number) ms in mode \(mode)",
                remedy: "set \(mode).\(key): \(least / 1_000)s in the KubeProxyConfiguration"
                    + (kubeProxy.configPath.map { " (\($0))" } ?? ", or --\(option) on its command line")
            )
        }
        return .set(
            wanted.map { Target(.option($0.option, of: "kube-proxy"), .atLeast($0.least)) },
            because: "changes of services and endpoints are gathered before the rules are written",
            cautions: cautions
        )
    }
}

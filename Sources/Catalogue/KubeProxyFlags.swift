import Tuning

extension Setting {
    /// kube-proxy is given no flag that does nothing, and none that ends it.
    ///
    /// Beside `--config`, as every kubeadm cluster has it, kube-proxy passes over its other flags without a word: what old
    /// notes add to its command line changes nothing. `--cleanup` in the same notes makes it take its rules away and exit.
    /// `--ipvs-scheduler` counts in mode ipvs alone: `lc`, least connections, in place of `rr`.
    /// Also written by: kubeadm's add-on, kubespray, hands.
    static let kubeProxyFlags = Setting(
        id: "kube-proxy-flags",
        summary: "kube-proxy is given no flag that does nothing, and none that ends it",
        why: """
            A flag that is passed over is a tuning that everybody believes in and nobody has. One that makes kube-proxy \
            exit takes the node's services away with its next start.
            """,
        unit: .none,
        sources: [
            "https://kubernetes.io/docs/reference/command-line-tools-reference/kube-proxy/: ignored beside --config",
            "seed 002_0191: --cleanup=true, --ipvs-scheduler=lc, --proxy-mode=ipvs",
            "run on kube-proxy 1.31 to 1.36: flags of connection tracking and mode are passed over beside --config",
        ],
        strictestMode: .observe
    ) { facts, _ in
        guard let kubeProxy = facts.kubeProxy else { return .leaveAlone(because: "no kube-proxy runs here") }
        let passedOver = Target(.option(KubeProxyFacts.passedOverOption, of: "kube-proxy"), .exactly(.text("none")))
        let scheduler = Target(
            .option(KubeProxyFacts.schedulerOption, of: "kube-proxy"),
            .oneOf(schedulers.map { .text($0) })
        )
        return .set(
            [passedOver] + (kubeProxy.scheduler == nil ? [] : [scheduler]),
            because: kubeProxy.configPath.map { "it takes its configuration from \($0) alone" }
                ?? "it runs on flags alone, in mode \(kubeProxy.mode ?? "iptables")",
            cautions: [refusal(of: kubeProxy), dead(in: kubeProxy), idle(in: kubeProxy)].compactMap { $0 }
        )
    }

    /// The schedulers of ipvs that Linux has. sources: Linux 6.18 net/netfilter/ipvs/Kconfig
    private static let schedulers = [
        "rr", "wrr", "lc", "wlc", "lblc", "lblcr", "sh", "dh", "sed", "nq", "mh", "fo", "ovf", "twos",
    ]

    private static func refusal(of kubeProxy: KubeProxyFacts) -> Caution? {
        guard let refusal = kubeProxy.refusal else { return nil }
        let place = kubeProxy.conntrack.origin.map { " (\($0))" } ?? ""
        let remedy =
            refusal.hasPrefix("--cleanup")
            ? "take --cleanup away\(place): it is for a node that kube-proxy leaves, not for one that it serves"
            : "mend that\(place) before anything restarts it"
        return Caution(danger: "kube-proxy would not start: \(refusal)", remedy: remedy)
    }

    private static func dead(in kubeProxy: KubeProxyFacts) -> Caution? {
        guard !kubeProxy.passedOverFlags.isEmpty else { return nil }
        let flags = kubeProxy.passedOverFlags.map { "--\($0)" }.joined(separator: ", ")
        return Caution(
            danger: "\(flags) do nothing beside --config",
            remedy:
                "say it in the KubeProxyConfiguration\(kubeProxy.configPath.map { " (\($0))" } ?? ""), and take the "
                + "flags away"
        )
    }

    private static func idle(in kubeProxy: KubeProxyFacts) -> Caution? {
        guard let scheduler = kubeProxy.scheduler, kubeProxy.mode != "ipvs" else { return nil }
        return Caution(
            danger:
                "the scheduler \(scheduler) counts in mode ipvs alone, and the mode is \(kubeProxy.mode ?? "iptables")",
            remedy: "take ipvs.scheduler out of its configuration (or --ipvs-scheduler away)"
        )
    }
}

import Tuning

extension Setting {
    /// What kube-proxy will do to the connection-tracking table at its next start.
    ///
    /// kube-proxy computes a size of its own from the CPUs and writes it once, when it starts: releases 1.29 to 1.37 also
    /// when the table is larger. So a node that was tuned loses its table with the next restart of kube-proxy, an
    /// upgrade for one, and drops new connections under load hours later, when nobody looks for the cause. Only its own
    /// configuration ends that, which mostly is one ConfigMap for the whole cluster: nodekeel says what to change and
    /// changes nothing. A kube-proxy that leaves the table alone counts as setting no limit.
    /// Also written by: kubeadm, kubespray, the cluster's add-on manager.
    static let kubeProxyConntrack = Setting(
        id: "kube-proxy-conntrack",
        summary: "kube-proxy leaves the connection-tracking table at least as large as it is wanted",
        why: """
            kube-proxy writes a table size of its own when it starts, and most releases also lower a larger table: the \
            node then drops new connections under load, long after the restart that caused it. With maxPerCore 0 it \
            leaves the table alone.
            """,
        unit: .entries,
        sources: [
            "https://github.com/kubernetes/kubernetes/blob/v1.36.2/pkg/proxy/conntrack/sysctls.go",
            "https://kubernetes.io/docs/reference/config-api/kube-proxy-config.v1alpha1/",
            "kubernetes#103174, kubernetes#120448, kubernetes#137002, kubernetes#142035",
        ],
        strictestMode: .observe
    ) { facts, parameters in
        guard let kubeProxy = facts.kubeProxy else { return .leaveAlone(because: "no kube-proxy runs here") }
        guard let asked = parameters.asked(of: .connectionTrackingTable) else {
            return .leaveAlone(because: "no size is asked of the connection-tracking table here")
        }
        let isHarmless = kubeProxy.conntrack.isRaiseOnly && kubeProxy.conntrack.distributionWillSet == nil
        guard !isHarmless || kubeProxy.unreadable != nil || kubeProxy.refusal != nil else {
            return .leaveAlone(because: "\(kubeProxy.name) only ever raises the table")
        }
        // 0 asks for a table without limit, below which every number is.
        let bound = asked == 0 ? Bound.exactly(.unlimited) : .atLeast(asked)
        return .set(
            [Target(.kubeProxyStart("net/netfilter/nf_conntrack_max"), bound)],
            because: "connection-tracking-table asks for \(asked == 0 ? "no limit" : "\(asked) entries"); "
                + "kube-proxy: \(kubeProxy.conntrack.because)",
            cautions: kubeProxy.caution(against: asked == 0 ? .max : asked).map { [$0] } ?? []
        )
    }
}

import Tuning

extension Setting {
    /// Whether the kubelet's heartbeat gets through, seen from beside it.
    ///
    /// When a node is NotReady nobody can tell from the control plane whether the node is ill or its way to the API
    /// server: the lease that is not renewed is the same. Here the kubelet's health endpoint tells of the kubelet, and the
    /// kernel's table of connections of the way, without any traffic of nodekeel's own. It is told after 40 seconds, the
    /// life of a lease.
    /// Also written by: nobody; it is read only.
    static let kubeletHeartbeat = Setting(
        id: "kubelet-heartbeat",
        summary: "The kubelet is well, and what it sends to the API server is taken",
        why: """
            A node that is NotReady may be ill itself, or only its way to the API server: the control plane cannot tell. \
            The kubelet's health endpoint and the kernel's table of its connections can, from beside it.
            """,
        unit: .none,
        sources: [
            "notes of a large cluster's operators: confirm a NotReady from beside the kubelet",
            "kubelet 1.36: healthzPort is 10248 on loopback; a lease holds 40 s and is renewed every 10 s",
            "Linux 6.18 Documentation/networking/proc_net_tcp.rst: the number of unrecovered timeouts of a connection",
        ],
        strictestMode: .observe,
        hysteresisSeconds: 40
    ) { facts, _ in
        guard let kubelet = facts.kubelet else {
            return .leaveAlone(because: "no kubelet runs here, and none has a unit")
        }
        guard kubelet.pid != nil else { return .leaveAlone(because: "the kubelet does not run") }
        guard let heartbeat = kubelet.heartbeat, let state = heartbeat.state else {
            return .leaveAlone(
                because: "nothing tells how the kubelet is: it has neither a health endpoint nor a kubeconfig"
            )
        }
        return .set(
            [Target(.heartbeat(of: "kubelet"), .exactly(.text(KubeletHeartbeat.State.well.rawValue)))],
            because: heartbeat.words,
            cautions: state.caution(heartbeat, kubelet).map { [$0] } ?? []
        )
    }
}

extension KubeletHeartbeat.State {
    /// What to do about it; nil where nothing ails.
    fileprivate func caution(_ heartbeat: KubeletHeartbeat, _ kubelet: KubeletFacts) -> Caution? {
        switch self {
        case .well: nil
        case .kubeletIll:
            Caution(
                danger: "the kubelet itself is ill: \(heartbeat.words)",
                remedy:
                    "see 'journalctl --unit \(kubelet.restartedUnit)' and the container runtime; the way is not at fault"
            )
        case .pathIll:
            Caution(
                danger: "the kubelet is well and does not get through: \(heartbeat.words)",
                remedy: "look at the way to the API server: routes, firewall, load balancer, and the API server itself"
            )
        }
    }
}

import Tuning

extension Setting {
    /// The cluster's DNS servers are on different nodes.
    ///
    /// They need little, so that the scheduler likes to put several on one node: that node's loss is then the loss of name
    /// resolution, and its connections are those of the whole cluster. Old notes have a podAntiAffinity that mixes both
    /// forms and is refused: `weight` and `podAffinityTerm` belong to the preferred one. A cache of the node itself
    /// (NodeLocal DNSCache) is no such server.
    /// Also written by: kubeadm, whose CoreDNS prefers different nodes since 1.21, and whoever scales it.
    static let clusterDNSCrowding = Setting(
        id: "cluster-dns-crowding",
        summary: "No more than one of the cluster's DNS servers is on this node",
        why: """
            When several of the cluster's few DNS servers are on one node, its loss or a burst of look-ups there is a \
            failure of name resolution everywhere: names that are not found at random, on every node.
            """,
        unit: .none,
        sources: [
            "seeds 000_2970, 001_4c1d: more than ten KubeDNS pods on some nodes, names not found at random",
            "https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity",
        ],
        strictestMode: .observe
    ) { facts, _ in
        guard !facts.clusterDNS.isEmpty else { return .leaveAlone(because: "no cluster DNS server runs here") }
        let pods = facts.clusterDNS.joined(separator: ", ")
        let caution = Caution(
            danger: "\(facts.clusterDNS.count) of the cluster's DNS servers are on this node: \(pods)",
            remedy: "in their Deployment (kubectl -n kube-system edit deployment coredns), under "
                + "spec.template.spec.affinity.podAntiAffinity: requiredDuringSchedulingIgnoredDuringExecution: "
                + "[{labelSelector: {matchLabels: {k8s-app: kube-dns}}, topologyKey: kubernetes.io/hostname}]"
        )
        return .set(
            [Target(.option(Facts.serversHere, of: Facts.clusterDNSComponent), .atMost(1))],
            because: "pods of cluster DNS here: \(pods)",
            cautions: facts.clusterDNS.count > 1 ? [caution] : []
        )
    }
}

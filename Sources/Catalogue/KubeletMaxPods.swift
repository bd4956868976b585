import Tuning

extension Parameter {
    /// How many pods a node takes.
    static let pods = Parameter(
        "pods",
        "how many pods the node takes, as far as it has addresses for them",
        range: 1...65_535,
        preset: 110
    )
}

extension Setting {
    /// Room for as many pods as a large node carries.
    ///
    /// The upstream limit of 110 leaves large machines half empty. More pods than the node's network has addresses stay
    /// in ContainerCreating, so the network bounds it where the node knows it; and a kubelet that starts with fewer
    /// than run ends those that are too many, so the count of running pods bounds it from below. The fragment is not
    /// written at all with which pods would end, whatever policy asks for. Also written by: kubeadm, kubespray, node
    /// provisioning; nodeadm computes it from the network interfaces of an instance.
    static let kubeletMaxPods = Setting(
        id: "kubelet-max-pods",
        summary: "The node takes as many pods as it has room and addresses for",
        why: """
            The upstream limit of 110 pods leaves a large machine half empty. More pods than the node's network has \
            addresses for would stay in ContainerCreating, so that bounds it; a limit below the pods that run would \
            end some of them at the kubelet's next start, so it is never below those.
            """,
        unit: .none,
        sources: [
            "notes of a large cluster's operators (kubespray, 2022): max-pods=500",
            "kubelet 1.36: 110 by default, 65535 at most",
            "kubelet 1.36 pkg/kubelet/kubelet.go HandlePodAdditions: pods are admitted again at its start",
        ],
        parameters: [.pods],
        limitRange: 0...Int64(Int32.max),
        effect: effectOfKubeletField
    ) { facts, parameters in
        let pods = parameters[.pods]
        let networks = facts.kubelet?.networks ?? []
        let smallest = networks.min { $0.addresses < $1.addresses }
        var wanted = pods
        var reason = "\(pods) pods"
        if let smallest, smallest.addresses < pods {
            wanted = smallest.addresses
            reason += ", but \(smallest.network.cidr) (\(smallest.network.origin)) has \(smallest.addresses) addresses"
        }
        if let running = facts.kubelet?.runningPods, running > wanted {
            wanted = running
            reason += ", and \(running) run already"
        }
        var cautions: [Caution] = []
        if let smallest, case .integer(let held)? = facts.kubelet?.effective["maxPods"], held > smallest.addresses {
            cautions.append(
                Caution(
                    danger:
                        "maxPods is \(held), and \(smallest.network.cidr) has \(smallest.addresses) addresses: pods "
                        + "beyond stay in ContainerCreating unless they use the node's own",
                    remedy: "lower maxPods, or give the cluster larger node networks (nodeCIDRMaskSize)"
                )
            )
        }
        return facts.kubeletAdvice([KubeletWish("maxPods", .atLeast(wanted))], because: reason, cautions: cautions)
    }
}

extension KubeletFacts {
    /// The networks of its pods with how many addresses each has.
    fileprivate var networks: [(network: PodNetwork, addresses: Int64)] {
        var networks = podNetworks
        // Without an API server it is the kubelet's own configuration that says it.
        if case .string(let cidr)? = effective["podCIDR"], !cidr.isEmpty {
            networks.append(PodNetwork(cidr: cidr, origin: origin["podCIDR"] ?? "podCIDR"))
        }
        return networks.compactMap { network in network.addressCount.map { (network, $0) } }
    }
}

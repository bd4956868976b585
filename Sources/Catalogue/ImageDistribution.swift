import Tuning

extension Parameter {
    /// Whether images should come from near.
    static let imageSource = Parameter(
        "mirror",
        "whether images should come from a mirror or from other nodes before their registry",
        words: ["wanted", "ignored"]
    )
}

extension Setting {
    /// Images come from a mirror near the nodes, or from node to node, before their registry is asked.
    ///
    /// A large cluster that starts a new image asks its registry for it thousands of times at once: the registry, or its
    /// limit for an address, then decides how fast nodes start. A pull-through mirror is asked once; Spegel, Dragonfly or
    /// Kraken hand layers from node to node.
    /// Also written by: kubespray, k3s (registries.yaml), the provisioner of nodes.
    static let imageDistribution = Setting(
        id: "image-distribution",
        summary: "Images come from a mirror or from other nodes before their registry is asked",
        why: """
            When a thousand nodes start the same image, each asks the registry for it. The registry's limits then decide \
            how long pods wait, and when it is down no new pod starts anywhere.
            """,
        unit: .none,
        sources: [
            "seed 003_10bf: images are handed from node to node",
            "containerd docs/hosts.md: hosts.toml for each registry",
            "https://docs.docker.com/docker-hub/image-library/mirror/",
        ],
        parameters: [.imageSource],
        strictestMode: .observe
    ) { facts, parameters in
        guard let runtime = facts.containerRuntime else { return .leaveAlone(because: "no container runtime is here") }
        guard parameters.word(.imageSource) == "wanted" else {
            return .leaveAlone(because: "policy asks for no mirror")
        }
        let sources = runtime.imagePeers + runtime.mirrors
        let remedies: [ContainerRuntime.Kind: String] = [
            .docker:
                "add \"registry-mirrors\": [\"https://MIRROR\"] to /etc/docker/daemon.json and reload docker.service",
            .containerd:
                "write \(runtime.containerd?.registryPath ?? "/etc/containerd/certs.d")/docker.io/hosts.toml with "
                + "[host.\"https://MIRROR\"], read at each pull"
                + (runtime.containerd?.registryPath == nil ? ", and set registry.config_path in config.toml" : ""),
            .criO:
                "add [[registry.mirror]] with its location to /etc/containers/registries.conf and reload crio.service",
        ]
        let remedy = remedies[runtime.inUse ?? runtime.runtimes.first?.kind ?? .containerd] ?? ""
        return .set(
            [Target(.runtime(.imageDistribution), .oneOf([.text("mirror"), .text("peers")]))],
            because: sources.isEmpty ? "each image is asked of its registry" : sources.joined(separator: ", "),
            cautions: sources.isEmpty
                ? [Caution(danger: "each node asks the registry for each image", remedy: remedy)] : []
        )
    }
}

import Tuning

extension ContainerRuntimeFacts {
    /// The container runtimes of a node; nil if there are none.
    ///
    /// - Parameter node: what is known of the node so far: its components, disks and mounts, and the kubelet, which says
    ///   by a socket which runtime it uses.
    static func read(root: Root, on node: Facts) -> ContainerRuntimeFacts? {
        let components = node.components
        var facts = ContainerRuntimeFacts()
        func add(_ kind: ContainerRuntime.Kind, _ pid: Int64?, unit: String?, version: String?, source: String?) {
            var runtime = ContainerRuntime(kind)
            runtime.pid = pid
            runtime.startTicks = components.first { $0.pid == pid }?.startTicks
            runtime.unit = unit
            runtime.version = version
            runtime.versionSource = source
            facts.runtimes.append(runtime)
        }
        if let docker = DockerFacts.read(among: components, in: root) {
            add(.docker, docker.pid, unit: docker.unit, version: docker.version, source: docker.versionSource)
            facts.docker = docker
        }
        if let own = ContainerdFacts.read(among: components, in: root) {
            add(.containerd, own.pid, unit: own.unit, version: own.version, source: own.versionSource)
            facts.containerd = own
        }
        if let criO = RuntimeInvocation(of: "crio", unit: "crio.service", among: components, in: root) {
            let told = ComponentVersion(["cri-o"], in: root)
            let version = told?.version.description
            add(.criO, criO.process?.pid, unit: criO.unit, version: version, source: told?.source)
        }
        guard !facts.runtimes.isEmpty else { return nil }
        facts.findEndpoint(of: node.kubelet, components)
        facts.readDistribution(among: components, in: root)
        facts.imageStore = ImageStore(of: facts, disks: node.disks, mounts: node.mounts, in: root)
        if let path = facts.docker?.dataRoot, facts.docker?.backingFilesystem == nil {
            facts.docker?.backingFilesystem = Mount.holding(path, among: node.mounts)?.filesystem
        }
        return facts
    }

    /// Where the kubelet has its containers run.
    private mutating func findEndpoint(of kubelet: KubeletFacts?, _ components: [Component]) {
        guard let kubelet else { return }
        let flag = "container-runtime-endpoint"
        if case .string(let told)? = kubelet.effective["containerRuntimeEndpoint"], !told.isEmpty {
            endpoint = told
            endpointOrigin = kubelet.origin["containerRuntimeEndpoint"]
        } else if let told = EtcdStores.flag(flag, in: kubelet.arguments) {
            endpoint = told
            endpointOrigin = "flag --\(flag)"
        } else if let carrier = kubelet.carrier {
            // It starts a containerd of its own, unless it was told to use Docker or another's.
            endpoint = "the containerd that \(carrier) starts"
            endpointOrigin = carrier
            inUse = .containerd
            return
        } else if kubelet.unreadable == nil, kubelet.refusal == nil {
            endpoint = "unix:///run/containerd/containerd.sock"
            endpointOrigin = "default"
        }
        guard let endpoint else { return }
        // Until 1.24 the kubelet brought a dockershim of its own, and used it unless a flag said otherwise.
        let isOld = kubelet.version.flatMap { KubernetesVersion($0) }.map { !$0.isAtLeast(minor: 24) } ?? false
        if isOld, endpointOrigin == "default" {
            self.endpoint = "the kubelet's own dockershim"
            inUse = .docker
            return
        }
        inUse = ContainerRuntime.Kind(endpoint: endpoint) ?? ContainerRuntimeFacts.owner(of: endpoint, components)
    }

    /// The runtime that was told to listen on a socket of an unusual name.
    private static func owner(of endpoint: String, _ components: [Component]) -> ContainerRuntime.Kind? {
        let programs: [(name: String, flag: String, kind: ContainerRuntime.Kind)] = [
            ("cri-dockerd", "container-runtime-endpoint", .docker),
            ("containerd", "address", .containerd), ("crio", "listen", .criO),
        ]
        func path(_ text: String) -> Substring {
            let path = text.hasPrefix("unix://") ? text.dropFirst("unix://".count) : text[...]
            return path.hasPrefix("/var/run/") ? path.dropFirst("/var".count) : path
        }
        return programs.first { program in
            components.contains { component in
                component.name == program.name
                    && EtcdStores.flag(program.flag, in: component.arguments).map { path($0) == path(endpoint) }
                        ?? false
            }
        }?.kind
    }
}

public import Tuning

extension Facts {
    /// What the node of a tree is, kubelet and kube-proxy included.
    ///
    /// - Parameter cluster: what policy says of the cluster, where the node itself does not tell.
    public init(reading root: Root, cluster: Cluster) {
        self.init(reading: root)
        kubelet = KubeletFacts.read(root: root, components: components, cluster: cluster, node: kubeletNode)
        kubelet?.readSurroundings(in: root)
        // A link is somebody's who keeps the file elsewhere; replacing it would cut that off.
        if let path = editableKubeletFile, root.link(at: path) == nil {
            kubelet?.fragment = KubeletFacts.Fragment(path: path)
        }
        containerRuntime = ContainerRuntimeFacts.read(root: root, on: self)
        kubeProxy = KubeProxyFacts.read(
            root: root,
            components: components,
            onlineCPUs: cpus,
            declaredVersion: cluster.kubernetesVersion
        )
        readStaticPods(root, cluster)
        readTalkers(root, at: Node(root: root).moment.uptimeSeconds)
    }

    /// Reads what the kubelet starts by itself, and etcd and the control plane, which mostly are among
    /// that.
    private mutating func readStaticPods(_ root: Root, _ cluster: Cluster) {
        var directory = StaticPods.presetDirectory
        if case .string(let path)? = kubelet?.effective["staticPodPath"] { directory = path }
        let pods = directory.isEmpty ? nil : StaticPods(in: directory, root: root)
        staticPods = pods?.files ?? []
        if let unreadable = pods?.unreadable { self.unreadable.append(unreadable) }
        etcd = EtcdReading(self, pods: pods?.pods ?? [], in: root).members(running: etcd)
        controlPlane =
            ControlPlaneReading(
                root: root,
                components: components,
                pods: pods?.pods ?? [],
                declaredVersion: cluster.kubernetesVersion
            ).programs()
    }
}

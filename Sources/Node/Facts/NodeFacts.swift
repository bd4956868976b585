public import Tuning

extension Facts {
    /// What the node of a tree is, kubelet and kube-proxy included.
    ///
    /// - Parameter cluster: what policy says of the cluster, where the node itself does not tell.
    public init(reading root: Root, cluster: Cluster) {
        self.init(reading: root)
        var node = KubeletNode()
        node.cgroupVersion = cgroup.version
        node.onlineCPUs = CPUList(cpu.online) ?? CPUList()
        node.memoryByteCount = memory.totalByteCount
        kubelet = KubeletFacts.read(root: root, components: components, cluster: cluster, node: node)
        kubeProxy = KubeProxyFacts.read(
            root: root,
            components: components,
            onlineCPUs: cpus,
            declaredVersion: cluster.kubernetesVersion
        )
    }
}

import Tuning

extension FactsReader {
    /// Who else manages this node's files, by the traces that each leaves.
    ///
    /// Several may be true: kubespray drives kubeadm. What a package merely brings (kubeadm's own drop-in) is no trace:
    /// the node must have been made by it.
    mutating func owners() -> [Owner] {
        var owners = FactsReader.traces.compactMap { trace in
            trace.paths.first(where: root.exists).map { Owner(name: trace.owner, evidence: $0) }
        }
        // Kubespray's two files are also names that others use, and only together its own.
        if root.exists("/etc/kubernetes/kubelet-config.yaml"), root.exists("/etc/kubernetes/kubelet.env") {
            owners.append(Owner(name: "kubespray", evidence: "/etc/kubernetes/kubelet.env"))
        }
        if let owner = ownerOfImage() { owners.append(owner) }
        return owners
    }

    /// What the makers of nodes leave behind, most telling first.
    private static let traces: [(owner: String, paths: [String])] = [
        ("kubeadm", ["/var/lib/kubelet/kubeadm-flags.env"]),
        ("k3s", ["/etc/rancher/k3s", "/var/lib/rancher/k3s/agent"]),
        ("RKE2", ["/etc/rancher/rke2", "/var/lib/rancher/rke2/agent"]),
        (
            "EKS",
            [
                "/etc/kubernetes/kubelet/config.json.d/40-nodeadm.conf", "/etc/eks/kubelet/environment",
                "/etc/eks/bootstrap.sh",
            ]
        ),
        ("OpenShift", ["/etc/machine-config-daemon", "/etc/openshift/kubelet.conf.d"]),
        ("GKE", ["/home/kubernetes/kubelet-config.yaml", "/home/kubernetes/kube-env"]),
    ]

    /// The owner of an image that has no other use than to be a node, by its os-release(5).
    private mutating func ownerOfImage() -> Owner? {
        for path in ["/etc/os-release", "/usr/lib/os-release"] {
            guard let content = bytes(of: path, limit: 1 << 16) else { continue }
            let line = content.lines.first { $0.begins(with: "ID=") } ?? []
            let id = line.dropFirst(3).filter { !$0.isBlank && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "'") }
            switch id[...].text {
            case "talos": return Owner(name: "Talos", evidence: path)
            case "bottlerocket": return Owner(name: "Bottlerocket", evidence: path)
            default: return nil
            }
        }
        return nil
    }
}

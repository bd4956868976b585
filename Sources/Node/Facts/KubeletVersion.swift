import Tuning

extension ComponentVersion {
    /// The packages that bring a kubelet.
    private static let ofKubelet = ["kubelet", "kubernetes-node", "kubernetes-server"]
    /// Where those packages put it.
    private static let packagedPrograms = ["", "kubelet", "/usr/bin/kubelet", "/bin/kubelet"]
    /// Variables in which provisioners note what they installed.
    private static let variables = ["KUBELET_VERSION", "KUBELET_IMAGE_TAG", "KUBERNETES_VERSION", "KUBE_VERSION"]

    /// The version of a kubelet, asked in the order in which the answers can be trusted: the image it was made of, if it
    /// is in a container; a version in the path of its program; the package that brought it; a variable of its unit;
    /// what policy declares. A package that brings another program than the one that is started comes last.
    init?(of invocation: KubeletInvocation, declared: String?, in root: Root) {
        let program = invocation.arguments.first ?? ""
        let executable = invocation.process.flatMap { root.link(at: "/proc/\($0.pid)/exe") } ?? program
        if let container = invocation.process?.containerID,
            let found = ComponentVersion(ofContainer: container, in: root)
        {
            self = found
        } else if let found = ComponentVersion(inPath: executable) ?? ComponentVersion(inPath: program) {
            self = found
        } else if ComponentVersion.packagedPrograms.contains(program),
            let found = ComponentVersion(ComponentVersion.ofKubelet, in: root)
        {
            self = found
        } else if let found = ComponentVersion(of: invocation.environment ?? [:], unit: invocation.unit) {
            self = found
        } else if let declared, let version = KubernetesVersion(declared) {
            self.init(version: version, source: "policy's cluster.kubernetesVersion")
        } else if let found = ComponentVersion(ComponentVersion.ofKubelet, in: root) {
            self = found
        } else {
            return nil
        }
    }

    /// The version in a path such as `/opt/kubelet-v1.34.2/kubelet` or `/var/lib/rancher/rke2/data/v1.34.2-rke2r1/bin`.
    private init?(inPath path: String) {
        guard path.utf8.count <= 4096 else { return nil }
        for part in path.split(separator: "/") {
            let name = part.drop { !$0.isASCII || !$0.isNumber && $0 != "v" }
            let candidates = [name, name.drop { $0 != "v" }] + part.split(separator: "-")
            for candidate in candidates {
                guard let version = KubernetesVersion(candidate), version.major == 1, version.patch != nil else {
                    continue
                }
                self.init(version: version, source: "program \(path)")
                return
            }
        }
        return nil
    }

    private init?(of environment: [String: String], unit: String?) {
        for name in ComponentVersion.variables {
            guard let version = environment[name].flatMap({ KubernetesVersion($0) }) else { continue }
            self.init(version: version, source: "variable \(name)" + (unit.map { " of \($0)" } ?? ""))
            return
        }
        return nil
    }
}

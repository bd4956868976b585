import Tuning

extension ComponentVersion {
    /// The packages that bring etcd: Debian's and Ubuntu's, then those of others.
    private static let ofEtcd = ["etcd-server", "etcd"]
    /// Where those packages put it.
    private static let packagedPrograms = ["", "etcd", "/usr/bin/etcd", "/bin/etcd"]
    /// Variables in which provisioners note what they installed.
    private static let etcdVariables = ["ETCD_VERSION", "ETCD_IMAGE_TAG"]

    /// The version of an etcd, asked in the order in which the answers can be trusted: the image that its container was
    /// made of, and the one that its manifest names; a version in the path of its program; the package that brought it; a
    /// variable. A package that brings another program than the one that is started comes last.
    init?(of invocation: EtcdInvocation, in root: Root) {
        let program = invocation.arguments.first ?? ""
        let executable = invocation.process.flatMap { root.link(at: "/proc/\($0.pid)/exe") } ?? program
        if let container = invocation.process?.containerID,
            let found = ComponentVersion(ofContainer: container, in: root)
        {
            self = found.ofEtcd
        } else if let found = ComponentVersion(ofImageIn: invocation) {
            self = found.ofEtcd
        } else if invocation.process?.containerID != nil || invocation.container != nil {
            return nil
        } else if let found = ComponentVersion(inEtcdPath: executable) ?? ComponentVersion(inEtcdPath: program) {
            self = found.ofEtcd
        } else if ComponentVersion.packagedPrograms.contains(program),
            let found = ComponentVersion(ComponentVersion.ofEtcd, in: root)
        {
            self = found.ofEtcd
        } else if let found = ComponentVersion(ofVariablesIn: invocation) {
            self = found.ofEtcd
        } else if let found = ComponentVersion(ComponentVersion.ofEtcd, in: root) {
            self = found.ofEtcd
        } else {
            return nil
        }
    }

    /// The version without what a packager put behind its numbers: 3.6.8 of the image tag 3.6.8-0.
    private var ofEtcd: ComponentVersion {
        var plain = version
        if !["-alpha", "-beta", "-rc"].contains(where: plain.suffix.hasPrefix) { plain.suffix = "" }
        return ComponentVersion(version: plain, source: source)
    }

    private init?(ofImageIn invocation: EtcdInvocation) {
        guard let container = invocation.container, let manifest = invocation.manifest,
            container.image.utf8.count <= 512, let version = KubernetesVersion(imageReference: container.image)
        else { return nil }
        self.init(version: version, source: "image \(container.image) in \(manifest)")
    }

    /// The version in a path such as `/opt/etcd-v3.5.16-linux-amd64/etcd`.
    private init?(inEtcdPath path: String) {
        guard path.utf8.count <= 4096 else { return nil }
        for part in path.split(separator: "/") {
            for piece in part.split(separator: "-") {
                guard let version = KubernetesVersion(piece), version.major == 3, version.patch != nil else { continue }
                self.init(version: version, source: "program \(path)")
                return
            }
        }
        return nil
    }

    private init?(ofVariablesIn invocation: EtcdInvocation) {
        for name in ComponentVersion.etcdVariables {
            guard let variable = invocation.environment[name],
                let version = KubernetesVersion(variable.value), version.major == 3
            else { continue }
            self.init(version: version, source: "variable \(name)" + (variable.place.map { " in \($0)" } ?? ""))
            return
        }
        return nil
    }
}

import Tuning

extension ImageStore {
    /// The most links that are followed in one path, as the kernel does.
    private static let linkLimit = 40

    /// The store of the runtime that the kubelet uses. Where there is no kubelet, it is Docker's, whose packages bring
    /// a containerd along, or that of the only runtime.
    init?(of facts: ContainerRuntimeFacts, disks: [Disk], mounts: [Mount], in root: Root) {
        let kinds = Set(facts.runtimes.map(\.kind))
        let alone = kinds.contains(.docker) ? .docker : kinds.count == 1 ? kinds.first : nil
        guard let kind = facts.inUse ?? (facts.endpoint == nil ? alone : nil) else { return nil }
        switch kind {
        case .docker:
            guard let images = facts.docker?.images(beside: facts.containerd, in: root) else { return nil }
            self.init(runtime: kind, path: images.path, source: images.source)
        case .containerd:
            guard let containerd = facts.containerd else { return nil }
            self.init(runtime: kind, path: containerd.root, source: containerd.rootOrigin)
        case .criO: self.init(runtime: kind, path: "/var/lib/containers/storage", source: "default")
        }
        guard root.exists(path) else { return nil }
        path = ImageStore.resolved(path, in: root)
        place(disks: disks, mounts: mounts)
    }

    /// Walks from the mount that holds the directory to the disks at the bottom.
    private mutating func place(disks: [Disk], mounts: [Mount]) {
        let stack = StoreDisks(disks: disks, seen: mounts, ofHost: mounts)
        let placed = stack.placed(EtcdMember.Store(path: path, source: source))
        filesystem = placed.filesystem
        self.disks = placed.disks
        let leaves = disks.filter { placed.disks.contains($0.name) }
        guard !leaves.isEmpty else {
            mediumReason =
                filesystem.map { "the disks below a filesystem of kind \($0) are not told" } ?? "no mount holds it"
            return
        }
        let worst = leaves.first { $0.medium == .rotational } ?? leaves.first { $0.medium == .unknown } ?? leaves[0]
        medium = worst.medium
        mediumReason = "\(worst.name): \(worst.mediumReason)"
    }

    /// A path without the links in it: `/var/lib/docker` is often one to a larger disk.
    private static func resolved(_ path: String, in root: Root) -> String {
        var rest = path.split(separator: "/").map(String.init)[...]
        var real = ""
        var links = 0
        while let part = rest.popFirst() {
            if part == ".." {
                real = real.lastIndex(of: "/").map { String(real[..<$0]) } ?? ""
                continue
            }
            guard part != ".", links < linkLimit, let target = root.link(at: "\(real)/\(part)") else {
                if part != "." { real += "/\(part)" }
                continue
            }
            links += 1
            if target.hasPrefix("/") { real = "" }
            rest = target.split(separator: "/").map(String.init) + rest
        }
        return real.isEmpty ? "/" : real
    }
}

extension DockerFacts {
    /// Where its images are, and what told that; nil where it has them in a containerd of which nothing is known.
    ///
    /// The containerd is the one that it is told of, else that at the usual socket, else one that it starts for itself.
    /// sources: moby v24.0.9 and v28.5.2 libcontainerd/supervisor/remote_daemon.go, Start; docker-v29.7.2
    /// daemon/command/daemon_unix.go, initContainerd; daemon.go, initializeContainerd and containerdRootDir
    fileprivate func images(beside containerd: ContainerdFacts?, in root: Root) -> (path: String, source: String)? {
        guard isContainerdStore == true else { return (dataRoot, dataRootOrigin) }
        let socket = flags["containerd"]?.text ?? keys["containerd"].map { Value(jsonText: $0).description } ?? ""
        let isToldOrFound = !socket.isEmpty || root.exists("/run/containerd/containerd.sock")
        guard isToldOrFound, feature("embedded-containerd") != true else {
            return ("\(dataRoot)/containerd/daemon", dataRootOrigin)
        }
        return containerd.map { ($0.root, $0.rootOrigin) }
    }
}

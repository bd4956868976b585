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
            guard let docker = facts.docker else { return nil }
            self.init(runtime: kind, path: docker.dataRoot, source: docker.dataRootOrigin)
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

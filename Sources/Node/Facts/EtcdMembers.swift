import Tuning

extension FactsReader {
    /// The most processes of etcd that are looked at.
    private static let etcdLimit = 64

    /// The processes of etcd, each with its disks and groups.
    mutating func etcdMembers(among components: [Component], disks: [Disk], mounts: [Mount]) -> [EtcdMember] {
        let processes = components.filter { $0.name == "etcd" }.prefix(FactsReader.etcdLimit)
        guard !processes.isEmpty else { return [] }
        let tree = CgroupTree(root: root)
        return processes.map { process in
            let path = namingPath(of: process.pid, in: tree)
            var member = EtcdMember(
                pid: process.pid,
                startTicks: process.startTicks,
                place: process.podUID.map { .pod($0) } ?? process.unit.map { .unit($0) } ?? .cgroup(path ?? "/")
            )
            if let unit = process.unit, unit.hasSuffix(".service"), path?.hasSuffix("/\(unit)") ?? false {
                member.service = unit
            }
            member.pod = process.podUID.flatMap { podName(of: $0) }
            member.containerID = process.containerID
            member.threadCount =
                ThreadStatus(bytes(of: "/proc/\(process.pid)/stat", limit: 1 << 14) ?? [])?.threadCount ?? 0
            var stores = EtcdStores(
                of: process,
                environment: (try? root.environment(of: process, prefix: "ETCD_")) ?? [:]
            )
            stores.find(amongOpenFilesOf: process.pid, in: root)
            let seen = isInHostNamespace(process.pid) ? mounts : self.mounts(of: process.pid)
            let stack = StoreDisks(disks: disks, seen: seen, ofHost: mounts)
            member.data = stores.data.map(stack.placed)
            member.wal = stores.wal.map(stack.placed)
            member.cpu = resourceGroup(.cpu, of: process.pid, in: tree)
            member.io = resourceGroup(.io, of: process.pid, in: tree)
            return member
        }
    }

    private mutating func namingPath(of pid: Int64, in tree: CgroupTree) -> String? {
        cgroupPath(of: pid) { tree.naming?.version == 2 ? $0.isEmpty : $0.is("name=systemd") }
    }

    /// Whether a process sees the mounts of the node; where that is not told, it is taken to.
    private func isInHostNamespace(_ pid: Int64) -> Bool { root.shareNamespace("mnt", pid) ?? true }

    /// The pod of a UID, from the directory `namespace_name_UID` that the kubelet keeps for its logs. Neither a
    /// namespace nor a name may hold an underscore.
    func podName(of uid: String) -> String? {
        guard let directories = try? root.directories(in: "/var/log/pods") else { return nil }
        let bare = uid.filter { $0 != "-" }
        for name in directories {
            let parts = name.split(separator: "_", omittingEmptySubsequences: false)
            if parts.count == 3, parts[2].filter({ $0 != "-" }) == bare { return "\(parts[0])/\(parts[1])" }
        }
        return nil
    }
}

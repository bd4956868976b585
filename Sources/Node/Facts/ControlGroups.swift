import Tuning

extension FactsReader {
    /// How control groups are laid out, from what is mounted.
    ///
    /// Mounts at the usual place decide if there are any, since a network plugin may mount a second version 2 hierarchy
    /// for its own use (Cilium does at `/run/cilium/cgroupv2`).
    mutating func controlGroups(_ mounts: [MountRecord]) -> CgroupFacts {
        let all = mounts.filter { $0.mount.filesystem == "cgroup" || $0.mount.filesystem == "cgroup2" }
        let usual = all.filter { $0.mount.path == "/sys/fs/cgroup" || $0.mount.path.hasPrefix("/sys/fs/cgroup/") }
        let hierarchies = usual.isEmpty ? all : usual
        let unified = hierarchies.first { $0.mount.filesystem == "cgroup2" }
        let hasControllersOfVersion1 = hierarchies.contains { hierarchy in
            hierarchy.mount.filesystem == "cgroup"
                && hierarchy.cgroupOptions.contains { FactsReader.controllersOfVersion1.contains($0) }
        }
        var facts = CgroupFacts()
        switch (hasControllersOfVersion1, unified) {
        case (true, nil): facts.layout = .legacy
        case (true, _?): facts.layout = .hybrid
        case (false, _?): facts.layout = .unified
        case (false, nil): facts.layout = layoutOfDirectories
        }
        switch facts.layout {
        case .unified: facts.version = 2
        case .hybrid, .legacy: facts.version = 1
        case .unknown: facts.version = nil
        }
        let directory = unified?.mount.path ?? (facts.layout == .unified ? "/sys/fs/cgroup" : nil)
        if let directory, let list = bytes(of: "\(directory)/cgroup.controllers") {
            facts.controllers = list[...].words.map(\.text)
        }
        return facts
    }

    /// The layout where no mount table was captured, from the files that each layout has.
    private var layoutOfDirectories: CgroupFacts.Layout {
        if root.exists("/sys/fs/cgroup/cgroup.controllers") { return .unified }
        guard root.exists("/sys/fs/cgroup/memory") || root.exists("/sys/fs/cgroup/cpu") else { return .unknown }
        return root.exists("/sys/fs/cgroup/unified/cgroup.controllers") ? .hybrid : .legacy
    }

    /// The controllers of cgroups(7), without which a version 1 hierarchy only names its members.
    private static let controllersOfVersion1: Set<String> = [
        "cpu", "cpuacct", "cpuset", "memory", "devices", "freezer", "net_cls", "net_prio", "blkio", "perf_event",
        "hugetlb", "pids", "rdma", "misc",
    ]
}

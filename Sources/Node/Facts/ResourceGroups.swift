import Tuning

extension FactsReader {
    /// What the root of the control groups tells.
    mutating func readResourceGroups(into facts: inout CgroupFacts) {
        let tree = CgroupTree(root: root)
        if let cpu = tree.hierarchy(of: .cpu) {
            facts.topGroups = weightedGroups(.cpu, below: cpu.path, of: tree, version: cpu.version)
                .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        }
        facts.hasAutogroups = number(of: "/proc/sys/kernel/sched_autogroup_enabled").map { $0 != 0 }
        if let io = tree.hierarchy(of: .io), let lines = bytes(of: "\(io.path)/io.cost.qos")?.lines {
            facts.costControlledDevices = lines.map(\.words).filter { words in
                words.contains { $0.is("enable=1") }
            }.compactMap { $0.first?.text }
        }
    }

    /// The group in which a process gets its turn; nil if that cannot be told.
    ///
    /// Of version 2 a group has a weight only where the controller was asked for; the processes of one that has none
    /// compete with all others below the nearest group that has.
    mutating func resourceGroup(_ resource: Resource, of pid: Int64, in tree: CgroupTree) -> ResourceGroup? {
        guard
            let hierarchy = tree.hierarchy(of: resource),
            let path = path(of: pid, resource: resource, version: hierarchy.version)
        else { return nil }
        var levels: [ResourceGroup.Level] = []
        var parts = path.split(separator: "/").map(String.init)[...]
        while let name = parts.last {
            let group = "/" + parts.joined(separator: "/")
            parts.removeLast()
            let weight = CgroupWeight.read(resource, of: hierarchy.path + group, version: hierarchy.version, in: root)
            guard let weight else { continue }
            let above = hierarchy.path + parts.map { "/\($0)" }.joined()
            let siblings = weightedGroups(resource, below: above, of: tree, version: hierarchy.version)
            levels.append(.init(path: group, weight: weight, siblings: siblings.filter { $0.name != name }))
        }
        let group = levels.first?.path ?? "/"
        // Version 1 gives groups below a turn of their own, as version 2 does where they have a weight.
        let directory = group == "/" ? hierarchy.path : hierarchy.path + group
        let processes =
            hierarchy.version == 2 && group != "/" ? tree.processes(below: directory) : tree.processes(in: directory)
        return ResourceGroup(path: group, levels: levels, otherProcessCount: Int64(processes.count { $0 != pid }))
    }

    /// The most groups of one parent that are read.
    private static let siblingLimit = 4_096

    private func weightedGroups(
        _ resource: Resource,
        below directory: String,
        of tree: CgroupTree,
        version: Int
    ) -> [WeightedGroup] {
        tree.children(of: directory).prefix(FactsReader.siblingLimit).compactMap { name in
            CgroupWeight.read(resource, of: "\(directory)/\(name)", version: version, in: root)
                .map { WeightedGroup(name: name, weight: $0) }
        }
    }

    /// The group of a process in the hierarchy of a controller; nil if it has ended, or is outside of what we see.
    private mutating func path(of pid: Int64, resource: Resource, version: Int) -> String? {
        let controller: StaticString = resource == .cpu ? "cpu" : "blkio"
        return cgroupPath(of: pid) { controllers in
            version == 2
                ? controllers.isEmpty : controllers.split(separator: UInt8(ascii: ",")).contains { $0.is(controller) }
        }
    }

    /// The group of a process in the first hierarchy whose controllers are those asked for.
    mutating func cgroupPath(of pid: Int64, where isMeant: (ArraySlice<UInt8>) -> Bool) -> String? {
        let content = bytes(of: "/proc/\(pid)/cgroup", limit: 1 << 16) ?? []
        for line in content.lines {
            let fields = line.split(separator: UInt8(ascii: ":"), maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3, isMeant(fields[1]) else { continue }
            let path = fields[2].withoutDeletedMark.text
            return path.hasPrefix("/") && !path.split(separator: "/").contains("..") ? path : nil
        }
        return nil
    }
}

import Glibc
import Tuning

/// The control groups as directories.
///
/// Looked up where systemd, kubelets and runtimes have them mounted, below `/sys/fs/cgroup`: a place has to be found
/// within microseconds of an event, and a node that keeps them elsewhere is seen by the sweep's walk over all processes.
struct CgroupTree {
    /// A tree of groups.
    struct Hierarchy: Hashable {
        /// Where it is mounted.
        var path: String
        /// 1 or 2.
        var version: Int
    }

    let root: Root
    /// The hierarchy in which every process has its group: version 2, or systemd's own of version 1.
    let naming: Hierarchy?
    private let isUnified: Bool

    /// The most directories that one search looks at.
    private static let directoryLimit = 10_000
    /// The most levels that are searched below a hierarchy, or below a place: a node inside a node has about ten.
    private static let depthLimit = 16

    init(root: Root) {
        self.root = root
        isUnified = root.exists("/sys/fs/cgroup/cgroup.controllers")
        if isUnified {
            naming = Hierarchy(path: "/sys/fs/cgroup", version: 2)
        } else if root.exists("/sys/fs/cgroup/unified/cgroup.procs") {
            naming = Hierarchy(path: "/sys/fs/cgroup/unified", version: 2)
        } else {
            naming = root.exists("/sys/fs/cgroup/systemd") ? Hierarchy(path: "/sys/fs/cgroup/systemd", version: 1) : nil
        }
    }

    /// The hierarchy with the controller of a resource; nil if it is mounted nowhere.
    func hierarchy(of resource: Resource) -> Hierarchy? {
        if isUnified { return naming }
        let names = resource == .cpu ? ["cpu", "cpu,cpuacct", "cpuacct,cpu"] : ["blkio"]
        return names.lazy.map { "/sys/fs/cgroup/\($0)" }.first { root.exists("\($0)/cgroup.procs") }
            .map { Hierarchy(path: $0, version: 1) }
    }

    /// The directory of a place in a hierarchy; nil if there is none now.
    func directory(of place: ProcessSelector.Place, in hierarchy: Hierarchy) -> String? {
        if let directory = usualDirectory(of: place, in: hierarchy) { return directory }
        switch place {
        case .anywhere, .cgroup: return nil
        case .unit(let name):
            guard CgroupTree.isName(name) else { return nil }
            return search(
                hierarchy.path,
                descending: { $0.hasSuffix(".slice") },
                until: { $0 == name || $0 == "_\(name)" }
            )
        case .pod(let uid):
            return search(
                hierarchy.path,
                descending: { $0.hasSuffix(".slice") || CgroupTree.podParents.contains($0) },
                until: { CgroupMembership.podUID(of: $0) == uid }
            )
        }
    }

    /// The same without a search, which looks at many directories: nil also where it is not where such a place mostly is.
    func usualDirectory(of place: ProcessSelector.Place, in hierarchy: Hierarchy) -> String? {
        switch place {
        case .anywhere, .pod: return nil
        case .cgroup(let path):
            let parts = path.split(separator: "/")
            guard path.hasPrefix("/"), !parts.contains(".."), !parts.contains(".") else { return nil }
            let directory = parts.reduce(hierarchy.path) { "\($0)/\($1)" }
            return isGroup(directory) ? directory : nil
        case .unit(let name):
            guard CgroupTree.isName(name) else { return nil }
            return ["system.slice/\(name)", name].map { "\(hierarchy.path)/\($0)" }.first(where: isGroup)
        }
    }

    /// Whether a directory is a group.
    func isGroup(_ directory: String) -> Bool { root.exists("\(directory)/cgroup.procs") }

    /// Whether a text can be the name of a directory in another.
    private static func isName(_ name: String) -> Bool {
        !name.isEmpty && !name.contains("/") && name != ".." && name != "."
    }

    /// What pods stand below where the kubelet's driver is cgroupfs.
    private static let podParents: Set<String> = ["kubepods", "burstable", "besteffort", "kubelet"]

    /// The first directory that is what is looked for, breadth first.
    private func search(_ top: String, descending: (String) -> Bool, until isFound: (String) -> Bool) -> String? {
        var open = [top]
        var seen = 0
        for _ in 0..<CgroupTree.depthLimit where !open.isEmpty {
            var below: [String] = []
            for directory in open {
                for name in children(of: directory) {
                    if isFound(name) { return "\(directory)/\(name)" }
                    seen += 1
                    guard seen < CgroupTree.directoryLimit else { return nil }
                    if descending(name) { below.append("\(directory)/\(name)") }
                }
            }
            open = below
        }
        return nil
    }

    /// The groups directly below a group.
    func children(of directory: String) -> [String] {
        (try? root.directories(in: directory)) ?? []
    }

    /// The processes in a group and in all groups below it.
    func processes(below directory: String) -> [Int64] {
        var found: [Int64] = []
        var open = [directory]
        var seen = 0
        while let next = open.popLast(), seen < CgroupTree.directoryLimit {
            seen += 1
            found += processes(in: next)
            open += children(of: next).map { "\(next)/\($0)" }
        }
        return found
    }

    /// The processes in a group. Those of another PID namespace, which the kernel calls 0, are left out.
    func processes(in directory: String) -> [Int64] {
        let content = (try? root.bytes(of: "\(directory)/cgroup.procs", limit: 1 << 24)) ?? []
        return content.lines.compactMap { $0.trimmed.decimal }.filter { $0 > 0 }
    }
}

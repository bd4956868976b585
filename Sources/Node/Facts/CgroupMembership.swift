import Tuning

/// What holds a process, as its control groups show: a unit of systemd, a pod, a container.
struct CgroupMembership: Equatable {
    /// The unit of systemd, such as `kubelet.service`; nil if it is in none.
    var unit: String?
    /// The pod; nil if it is in none.
    var podUID: String?
    /// The container, by the 64 digits that its runtime gave it; nil if it is in none.
    var containerID: String?

    /// Reads a `/proc/PID/cgroup`: lines of a hierarchy's number, its controllers and the path in it.
    ///
    /// systemd's own hierarchy is asked first, then version 2, then the others, of which a container may be in some
    /// only. In a path the innermost pod and container count: a node that is itself a container shows its own pods.
    init(_ content: [UInt8]) {
        let paths = content.lines.compactMap { line -> (rank: Int, path: ArraySlice<UInt8>)? in
            let fields = line.split(separator: UInt8(ascii: ":"), maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { return nil }
            return (fields[1].is("name=systemd") ? 0 : fields[1].isEmpty ? 1 : 2, fields[2])
        }
        for (_, path) in paths.sorted(by: { $0.rank < $1.rank }).prefix(64) {
            let groups = path.split(separator: UInt8(ascii: "/")).filter { !$0.is("..") }.map(\.text)
            unit = unit ?? CgroupMembership.unit(in: groups)
            podUID = podUID ?? groups.lazy.compactMap(CgroupMembership.podUID).last
            containerID = containerID ?? groups.lazy.compactMap(CgroupMembership.containerID).last
        }
    }

    /// The same of a process that may be ending: the kernel calls its groups deleted then or shows it at the root, and what
    /// was known before counts.
    init(_ content: [UInt8], otherwise known: CgroupMembership) {
        let isEnding = content.lines.contains { $0.text.hasSuffix(" (deleted)") }
        let present = CgroupMembership(content)
        self = isEnding || present == CgroupMembership([]) ? known : present
    }

    /// The first group below the slices, if it is a unit: how systemd reads its own tree.
    static func unit(in groups: [String]) -> String? {
        guard let group = groups.first(where: { !$0.hasSuffix(".slice") }) else { return nil }
        // A name that could be taken for a file of the kernel is written with an underscore before it.
        let name = group.hasPrefix("_") ? String(group.dropFirst()) : group
        return [".service", ".scope", ".socket", ".mount", ".swap"].contains { name.hasSuffix($0) } ? name : nil
    }

    /// The pod of a group: `podUID` by the driver cgroupfs, `kubepods-burstable-podUID.slice` by the driver systemd,
    /// where the hyphens of the UID are underscores since a hyphen is a step down in the name of a slice.
    static func podUID(of group: String) -> String? {
        let name = group.split(separator: ":", maxSplits: 1).first.map(String.init) ?? ""
        let uid: Substring
        if name.hasSuffix(".slice"), name.contains("kubepods") {
            guard let last = name.dropLast(".slice".count).split(separator: "-").last, last.hasPrefix("pod") else {
                return nil
            }
            uid = last.dropFirst(3)
        } else if name.hasPrefix("pod") {
            uid = name.dropFirst(3)
        } else {
            return nil
        }
        // 36 characters from the API server, 32 for a static pod.
        guard (32...36).contains(uid.utf8.count), uid.utf8.allSatisfy({ $0.isHexDigit || $0 == 0x2D || $0 == 0x5F })
        else { return nil }
        return String(uid.map { $0 == "_" ? "-" : $0 })
    }

    /// The container of a group: the bare ID (containerd and Docker with the driver cgroupfs), `crio-ID`,
    /// `cri-containerd-ID.scope`, `docker-ID.scope`, or `SLICE:cri-containerd:ID` where runtime and kubelet disagree on
    /// the driver. `crio-conmon-ID.scope` holds the monitor, not the container.
    private static func containerID(of group: String) -> String? {
        let name = group.hasSuffix(".scope") ? group.dropLast(".scope".count) : group[...]
        let id = name.split(whereSeparator: { $0 == "-" || $0 == ":" }).last ?? ""
        guard id.utf8.count == 64, id.utf8.allSatisfy(\.isHexDigit) else { return nil }
        return name.dropLast(id.count).hasSuffix("conmon-") ? nil : String(id)
    }
}

extension UInt8 {
    /// Whether it is a digit of a hexadecimal number in small letters.
    fileprivate var isHexDigit: Bool { isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self) }
}

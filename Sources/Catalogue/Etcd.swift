import Tuning

extension Facts {
    /// Why no process of etcd can be tuned here; nil where there is one.
    var reasonToLeaveEtcdAlone: String? {
        guard !etcd.contains(where: \.runs) else { return nil }
        if let carrier = components.first(where: { ["k3s", "k3s-server", "k0s"].contains($0.name) }) {
            return
                "\(carrier.name) has no etcd process: where it runs etcd it is a part of its own process, and a priority "
                + "would be that of all it runs"
        }
        return etcd.isEmpty ? "no etcd runs here" : "\(etcd[0].source) would start etcd, but none runs here"
    }

    /// The members, one for each place: several processes in one place are one knob.
    var etcdPlaces: [EtcdMember] {
        var seen: Set<ProcessSelector> = []
        return etcd.filter { $0.runs && seen.insert($0.selector).inserted }
    }

    /// The disks that a member waits for, the log's first.
    func disks(of member: EtcdMember) -> [Disk] {
        var seen: Set<String> = []
        let names = (member.wal?.disks ?? []) + (member.data?.disks ?? [])
        return names.filter { seen.insert($0).inserted }.compactMap { name in disks.first { $0.name == name } }
    }

    /// The members of a knob.
    func members(of selector: ProcessSelector) -> [EtcdMember] {
        etcd.filter { $0.runs && $0.selector == selector }
    }

    /// The kernel's version, such as 6.1.
    var kernelVersion: (major: Int, minor: Int)? {
        let numbers = (kernel.release ?? "").split(whereSeparator: { $0 == "." || $0 == "-" }).prefix(2).map { Int($0) }
        guard numbers.count == 2, let major = numbers[0], let minor = numbers[1] else { return nil }
        return (major, minor)
    }
}

extension Setting {
    /// The drop-in that gives a service of systemd what a setting gives its process now, from its next start on.
    ///
    /// One file for each setting, so that each is undone for itself; the `90` lets an administrator's own come after it,
    /// and what one before it gives must not be made less by it.
    static func etcdDropIn(of service: String, for id: String, _ lines: [String]) -> Target {
        let content = ["# Written by nodekeel (\(id)); undo: nodekeel revert \(id)", "[Service]"] + lines
        return Target(
            .file("/etc/systemd/system/\(service).d/90-nodekeel-\(id).conf"),
            .exactly(.text(content.joined(separator: "\n") + "\n")),
            activation: .reloadManager
        )
    }
}

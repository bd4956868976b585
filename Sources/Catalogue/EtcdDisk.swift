import Tuning

extension Parameter {
    /// Whether log and database of etcd should have a disk each.
    static let etcdSeparation = Parameter(
        "logApart",
        "whether etcd's write-ahead log should be on another disk than its database",
        words: ["wanted", "ignored"]
    )
}

extension Setting {
    /// etcd's log is on a solid-state disk that nothing else of etcd's keeps busy.
    ///
    /// Every write of the cluster waits for one sync of the log: ten milliseconds are etcd's own limit, which a disk that
    /// turns does not keep. The database is written in bursts, and on one disk the log waits for them; two volumes on one
    /// disk are one disk. Virtual and network disks do not say what they are, and then nothing is claimed.
    /// Also written by: nobody; the log's place can only be chosen before the first start.
    static let etcdDisk = Setting(
        id: "etcd-disk",
        summary: "etcd's log is on a solid-state disk of its own",
        why: """
            Every write of the cluster waits until the log is on disk. On a disk that turns, or behind bursts of the \
            database on the same disk, that takes longer than a heartbeat, and the leader is lost.
            """,
        unit: .none,
        sources: [
            "https://etcd.io/docs/v3.6/faq/: 99 % of syncs of the log below 10 ms",
            "https://etcd.io/docs/v3.6/op-guide/hardware/#disks",
            "notes of a large cluster's operators (kubespray, 2022): log and snapshots on two solid-state disks",
        ],
        parameters: [.etcdSeparation],
        strictestMode: .observe
    ) { facts, parameters in
        if let reason = facts.reasonToTellNoOptions { return .leaveAlone(because: reason) }
        let isApartWanted = parameters.word(.etcdSeparation) == "wanted"
        let members = facts.etcd.filter { !($0.wal?.disks ?? []).isEmpty }
        guard !members.isEmpty else { return .leaveAlone(because: "the disk below etcd's log is not known") }
        let targets = members.flatMap { member -> [Target] in
            let media = EtcdMember.Directory.allCases.map {
                Target(.option($0.rawValue, of: member.component), .oneOf([.text("ssd"), .text("unknown")]))
            }
            let apart = Target(.option(EtcdMember.separation, of: member.component), .exactly(.text("apart")))
            return media + (isApartWanted ? [apart] : [])
        }
        return .set(
            targets,
            because: "a write of the cluster waits for a sync of the log: \(places(members, facts))",
            cautions: members.compactMap { caution(for: $0, isApartWanted, facts: facts) }
        )
    }

    private static func places(_ members: [EtcdMember], _ facts: Facts) -> String {
        members.map { member in
            let disks = (member.wal?.disks ?? []).map { name in
                let disk = facts.disks.first { $0.name == name }
                return "\(name) (\(disk?.medium.rawValue ?? "unknown"): \(disk?.mediumReason ?? "no such disk"))"
            }
            return "that of \(member.name) is on \(disks.joined(separator: ", "))"
        }.joined(separator: "; ")
    }

    private static func caution(for member: EtcdMember, _ isApartWanted: Bool, facts: Facts) -> Caution? {
        let log = Set(member.wal?.disks ?? [])
        let isTurning = facts.disks.contains { log.contains($0.name) && $0.medium == .rotational }
        let isShared = isApartWanted && !log.isDisjoint(with: member.data?.disks ?? [])
        guard isTurning || isShared else { return nil }
        return Caution(
            danger: "\(member.name): its log is on "
                + (isTurning
                    ? "a disk that turns" : "the disk of its database, \(log.sorted().joined(separator: ", "))"),
            remedy: "with etcd stopped, move \(member.wal?.path ?? "the log") to a solid-state disk of its own and "
                + "\(member.change("wal-dir", to: "PATH")); one member after the other"
        )
    }
}

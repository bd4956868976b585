import Tuning

extension Parameter {
    /// The least number of writes between two snapshots of etcd.
    static let etcdSnapshotCount = Parameter(
        "snapshotCount",
        "the least number of writes between two snapshots of etcd",
        range: 1...10_000_000,
        preset: 10_000
    )
}

extension Setting {
    /// etcd keeps enough of its log for a follower that lags, and not all of it for ever.
    ///
    /// After a snapshot etcd keeps 5,000 entries of its log. With a snapshot every 5,000 writes, as old notes have it, a
    /// follower that was away for a moment gets the whole database instead of the entries it missed. 10,000 is the default
    /// since 3.6 and what kubeadm writes; 3.2 to 3.5 have 100,000, which costs memory and spares writes. A number of 0
    /// files to keep means all of them, until the disk is full. Members may differ in it for as long as a change takes.
    /// Also written by: kubeadm (10000), kubespray (100000).
    static let etcdSnapshots = Setting(
        id: "etcd-snapshots",
        summary: "etcd keeps log enough for a member that lags, and takes old files away",
        why: """
            With snapshots too often, a member that was away for a moment is sent the whole database instead of what it \
            missed, which is when the cluster can bear it least. Files that are kept without a limit fill the disk.
            """,
        unit: .entries,
        sources: [
            "etcd 3.5.16 and 3.6.14 server/etcdserver: DefaultSnapshotCount 100000 and 10000, 5000 entries kept",
            "kubeadm 1.36 cmd/kubeadm/app/phases/etcd/local.go: --snapshot-count=10000",
            "https://etcd.io/docs/v3.6/tuning/#snapshots",
        ],
        parameters: [.etcdSnapshotCount],
        isOptIn: true
    ) { facts, parameters in
        if let reason = facts.reasonToTellNoOptions { return .leaveAlone(because: reason) }
        let count = parameters[.etcdSnapshotCount]
        let targets = facts.etcd.flatMap { member -> [Target] in
            // One that keeps all files is to keep as many as etcd does by itself.
            let files = ["max-wals", "max-snapshots"].map { ($0, member.known($0) == 0 ? Int64(5) : 1) }
            return ([("snapshot-count", count)] + files)
                // The default of an unknown release is not known, nor is anything of one that would not start.
                .filter { member.effective.isEmpty || member.number(of: $0.0) != nil }
                .map { Target(.option($0.0, of: member.component), .atLeast($0.1)) }
        }
        return .set(
            targets,
            because:
                "5000 entries are kept after a snapshot; with one every \(count) writes or more, a lag is made up for",
            cautions: facts.etcd.flatMap { cautions(for: $0, count, facts: facts) }
        )
    }

    private static func cautions(for member: EtcdMember, _ least: Int64, facts: Facts) -> [Caution] {
        var cautions: [Caution] = []
        if let count = member.known("snapshot-count"), count < least {
            cautions.append(
                member.caution(
                    "a snapshot every \(count) writes sends the whole database to members that lag",
                    [member.change("snapshot-count", to: "\(least)")],
                    in: facts
                )
            )
        }
        for option in ["max-wals", "max-snapshots"] where member.known(option) == 0 {
            cautions.append(
                member.caution("\(option) 0 keeps every file for ever", [member.change(option, to: "5")], in: facts)
            )
        }
        return cautions
    }
}

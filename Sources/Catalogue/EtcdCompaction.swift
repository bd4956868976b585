import Tuning

extension Parameter {
    /// The least history that etcd's own compaction keeps.
    static let etcdHistoryMinutes = Parameter(
        "historyMinutes",
        "the least history that etcd's own compaction may keep, in minutes; the API server keeps five to ten",
        range: 5...100_000,
        preset: 10
    )
}

extension Setting {
    /// etcd's own compaction takes away no history that the API server still needs.
    ///
    /// kube-apiserver compacts every five minutes by itself, and keeps the history of five to ten. etcd's own compaction
    /// beside it is harmless as long as it keeps more. By revision it does not: at a thousand writes a second «1000
    /// revisions» are one second, after which watches fail with «required revision has been compacted» and every client
    /// lists everything anew. A number without a unit is hours in periodic mode; with a unit in revision mode it is taken
    /// for that many nanoseconds of revisions, which compacts never.
    /// Also written by: kubespray (periodic, 8 hours).
    static let etcdCompaction = Setting(
        id: "etcd-compaction",
        summary: "etcd keeps the history that the API server's clients still read",
        why: """
            History that is gone before a client has read it makes its watch fail, and it then lists everything anew: on a \
            busy cluster all of them at once, again and again. The API server compacts by itself every five minutes.
            """,
        unit: .milliseconds,
        sources: [
            "kube-apiserver 1.36 --etcd-compaction-interval: 5m",
            "etcd 3.6.14 server/embed/etcd.go: parseCompactionRetention; server/etcdserver/api/v3compactor/revision.go",
            "https://etcd.io/docs/v3.6/op-guide/maintenance/#auto-compaction",
        ],
        parameters: [.etcdHistoryMinutes],
        strictestMode: .observe
    ) { facts, parameters in
        if let reason = facts.reasonToTellNoOptions { return .leaveAlone(because: reason) }
        let least = parameters[.etcdHistoryMinutes] * 60_000
        let targets = facts.etcd.map { member in
            member.compactsByRevision
                ? Target(.option("auto-compaction-mode", of: member.component), .exactly(.text("periodic")))
                : Target(
                    .option("auto-compaction-retention", of: member.component),
                    .atLeast(least),
                    zeroIsUnlimited: true
                )
        }
        return .set(
            targets,
            because: "the API server compacts by itself and keeps up to ten minutes, so etcd must keep more, or all",
            cautions: facts.etcd.compactMap { caution(for: $0, least, facts: facts) }
        )
    }

    private static func caution(for member: EtcdMember, _ least: Int64, facts: Facts) -> Caution? {
        let off = [member.change("auto-compaction-retention", to: "0")]
        if member.compactsByRevision {
            return member.caution(
                "it keeps a number of revisions, which a busy cluster writes in seconds",
                off,
                in: facts
            )
        }
        guard let kept = member.known("auto-compaction-retention"), kept > 0, kept < least else { return nil }
        return member.caution("it keeps a history of \(kept) ms only", off, in: facts)
    }
}

extension EtcdMember {
    /// Whether it keeps a number of revisions rather than a length of time.
    fileprivate var compactsByRevision: Bool {
        guard effective["auto-compaction-mode"] == .string("revision") else { return false }
        return effective["auto-compaction-retention"] != .string("0s")
    }
}

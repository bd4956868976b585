import Tuning

extension Setting {
    /// etcd keeps its leader, sends its heartbeats in time and applies what it has agreed on at once.
    ///
    /// Each of the three counters grows when disk, CPU or network keep etcd from its work: an entry that takes longer than
    /// 100 ms to apply, a heartbeat that could not be sent in time, an election. A counter that grows between two passes
    /// is told; what was counted before the first pass is not, since nobody knows when that was.
    /// Also written by: nobody; it is read only.
    static let etcdStability = Setting(
        id: "etcd-stability",
        summary: "etcd keeps its leader and is not late with its work",
        why: """
            During an election the cluster takes no write. Heartbeats that are late and entries that are applied slowly \
            come before it: something keeps etcd's disk or CPU busy.
            """,
        unit: .none,
        sources: [
            "https://etcd.io/docs/v3.6/metrics/: has_leader, leader_changes_seen_total, heartbeat_send_failures_total",
            "etcd 3.6.14 contrib/mixin: etcdNoLeader, etcdHighNumberOfLeaderChanges",
            "https://etcd.io/docs/v3.6/faq/: what makes heartbeats late and applies slow",
        ],
        strictestMode: .observe
    ) { facts, _ in
        if let reason = facts.reasonToTellNoCounters { return .leaveAlone(because: reason) }
        let members = facts.etcd.filter { $0.measured != nil }
        let targets = members.flatMap { member -> [Target] in
            let counters = [EtcdMember.Measure.leaderChanges, .slowApplies, .heartbeatFailures]
            let targets =
                [member.measure(.leader, .exactly(.text("known")))] + counters.map { member.measure($0, .steady) }
            return targets.filter(facts.isTold)
        }
        guard !targets.isEmpty else { return .leaveAlone(because: "this etcd counts none of it") }
        return .set(
            targets,
            because: "none of it should grow while etcd has the disk, the CPU and the network that it needs",
            cautions: members.compactMap { member in
                member.measured?.counted.hasLeader == false
                    ? Caution(
                        danger: "\(member.name) knows of no leader: the cluster takes no write",
                        remedy: "see whether most of the members run and reach each other: "
                            + "etcdctl endpoint status --cluster, and etcd's log on each"
                    ) : nil
            }
        )
    }
}

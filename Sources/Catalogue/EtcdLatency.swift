import Tuning

extension Parameter {
    /// The longest time that 99 of 100 syncs of etcd's log may take.
    static let etcdLogSync = Parameter(
        "logSyncMilliseconds",
        "how long 99 of 100 syncs of etcd's log may take, in milliseconds",
        range: 1...10_000,
        preset: 10
    )
    /// The longest time that 99 of 100 commits to etcd's database may take.
    static let etcdCommit = Parameter(
        "commitMilliseconds",
        "how long 99 of 100 commits to etcd's database may take, in milliseconds",
        range: 1...10_000,
        preset: 25
    )
}

extension Setting {
    /// etcd's disk and network answer as fast as a cluster's writes need.
    ///
    /// etcd counts how long each sync of its log and each commit to its database took, and messages to other members;
    /// that is the truth about its disk, whatever the disk says of itself. The service tells of the last minute or two,
    /// from the difference of two looks; a command of the same where the service runs, else of all time since etcd
    /// started. A round trip longer than a heartbeat brings elections while all is well.
    /// Also written by: nobody; it is read only.
    static let etcdLatency = Setting(
        id: "etcd-latency",
        summary: "etcd's disk and the way to its other members are fast enough",
        why: """
            Every write of the cluster waits for a sync of etcd's log. When that takes tens of milliseconds the API server \
            is slow for everybody, and when it takes longer than an election the leader is lost.
            """,
        unit: .microseconds,
        sources: [
            "https://etcd.io/docs/v3.6/faq/: 99 % of log syncs below 10 ms, of commits below 25 ms",
            "https://etcd.io/docs/v3.6/tuning/#time-parameters: the heartbeat about a round trip",
            "https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile",
        ],
        parameters: [.etcdLogSync, .etcdCommit],
        strictestMode: .observe,
        hysteresisSeconds: 60
    ) { facts, parameters in
        if let reason = facts.reasonToMeasureNoEtcd { return .leaveAlone(because: reason) }
        let (sync, commit) = (parameters[.etcdLogSync] * 1_000, parameters[.etcdCommit] * 1_000)
        let members = facts.etcdThatCanBeAsked
        let targets = members.flatMap { member -> [Target] in
            var targets = [member.measure(.logSync, .atMost(sync)), member.measure(.commit, .atMost(commit))]
            if member.measured?.roundTripMicroseconds != nil, let beat = member.known("heartbeat-interval") {
                targets.append(member.measure(.roundTrip, .atMost(beat * 1_000)))
            }
            return targets.filter { member.measured == nil || facts.isTold($0) }
        }
        guard !targets.isEmpty else { return .leaveAlone(because: "etcd has written nothing yet") }
        return .set(
            targets,
            because: members.compactMap { member in
                member.measured.map { "99 of 100 \($0.window), by the metrics of \(member.name) at \($0.address)" }
            }.joined(separator: "; ").orElse("etcd's own limits are \(sync / 1_000) and \(commit / 1_000) ms"),
            cautions: members.compactMap { $0.metricsCaution(in: facts) }
                + members.flatMap { cautions(for: $0, sync, commit, facts: facts) }
        )
    }

    private static func cautions(for member: EtcdMember, _ sync: Int64, _ commit: Int64, facts: Facts) -> [Caution] {
        guard let measured = member.measured else { return [] }
        var cautions: [Caution] = []
        let disks = (member.wal?.disks ?? []).joined(separator: ", ")
        if (measured.logSyncMicroseconds ?? 0) > sync || (measured.commitMicroseconds ?? 0) > commit {
            cautions.append(
                Caution(
                    danger:
                        "\(member.name): its disk\(disks.isEmpty ? "" : " \(disks)") is too slow, or busy with others",
                    remedy:
                        "look at what else writes there (iotop, journalctl), then move \(member.wal?.path ?? "its log") "
                        + "to a solid-state disk of its own; 'nodekeel explain etcd-disk' says how"
                )
            )
        }
        if let trip = measured.roundTripMicroseconds, let beat = member.known("heartbeat-interval"), trip > beat * 1_000
        {
            let (heartbeat, election) = EtcdMember.timing(forRoundTrip: trip)
            cautions.append(
                member.caution(
                    "a message to the other members and back takes \(trip / 1_000) ms, a heartbeat comes every \(beat)",
                    [
                        member.change("heartbeat-interval", to: "\(heartbeat)"),
                        member.change("election-timeout", to: "\(election)"),
                    ],
                    in: facts
                )
            )
        }
        return cautions
    }
}

extension EtcdMember {
    /// The heartbeat, in whole tens of milliseconds, and the election timeout for a round trip in microseconds: one and
    /// ten of it, of which etcd takes no more than 50 s.
    static func timing(forRoundTrip trip: Int64) -> (heartbeat: Int64, election: Int64) {
        let heartbeat = min((trip / 10_000 + 1) * 10, 5_000)
        return (heartbeat, heartbeat * 10)
    }
}

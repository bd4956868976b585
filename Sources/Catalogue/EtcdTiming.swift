import Tuning

extension Parameter {
    /// The least heartbeat of etcd.
    static let etcdHeartbeat = Parameter(
        "heartbeatMilliseconds",
        "the least heartbeat of etcd in milliseconds: about the round trip between its members",
        range: 10...5_000,
        preset: 100
    )
    /// How many heartbeats an election waits for.
    static let etcdBeatsPerElection = Parameter(
        "beatsPerElection",
        "how many heartbeats may be lost before etcd elects a leader; etcd refuses fewer than 5",
        range: 5...100,
        preset: 10
    )
}

extension Setting {
    /// etcd elects a leader neither too soon nor not at all.
    ///
    /// With a timeout near the round trip every slow disk or network brings an election, during which the cluster takes no
    /// write. etcd's own rule is a heartbeat of about one round trip and a timeout of ten. It refuses to start below five
    /// heartbeats, so that raising the heartbeat alone, as old notes do (250 against the default timeout of 1000), stops
    /// etcd; and it rounds the timeout down to a multiple of the heartbeat.
    /// Told only: members have to agree on both at every moment, and a manifest is edited on one member at a time.
    /// Also written by: kubespray (250 and 5000), kubeadm's extraArgs.
    static let etcdTiming = Setting(
        id: "etcd-timing",
        summary: "etcd waits ten heartbeats before it elects a leader",
        why: """
            With a timeout near the round trip between members, every slow moment of disk or network brings an election, \
            during which the cluster takes no write. Below five heartbeats etcd does not start at all.
            """,
        unit: .milliseconds,
        sources: [
            "https://etcd.io/docs/v3.6/tuning/#time-parameters: heartbeat one round trip, election ten",
            "etcd 3.7.1 server/embed/config.go: election at least 5 heartbeats, at most 50000 ms; etcd.go: rounded down",
            "run on etcd 3.5.16 and 3.6.14: 150 and 1000 give 900",
        ],
        parameters: [.etcdHeartbeat, .etcdBeatsPerElection],
        strictestMode: .observe
    ) { facts, parameters in
        if let reason = facts.reasonToTellNoOptions { return .leaveAlone(because: reason) }
        let heartbeat = parameters[.etcdHeartbeat]
        let beats = parameters[.etcdBeatsPerElection]
        let targets = facts.etcd.flatMap { member in
            [
                Target(.option("heartbeat-interval", of: member.component), .atLeast(heartbeat)),
                Target(
                    .option("election-timeout", of: member.component),
                    .atLeast(election(member.known("heartbeat-interval") ?? heartbeat, beats))
                ),
            ]
        }
        return .set(
            targets,
            because: "a round trip needs a heartbeat of \(heartbeat) ms or more, and \(beats) of them may be lost",
            // A member that would not start is told here once, not by every setting of its options.
            cautions: facts.etcd.compactMap { $0.refusalCaution ?? caution(for: $0, heartbeat, beats, facts: facts) }
        )
    }

    /// The election timeout for a heartbeat: a multiple of it, of no more than etcd takes.
    private static func election(_ heartbeat: Int64, _ beats: Int64) -> Int64 {
        let limit: Int64 = 50_000
        return min(heartbeat * beats, limit / heartbeat * heartbeat)
    }

    private static func caution(
        for member: EtcdMember,
        _ least: Int64,
        _ beats: Int64,
        facts: Facts
    ) -> Caution? {
        guard let heartbeat = member.known("heartbeat-interval"), let timeout = member.known("election-timeout"),
            heartbeat < least || timeout < election(heartbeat, beats)
        else { return nil }
        let wanted = max(heartbeat, least)
        var changes = heartbeat < wanted ? [member.change("heartbeat-interval", to: "\(wanted)")] : []
        // Both at once: a heartbeat alone may be refused.
        if timeout < election(wanted, beats) {
            changes.append(member.change("election-timeout", to: "\(election(wanted, beats))"))
        }
        return member.caution(
            "a heartbeat every \(heartbeat) ms and an election after \(timeout) ms bring elections when all is well",
            changes,
            in: facts
        )
    }
}

import Tuning

extension Parameter {
    /// How much one process may exchange with the API server.
    static let talkerKilobytes = Parameter(
        "kilobytesPerSecond",
        "how many kilobytes a second one process here may exchange with the API server",
        range: 1...10_000_000,
        preset: 1_000
    )
}

extension Setting {
    /// No process of this node asks the API server for more than its share.
    ///
    /// A kubelet renews a small lease every ten seconds and hears of what changes. An agent that lists all pods again and
    /// again, as old notes found of Fluentd and Datadog, exchanges megabytes: 1 MB a second from each of 5,000 nodes are
    /// 40 Gbit/s at the API servers. The kernel counts the bytes of every connection; a rate is told from the second pass
    /// of the service on. Processes in pods with a network of their own are not seen here, but those of the host's are.
    /// Also written by: nobody; it is read only.
    static let apiserverTalkers = Setting(
        id: "apiserver-talkers",
        summary: "No process here exchanges more with the API server than its share",
        why: """
            An agent on every node that lists all pods again and again is thousands of lists at once: API servers and etcd \
            are busy with it, and everything else waits.
            """,
        unit: .bytes,
        sources: [
            "seeds 000_2970, 001_4c1d: Fluentd and Datadog asked the API server for all pods from every node",
            "Linux 6.18 include/uapi/linux/tcp.h: tcpi_bytes_acked, tcpi_bytes_received",
            "https://kubernetes.io/docs/concepts/architecture/nodes/#node-heartbeats",
        ],
        parameters: [.talkerKilobytes],
        strictestMode: .observe,
        hysteresisSeconds: 120
    ) { facts, parameters in
        guard facts.apiserverTalkers != nil else {
            return .leaveAlone(because: "who talks to the API server is only known on a node of a cluster itself")
        }
        let loudest = facts.loudestTalkers
        guard !loudest.isEmpty else {
            return .leaveAlone(because: "how much is exchanged is known from the second pass of the service on")
        }
        let most = parameters[.talkerKilobytes] * 1_000
        let talk = loudest.prefix(3).map { "\($0.name) \(($0.bytesPerSecond ?? 0) / 1_000) kB/s" }
        let loud = loudest.filter { ($0.bytesPerSecond ?? 0) > most }
        return .set(
            [Target(.option(Facts.loudestTalker, of: Facts.talkers), .atMost(most))],
            because: "the loudest are \(talk.joined(separator: ", "))",
            cautions: loud.prefix(3).map { talker in
                Caution(
                    danger:
                        "\(talker.name) exchanges \((talker.bytesPerSecond ?? 0) / 1_000) kB a second with the API server",
                    remedy: "have it watch instead of list, ask for the pods of its node alone "
                        + "(fieldSelector spec.nodeName), or give it a FlowSchema of its own with few seats"
                )
            }
        )
    }
}

import Tuning

extension Parameter {
    /// How many pods a node has.
    static let podsPerNode = Parameter(
        "podsPerNode",
        "how many pods a node of the cluster has, of those that make events",
        range: 1...1_000,
        preset: 30
    )
    /// How many of the pods change in a minute.
    static let changesPercent = Parameter(
        "changesPercent",
        "how many of the pods have an event in a minute, in percent",
        range: 1...1_000,
        preset: 1
    )
    /// How large an event is.
    static let eventByteCount = Parameter(
        "eventBytes",
        "how large an event is, in bytes",
        range: 128...65_536,
        preset: 4_096
    )
}

extension Setting {
    /// The etcd that keeps the events has room for all of one event's life.
    ///
    /// Old notes reckon with 15 KB from each of 5,000 nodes every 3 s, 1.4 GiB a minute, and call for an etcd of that
    /// size: since 1.14 a node renews a small lease instead, and sends its state every 5 minutes or when it changes. What
    /// is left are events, which stay for `--event-ttl`: pods × how many change a minute × 4 KB × the minutes. The notes'
    /// 30 percent a minute is a cluster in turmoil; 1 percent is a rollout somewhere at any time.
    /// Also written by: kubespray, kubeadm's extraArgs (the quota).
    static let eventStore = Setting(
        id: "event-store",
        summary: "The etcd that keeps the events has room for them",
        why: """
            Events are kept for an hour. Where they fill the database, etcd takes no more writes; in an etcd that they \
            share with everything else, nothing in the cluster can be changed then.
            """,
        unit: .bytes,
        sources: [
            "seed 002_0191: 4 KB an event, 30 % of the pods a minute; 15 KB of a node's state every 3 s",
            "https://kubernetes.io/docs/concepts/architecture/nodes/#node-heartbeats: leases, state every 5 minutes",
            "https://kubernetes.io/docs/setup/best-practices/cluster-large/: 5,000 nodes, 150,000 pods",
        ],
        parameters: [.podsPerNode, .changesPercent, .eventByteCount],
        strictestMode: .observe
    ) { facts, parameters in
        if let reason = facts.reasonToTellNoOptions { return .leaveAlone(because: reason) }
        guard let nodes = parameters.cluster.nodes else {
            return .leaveAlone(because: "policy does not say how many nodes the cluster has (cluster.nodes)")
        }
        let server = facts.controlPlane("kube-apiserver")
        let members = facts.etcd.filter { server?.keepsEvents(in: $0) ?? true }
        guard !members.isEmpty else { return .leaveAlone(because: "the etcd of the events is on other nodes") }
        let minutes = max((server?.known("event-ttl") ?? 3_600_000) / 60_000, 1)
        let (pods, percent, bytes) =
            (parameters[.podsPerNode], parameters[.changesPercent], parameters[.eventByteCount])
        let factors = [nodes, pods, percent, bytes, minutes]
        let size =
            factors.reduce(Int64(1)) { product, factor in
                let (next, isTooLarge) = product.multipliedReportingOverflow(by: factor)
                return isTooLarge ? .max : next
            } / 100
        let most: Int64 = 8 << 30
        let arithmetic =
            "\(nodes) nodes × \(pods) pods × \(percent) % a minute × \(bytes) bytes × \(minutes) min are \(size >> 20) MiB"
        return .set(
            members.map { Target(.option("quota-backend-bytes", of: $0.component), .atLeast(min(size, most))) },
            because: arithmetic + (size > most ? "; no etcd should be larger than \(most >> 30) GiB" : ""),
            cautions: members.compactMap { member in
                guard let quota = member.known("quota-backend-bytes"), quota < size, quota >= 0 else { return nil }
                let quotas = [member.change("quota-backend-bytes", to: "\(min(size, most))")]
                let danger = "its quota of \(quota >> 20) MiB does not hold the events of \(minutes) minutes"
                return size <= most
                    ? member.caution(danger, quotas, in: facts)
                    : Caution(
                        danger: "\(member.name): \(danger)",
                        remedy: "shorten --event-ttl of the API server, and find what makes so many events"
                    )
            }
        )
    }
}

extension ControlPlaneComponent {
    /// Whether a member is of the etcd that keeps the events: by the port that the override names, where there is one.
    fileprivate func keepsEvents(in member: EtcdMember) -> Bool {
        guard number(of: ControlPlaneComponent.eventStore) == .text("own"),
            case .list(let overrides)? = effective["etcd-servers-overrides"]
        else { return true }
        let servers = overrides.compactMap { override -> String? in
            if case .string(let text) = override, text.hasPrefix("/events#") { String(text.dropFirst(8)) } else { nil }
        }.flatMap { $0.split(separator: ";").map(String.init) }
        guard case .list(let urls)? = member.effective["advertise-client-urls"] else { return false }
        return urls.contains { url in
            if case .string(let text) = url { servers.contains(text) } else { false }
        }
    }
}

/// What an etcd has counted since it started, as its metrics tell it at one moment.
public struct EtcdCounters: Hashable, Sendable, Codable {
    /// When it was asked, in seconds since boot.
    public var uptimeSeconds: Int64
    /// Its version; nil if the metrics do not tell.
    public var version: String?
    /// How long syncs of its log took.
    public var logSyncs = LatencyHistogram()
    /// How long commits to its database took.
    public var commits = LatencyHistogram()
    /// How long messages to the other members and back took.
    public var roundTrips = LatencyHistogram()
    /// How often the leader changed.
    public var leaderChanges: Int64?
    /// How many entries of the log took longer to apply than etcd finds good.
    public var slowApplies: Int64?
    /// How many heartbeats to other members it could not send in time.
    public var heartbeatFailures: Int64?
    /// How large its database is, in bytes.
    public var databaseByteCount: Int64?
    /// How much of that is in use, in bytes: the rest is given back by a defragmentation alone.
    public var databaseInUseByteCount: Int64?
    /// Where its database stops to take writes, in bytes.
    public var quotaByteCount: Int64?
    /// Whether it knows of a leader.
    public var hasLeader: Bool?
    /// Whether it is the leader.
    public var isLeader: Bool?
    /// How many other members it has had a connection to since it started, and to how many it has one now; nil if it has
    /// had none.
    public var peerCount: Int64?
    public var activePeerCount: Int64?
    /// How many members there are, itself counted; nil before etcd 3.5, which does not tell.
    public var memberCount: Int64?

    /// Nothing counted.
    public init(uptimeSeconds: Int64) {
        self.uptimeSeconds = uptimeSeconds
    }

    /// The most series of one histogram's buckets that are taken: 16 buckets for each of some dozens of members.
    private static let seriesLimit = 1_024

    /// Reads metrics in the text format of Prometheus, of which only the few lines that matter here are taken.
    ///
    /// Nil for what are no metrics of an etcd. A number that is none is passed over.
    public init?(metrics: [UInt8], at uptimeSeconds: Int64) {
        self.init(uptimeSeconds: uptimeSeconds)
        var series = 0
        var isEtcd = false
        for line in metrics.split(separator: UInt8(ascii: "\n")) where line.starts(with: EtcdCounters.prefix) {
            guard let sample = MetricSample(line) else { continue }
            isEtcd = true
            if sample.name.hasSuffix("_bucket") {
                series += 1
                guard series <= EtcdCounters.seriesLimit else { continue }
            }
            take(sample)
        }
        guard isEtcd else { return nil }
    }

    private static let prefix = Array("etcd_".utf8)

    private mutating func take(_ sample: MetricSample) {
        let count = sample.count
        switch sample.name {
        case "etcd_disk_wal_fsync_duration_seconds_bucket": sample.add(to: &logSyncs)
        case "etcd_disk_wal_fsync_duration_seconds_count": logSyncs.total = count
        case "etcd_disk_backend_commit_duration_seconds_bucket": sample.add(to: &commits)
        case "etcd_disk_backend_commit_duration_seconds_count": commits.total = count
        case "etcd_network_peer_round_trip_time_seconds_bucket": sample.add(to: &roundTrips)
        case "etcd_network_peer_round_trip_time_seconds_count": roundTrips.total &+= count
        case "etcd_server_leader_changes_seen_total": leaderChanges = count
        case "etcd_server_slow_apply_total": slowApplies = count
        case "etcd_server_heartbeat_send_failures_total": heartbeatFailures = count
        case "etcd_mvcc_db_total_size_in_bytes": databaseByteCount = count
        case "etcd_mvcc_db_total_size_in_use_in_bytes": databaseInUseByteCount = count
        case "etcd_server_quota_backend_bytes": quotaByteCount = count
        case "etcd_server_has_leader": hasLeader = count == 1
        case "etcd_server_is_leader": isLeader = count == 1
        case "etcd_network_active_peers":
            peerCount = (peerCount ?? 0) &+ 1
            activePeerCount = (activePeerCount ?? 0) &+ min(count, 1)
        case "etcd_network_known_peers": memberCount = (memberCount ?? 0) &+ count
        case "etcd_server_version": version = sample.label("server_version")
        default: break
        }
    }
}

/// One line of metrics in the text format of Prometheus: `name{label="value"} 1.5e+06`.
struct MetricSample {
    let name: String
    let value: Double
    private let labels: Substring

    /// The longest line that is looked at, in bytes.
    private static let lengthLimit = 1_024

    init?(_ line: ArraySlice<UInt8>) {
        guard line.count <= MetricSample.lengthLimit else { return nil }
        let text = String(decoding: line, as: UTF8.self)
        let end = text.firstIndex { $0 == "{" || $0 == " " } ?? text.endIndex
        name = String(text[..<end])
        guard end < text.endIndex else { return nil }
        var rest = text[end...]
        labels = rest.first == "{" ? rest.prefix { $0 != "}" }.dropFirst() : ""
        if let brace = rest.lastIndex(of: "}") { rest = rest[rest.index(after: brace)...] }
        // A time may stand behind the value.
        guard let word = rest.split(separator: " ").first, let value = Double(word) else { return nil }
        self.value = value
    }

    /// The value as a count; what is no count is none.
    var count: Int64 { value.isFinite && value >= 0 ? Int64(exactly: value.rounded()) ?? 0 : 0 }

    /// The value of a label; nil if it has none.
    func label(_ name: String) -> String? {
        for part in labels.split(separator: ",") where part.hasPrefix("\(name)=\"") {
            return String(part.dropFirst(name.count + 2).prefix { $0 != "\"" })
        }
        return nil
    }

    /// Adds a bucket to its histogram; the one without an end says nothing that the count does not.
    func add(to histogram: inout LatencyHistogram) {
        guard let bound = label("le").flatMap({ Double($0) }), bound.isFinite else { return }
        histogram.add(count, upTo: bound)
    }
}

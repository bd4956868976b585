/// What etcd takes where it is told nothing.
///
/// Source: `embed.NewConfig` and `etcdmain.newConfig` of etcd 3.4.23, 3.5.16, 3.6.14 and 3.7.1, and their start lines.
enum EtcdDefaults {
    private static let milli: Int64 = 1_000_000

    private static let usual: [String: DecodedValue] = [
        "name": .string("default"), "data-dir": .string(""), "wal-dir": .string(""),
        "heartbeat-interval": .integer(100), "election-timeout": .integer(1_000),
        "initial-election-tick-advance": .bool(true),
        "max-wals": .integer(5), "max-snapshots": .integer(5), "quota-backend-bytes": .integer(0),
        "max-request-bytes": .integer(1_572_864), "max-concurrent-streams": .integer(4_294_967_295),
        "listen-peer-urls": .list([.string("http://localhost:2380")]),
        "initial-advertise-peer-urls": .list([.string("http://localhost:2380")]),
        "listen-client-urls": .list([.string("http://localhost:2379")]),
        "advertise-client-urls": .list([.string("http://localhost:2379")]),
        "listen-metrics-urls": .list([]), "listen-client-http-urls": .list([]),
        "cors": .list([.string("*")]), "host-whitelist": .list([.string("*")]),
        "initial-cluster": .string("default=http://localhost:2380"), "initial-cluster-state": .string("new"),
        "initial-cluster-token": .string("etcd-cluster"), "discovery": .string(""), "discovery-proxy": .string(""),
        "auto-compaction-mode": .string("periodic"), "auto-compaction-retention": .string("0"),
        "force-new-cluster": .bool(false), "auth-token": .string("simple"),
        "log-level": .string("info"), "log-format": .string("json"), "log-outputs": .list([.string("default")]),
        "tls-min-version": .string("TLS1.2"), "tls-max-version": .string(""), "cipher-suites": .list([]),
        "corrupt-check-time": .integer(0), "experimental-corrupt-check-time": .integer(0),
        "compact-hash-check-time": .integer(60_000 * milli),
        "experimental-compact-hash-check-time": .integer(60_000 * milli),
        "downgrade-check-time": .integer(5_000 * milli), "experimental-downgrade-check-time": .integer(5_000 * milli),
        "snapshot-catchup-entries": .integer(5_000), "experimental-snapshot-catchup-entries": .integer(5_000),
        "experimental-initial-corrupt-check": .bool(false), "experimental-compact-hash-check-enabled": .bool(false),
        "max-learners": .integer(1), "v2-deprecation": .string("write-only"),
    ]

    /// The value of an option that was not set; null for one whose default does not matter here.
    static func value(of name: String, in release: EtcdRelease, isFromFile: Bool) -> DecodedValue {
        switch name {
        case "snapshot-count": .integer(release.minor < 6 ? 100_000 : 10_000)
        case "pre-vote": .bool(release.minor > 4)
        case "logger": .string(release.minor > 4 ? "zap" : "capnslog")
        // Up to 3.5 the flag alone has this default; a file without the key leaves the mode open.
        case "auto-compaction-mode" where isFromFile && release.minor < 6: .string("")
        default: usual[name] ?? .null
        }
    }

    /// Whether releases differ in the default, so that it is not known where the release is not.
    static func hangsOnRelease(_ name: String) -> Bool {
        ["snapshot-count", "pre-vote", "logger"].contains(name)
    }
}

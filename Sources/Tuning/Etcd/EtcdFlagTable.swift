/// A flag of etcd: what it takes, and the releases that have it.
struct EtcdFlag: Sendable {
    /// What it takes.
    let kind: EtcdKind
    /// The minor releases of etcd 3 that have it.
    let minors: ClosedRange<Int64>
    /// The patch of a minor release with which it came, where that is not the first.
    let patches: [Int64: Int64]

    init(_ kind: EtcdKind, _ minors: ClosedRange<Int64> = 4...7, from patches: [Int64: Int64] = [:]) {
        self.kind = kind
        self.minors = minors
        self.patches = patches
    }

    /// Whether a release has it.
    func isIn(_ release: EtcdRelease) -> Bool {
        if release.isAssumed { return true }
        return minors.contains(release.minor) && release.patch >= patches[release.minor] ?? 0
    }
}

extension EtcdFlag {
    /// The flags, by name.
    ///
    /// Source: `etcdmain/config.go` and `embed/config.go` of every patch release of etcd from 3.4.0 to 3.7.1.
    static let all: [String: EtcdFlag] = usual.merging(experimental) { usual, _ in usual }

    private static let usual: [String: EtcdFlag] = firstNames.merging(lastNames) { first, _ in first }

    private static let firstNames: [String: EtcdFlag] = [
        "advertise-client-urls": EtcdFlag(.urls),
        "auth-token": EtcdFlag(.text),
        "auth-token-ttl": EtcdFlag(.uint, from: [4: 10]),
        "auto-compaction-mode": EtcdFlag(.text),
        "auto-compaction-retention": EtcdFlag(.text),
        "auto-tls": EtcdFlag(.bool),
        "backend-batch-interval": EtcdFlag(.duration),
        "backend-batch-limit": EtcdFlag(.int),
        "backend-bbolt-freelist-type": EtcdFlag(.text, 5...7),
        "bcrypt-cost": EtcdFlag(.uint),
        "bootstrap-defrag-threshold-megabytes": EtcdFlag(.uint, 6...7),
        "cert-file": EtcdFlag(.text),
        "cipher-suites": EtcdFlag(.list),
        "client-cert-allowed-hostname": EtcdFlag(.list),
        "client-cert-auth": EtcdFlag(.bool),
        "client-cert-file": EtcdFlag(.text, 5...7),
        "client-crl-file": EtcdFlag(.text),
        "client-key-file": EtcdFlag(.text, 5...7),
        "compact-hash-check-time": EtcdFlag(.duration, 6...7),
        "compaction-batch-limit": EtcdFlag(.int, 6...7),
        "compaction-sleep-interval": EtcdFlag(.duration, 6...7),
        "config-file": EtcdFlag(.text),
        "corrupt-check-time": EtcdFlag(.duration, 6...7),
        "cors": EtcdFlag(.origins),
        "data-dir": EtcdFlag(.text),
        "debug": EtcdFlag(.bool, 4...4),
        "discovery": EtcdFlag(.text, 4...6),
        "discovery-cacert": EtcdFlag(.text, 6...7),
        "discovery-cert": EtcdFlag(.text, 6...7),
        "discovery-dial-timeout": EtcdFlag(.duration, 6...7),
        "discovery-endpoints": EtcdFlag(.names, 6...7),
        "discovery-fallback": EtcdFlag(.choice(["exit", "proxy"])),
        "discovery-insecure-skip-tls-verify": EtcdFlag(.bool, 6...7),
        "discovery-insecure-transport": EtcdFlag(.bool, 6...7),
        "discovery-keepalive-time": EtcdFlag(.duration, 6...7),
        "discovery-keepalive-timeout": EtcdFlag(.duration, 6...7),
        "discovery-key": EtcdFlag(.text, 6...7),
        "discovery-password": EtcdFlag(.text, 6...7),
        "discovery-proxy": EtcdFlag(.text, 4...6),
        "discovery-request-timeout": EtcdFlag(.duration, 6...7),
        "discovery-srv": EtcdFlag(.text),
        "discovery-srv-name": EtcdFlag(.text),
        "discovery-token": EtcdFlag(.text, 6...7),
        "discovery-user": EtcdFlag(.text, 6...7),
        "distributed-tracing-address": EtcdFlag(.text, 6...7),
        "distributed-tracing-instance-id": EtcdFlag(.text, 6...7),
        "distributed-tracing-sampling-rate": EtcdFlag(.int, 6...7),
        "distributed-tracing-service-name": EtcdFlag(.text, 6...7),
        "downgrade-check-time": EtcdFlag(.duration, 6...7),
        "election-timeout": EtcdFlag(.uint),
        "enable-distributed-tracing": EtcdFlag(.bool, 6...7),
        "enable-grpc-gateway": EtcdFlag(.bool),
        "enable-log-rotation": EtcdFlag(.bool, 5...7),
        "enable-pprof": EtcdFlag(.bool),
        "enable-v2": EtcdFlag(.bool, 4...5),
        "feature-gates": EtcdFlag(.gates, 6...7),
        "force-new-cluster": EtcdFlag(.bool),
        "grpc-keepalive-interval": EtcdFlag(.duration),
        "grpc-keepalive-min-time": EtcdFlag(.duration),
        "grpc-keepalive-timeout": EtcdFlag(.duration),
        "heartbeat-interval": EtcdFlag(.uint),
        "host-whitelist": EtcdFlag(.names),
        "initial-advertise-peer-urls": EtcdFlag(.urls),
        "initial-cluster": EtcdFlag(.text),
        "initial-cluster-state": EtcdFlag(.choice(["new", "existing"])),
        "initial-cluster-token": EtcdFlag(.text),
        "initial-election-tick-advance": EtcdFlag(.bool),
        "key-file": EtcdFlag(.text),
    ]

    private static let lastNames: [String: EtcdFlag] = [
        "listen-client-http-urls": EtcdFlag(.urls, from: [4: 25, 5: 8]),
        "listen-client-urls": EtcdFlag(.urls),
        "listen-metrics-urls": EtcdFlag(.urls),
        "listen-peer-urls": EtcdFlag(.urls),
        "log-format": EtcdFlag(.text, 6...7),
        "log-level": EtcdFlag(.text),
        "log-output": EtcdFlag(.names, 4...4),
        "log-outputs": EtcdFlag(.names),
        "log-package-levels": EtcdFlag(.text, 4...4),
        "log-rotation-config-json": EtcdFlag(.text, 5...7),
        "logger": EtcdFlag(.text),
        "max-concurrent-streams": EtcdFlag(.uint32, from: [4: 20, 5: 5]),
        "max-learners": EtcdFlag(.int, 6...7),
        "max-request-bytes": EtcdFlag(.uint),
        "max-snapshots": EtcdFlag(.uint),
        "max-txn-ops": EtcdFlag(.uint),
        "max-wals": EtcdFlag(.uint),
        "memory-mlock": EtcdFlag(.bool, 6...7),
        "metrics": EtcdFlag(.text),
        "name": EtcdFlag(.text),
        "next-cluster-version-compatible": EtcdFlag(.bool, 4...4, from: [4: 31]),
        "peer-auto-tls": EtcdFlag(.bool),
        "peer-cert-allowed-cn": EtcdFlag(.list),
        "peer-cert-allowed-hostname": EtcdFlag(.list),
        "peer-cert-file": EtcdFlag(.text),
        "peer-client-cert-auth": EtcdFlag(.bool),
        "peer-client-cert-file": EtcdFlag(.text, 5...7),
        "peer-client-key-file": EtcdFlag(.text, 5...7),
        "peer-crl-file": EtcdFlag(.text),
        "peer-key-file": EtcdFlag(.text),
        "peer-skip-client-san-verification": EtcdFlag(.bool, 6...7),
        "peer-trusted-ca-file": EtcdFlag(.text),
        "pre-vote": EtcdFlag(.bool),
        "proxy": EtcdFlag(.choice(["off", "readonly", "on"]), 4...5),
        "proxy-dial-timeout": EtcdFlag(.uint, 4...5),
        "proxy-failure-wait": EtcdFlag(.uint, 4...5),
        "proxy-read-timeout": EtcdFlag(.uint, 4...5),
        "proxy-refresh-interval": EtcdFlag(.uint, 4...5),
        "proxy-write-timeout": EtcdFlag(.uint, 4...5),
        "quota-backend-bytes": EtcdFlag(.int64),
        "raft-read-timeout": EtcdFlag(.duration, 5...7),
        "raft-write-timeout": EtcdFlag(.duration, 5...7),
        "self-signed-cert-validity": EtcdFlag(.uint, 5...7),
        "snapshot-catchup-entries": EtcdFlag(.uint64, 6...7),
        "snapshot-count": EtcdFlag(.uint64),
        "socket-reuse-address": EtcdFlag(.bool, 5...7),
        "socket-reuse-port": EtcdFlag(.bool, 5...7),
        "strict-reconfig-check": EtcdFlag(.bool),
        "tls-max-version": EtcdFlag(.text, from: [4: 25, 5: 8]),
        "tls-min-version": EtcdFlag(.text, from: [4: 25, 5: 8]),
        "trusted-ca-file": EtcdFlag(.text),
        "unsafe-no-fsync": EtcdFlag(.bool, from: [4: 10]),
        "v2-deprecation": EtcdFlag(.phases, 5...7),
        "version": EtcdFlag(.bool),
        "wal-dir": EtcdFlag(.text),
        "warning-apply-duration": EtcdFlag(.duration, 6...7),
        "warning-unary-request-duration": EtcdFlag(.duration, 6...7),
        "watch-progress-notify-interval": EtcdFlag(.duration, 6...7),
    ]

    private static let experimental: [String: EtcdFlag] = [
        "experimental-backend-bbolt-freelist-type": EtcdFlag(.text, 4...4),
        "experimental-bootstrap-defrag-threshold-megabytes": EtcdFlag(.uint, 5...6),
        "experimental-compact-hash-check-enabled": EtcdFlag(.bool, 5...6, from: [5: 5]),
        "experimental-compact-hash-check-time": EtcdFlag(.duration, 5...6, from: [5: 5]),
        "experimental-compaction-batch-limit": EtcdFlag(.int, 4...6),
        "experimental-compaction-sleep-interval": EtcdFlag(.duration, 5...6, from: [5: 16]),
        "experimental-corrupt-check-time": EtcdFlag(.duration, 4...6),
        "experimental-distributed-tracing-address": EtcdFlag(.text, 5...6),
        "experimental-distributed-tracing-instance-id": EtcdFlag(.text, 5...6),
        "experimental-distributed-tracing-sampling-rate": EtcdFlag(.int, 5...6, from: [5: 11]),
        "experimental-distributed-tracing-service-name": EtcdFlag(.text, 5...6),
        "experimental-downgrade-check-time": EtcdFlag(.duration, 5...6),
        "experimental-enable-distributed-tracing": EtcdFlag(.bool, 5...6),
        "experimental-enable-lease-checkpoint": EtcdFlag(.bool, 4...6),
        "experimental-enable-lease-checkpoint-persist": EtcdFlag(.bool, 4...6, from: [4: 20, 5: 2]),
        "experimental-enable-v2v3": EtcdFlag(.text, 4...5),
        "experimental-initial-corrupt-check": EtcdFlag(.bool, 4...6),
        "experimental-memory-mlock": EtcdFlag(.bool, 5...6),
        "experimental-peer-skip-client-san-verification": EtcdFlag(.bool, 4...6),
        "experimental-snapshot-catchup-entries": EtcdFlag(.uint64, 5...6, from: [5: 14]),
        "experimental-stop-grpc-service-on-defrag": EtcdFlag(.bool, 5...6, from: [5: 14]),
        "experimental-txn-mode-write-with-shared-buffer": EtcdFlag(.bool, 5...6),
        "experimental-warning-apply-duration": EtcdFlag(.duration, 4...6, from: [4: 16]),
        "experimental-warning-unary-request-duration": EtcdFlag(.duration, 6...6),
        "experimental-watch-progress-notify-interval": EtcdFlag(.duration, 4...6, from: [4: 11]),
    ]

    /// Flags of the time before 3.0, which every release takes, with or without a value, and passes over.
    static let ignored: Set<String> = [
        "cluster-active-size", "cluster-remove-delay", "cluster-sync-interval", "config",
        "force", "max-result-buffer", "max-retry-attempts", "peer-election-timeout",
        "peer-heartbeat-interval", "retry-interval", "snapshot", "test.coverprofile",
        "test.outputdir", "v", "vv",
    ]
}

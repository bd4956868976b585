/// The checks of etcd before it opens anything: `embed.Config.Validate`.
///
/// In the order of the program and in its words, so that the message is the one in its log.
struct EtcdValidation {
    let options: EtcdOptions

    private var release: EtcdRelease { options.release }

    /// The longest election timeout, in milliseconds.
    private static let electionLimit: Int64 = 50_000

    /// - Throws: ``Refusal`` where etcd would not start.
    func validate() throws(Refusal) {
        if release.minor > 5, options.text("discovery-fallback") == "proxy", !options.isFromFile, !release.isAssumed {
            throw Refusal(
                "v2 proxy is deprecated, and --discovery-fallback can't be configured as \"proxy\""
            )
        }
        if release.minor == 6 { try checkDoubles() }
        try checkLogging()
        try checkURLs()
        try checkCluster()
        try checkTiming()
        if options.urls("advertise-client-urls").isEmpty, !options.mayBeProxy {
            throw Refusal("--advertise-client-urls is required when --listen-client-urls is set explicitly")
        }
        try checkCompaction()
        try checkTracing()
        try checkLeases()
        try checkHashes()
        try checkTLS()
    }

    /// An option of 3.5 beside the one that it became.
    private func checkDoubles() throws(Refusal) {
        for old in options.given.sorted() where old.hasPrefix("experimental-") {
            let new = String(old.dropFirst("experimental-".count))
            guard EtcdFlag.all[new] != nil, options.given.contains(new) else { continue }
            guard old != "experimental-warning-unary-request-duration" else {
                throw Refusal(
                    "both --\(old) and --\(new) flags are set. Use only --\(new)"
                )
            }
            throw Refusal("cannot set --\(old) and --\(new) at the same time, please use --\(new) only")
        }
    }

    private func checkLogging() throws(Refusal) {
        let logger = options.text("logger")
        if logger == "capnslog", release.minor > 4, !release.isAssumed {
            throw Refusal("--logger=capnslog is removed in v3.5")
        }
        guard logger == "zap" || logger == "capnslog" else { throw Refusal("unknown logger option \(logger.goQuoted)") }
        let outputs = options["log-outputs"].strings
        if logger == "zap", outputs.count > 1, outputs.contains("default") {
            throw Refusal("multi logoutput for \"default\" is not supported yet")
        }
        let standard = ["default", "stdout", "stderr", "systemd/journal"]
        if options["enable-log-rotation"] == .bool(true), outputs.count != 1 || standard.contains(outputs[0]) {
            throw Refusal("--log-outputs requires a single file path when --log-rotate-config-json is defined")
        }
        let level = options.text("log-level")
        let levels = ["debug", "info", "warn", "error", "dpanic", "panic", "fatal"]
        if logger == "capnslog" {
            guard levels.contains(level) else { throw Refusal("panic: unknown level \(level.goQuoted)") }
        } else {
            guard level.isEmpty || levels.contains(level.lowercased()) else {
                throw Refusal("panic: unrecognized level: \(level.goQuoted)")
            }
        }
        let format = options.text("log-format")
        guard ["", "json", "console"].contains(format) else {
            throw Refusal("unknown log format: \(format.clipped), supported values json, console")
        }
    }

    private func checkURLs() throws(Refusal) {
        for name in ["listen-peer-urls", "listen-client-urls", "listen-client-http-urls", "listen-metrics-urls"] {
            for url in options.urls(name) where !url.scheme.hasPrefix("unix") {
                let host = url.hostname ?? ""
                guard host == "localhost" || GoAddress.family(ofIP: host) != nil else {
                    throw Refusal("expected IP in URL for binding (\(url.text.clipped))")
                }
            }
        }
        for name in ["initial-advertise-peer-urls", "advertise-client-urls"] {
            let urls = options.urls(name)
            let isFree = { (url: GoURL) in url.scheme.hasPrefix("unix") && (release.minor > 6 || release.isAssumed) }
            for url in urls where (url.hostname ?? "").isEmpty && !isFree(url) {
                let shown = urls.map(\.text).joined(separator: ",").goQuoted
                let reason = url.hostname == nil ? "address has no port" : "unexpected empty host (\(url.text.clipped))"
                throw Refusal("--\(name) \(shown) must be \"host:port\" (\(reason))")
            }
        }
    }

    private func checkCluster() throws(Refusal) {
        let state = options.text("initial-cluster-state")
        guard ["new", "existing"].contains(state) || state.isEmpty && options.isFromFile else {
            throw Refusal("unexpected clusterState \(state.goQuoted)")
        }
        let ways = [
            !options.text("initial-cluster").isEmpty, !options.text("discovery").isEmpty,
            !options.text("discovery-srv").isEmpty, !options["discovery-endpoints"].strings.isEmpty,
        ]
        guard ways.filter({ $0 }).count <= 1 else {
            throw Refusal(
                "multiple discovery or bootstrap flags are set. Choose one of \"initial-cluster\", "
                    + (release.minor < 6
                        ? "\"discovery\" or \"discovery-srv\""
                        : "\"discovery\", \"discovery-endpoints\" or \"discovery-srv\"")
            )
        }
        let endpoints = options["discovery-endpoints"].strings
        guard options.text("discovery-token").isEmpty == endpoints.isEmpty else {
            throw Refusal("both --discovery-token and --discovery-endpoints must be set")
        }
    }

    private func checkTiming() throws(Refusal) {
        let heartbeat = options.number("heartbeat-interval")
        let election = options.number("election-timeout")
        guard heartbeat > 0 else { throw Refusal("--heartbeat-interval must be >0 (set to 0ms)") }
        guard election > 0 else { throw Refusal("--election-timeout must be >0 (set to 0ms)") }
        guard heartbeat <= election / 5 else {
            throw Refusal(
                "--election-timeout[\(election)ms] should be at least as 5 times as --heartbeat-interval[\(heartbeat)ms]"
            )
        }
        guard election <= EtcdValidation.electionLimit else {
            throw Refusal(
                "--election-timeout[\(election)ms] is too long, and should be set less than "
                    + "\(EtcdValidation.electionLimit)ms"
            )
        }
    }

    private func checkCompaction() throws(Refusal) {
        let mode = options.text("auto-compaction-mode")
        if mode.isEmpty, release.minor > 5 { throw Refusal("undefined auto-compaction-mode") }
        guard ["", "periodic", "revision"].contains(mode) else {
            throw Refusal("unknown auto-compaction-mode \(mode.goQuoted)")
        }
    }

    private func checkTracing() throws(Refusal) {
        for prefix in ["experimental-", ""] where options["\(prefix)enable-distributed-tracing"] == .bool(true) {
            let rate = options.number("\(prefix)distributed-tracing-sampling-rate")
            guard (0...1_000_000).contains(rate) else {
                throw Refusal(
                    "distributed tracing configurition is not valid: "
                        + "(tracing sampling rate must be between 0 and 1000000)"
                )
            }
        }
    }

    private func checkLeases() throws(Refusal) {
        if release.minor < 6 {
            let isPersistent = options["experimental-enable-lease-checkpoint-persist"] == .bool(true)
            guard !isPersistent || options["experimental-enable-lease-checkpoint"] == .bool(true) else {
                throw Refusal(
                    "setting experimental-enable-lease-checkpoint-persist requires experimental-enable-lease-checkpoint"
                )
            }
        } else if options.gates.isOn("LeaseCheckpointPersist"), !options.gates.isOn("LeaseCheckpoint") {
            throw Refusal(
                "enabling feature gate LeaseCheckpointPersist requires enabling feature gate LeaseCheckpoint"
            )
        }
    }

    private func checkHashes() throws(Refusal) {
        for name in ["experimental-compact-hash-check-time", "compact-hash-check-time"] {
            guard EtcdFlag.all[name]?.isIn(release) ?? false, options.number(name) <= 0 else { continue }
            throw Refusal("--\(name) must be >0 (set to \(GoLiteral.text(ofDuration: options.number(name))))")
        }
    }

    private func checkTLS() throws(Refusal) {
        let versions = ["", "TLS1.2", "TLS1.3"]
        let (least, most) = (options.text("tls-min-version"), options.text("tls-max-version"))
        for version in [least, most] where !versions.contains(version) {
            throw Refusal("unexpected TLS version \(version.goQuoted) (must be one of: TLS1.2, TLS1.3)")
        }
        if least == "TLS1.3", most == "TLS1.2" {
            throw Refusal("min version (TLS1.3) is greater than max version (TLS1.2)")
        }
        if least == "TLS1.3", !options["cipher-suites"].strings.isEmpty {
            throw Refusal("cipher suites cannot be configured when only TLS1.3 is enabled")
        }
    }
}

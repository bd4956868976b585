/// What an etcd makes of its options at its next start.
///
/// A configuration file takes the place of flags and environment, which are still read: a wrong flag refuses the start
/// all the same. Source: `etcdmain.startEtcdOrProxyV2` and `embed.StartEtcd` of etcd 3.4 to 3.7.
public struct EtcdStart: Sendable {
    /// The value of every option in force, by the name under which etcd logs it when it starts; what else was set, by
    /// the name of its flag. Empty where it would not start.
    public private(set) var effective: [String: DecodedValue] = [:]
    /// What set each of these values: `flag --NAME`, `environment ETCD_NAME`, either with the place where it stands,
    /// `FILE:LINE`, or `default`.
    public private(set) var origin: [String: String] = [:]
    /// Why this etcd would not start, in the words of its log; nil if nothing speaks against it.
    public private(set) var refusal: String?

    /// Works out what an etcd does.
    ///
    /// - Parameters:
    ///   - line: its command line.
    ///   - sources: where the argument at each place came from; nothing for those of which that is not known.
    ///   - environment: the variables `ETCD_…` that are set for it.
    ///   - file: the configuration file that it is told of; nil if it is told of none.
    ///   - isInitialized: whether its data directory holds a member already; nil if unknown.
    public init(
        _ line: EtcdCommandLine,
        sources: [Int: String] = [:],
        environment: [String: EtcdVariable] = [:],
        file: EtcdFile? = nil,
        isInitialized: Bool? = nil
    ) {
        do throws(Refusal) {
            let options: EtcdOptions
            if let file {
                do throws(Refusal) {
                    options = try EtcdOptions(file, for: line.release)
                } catch {
                    throw Refusal("'\(file.path)': \(error)")
                }
            } else {
                options = try EtcdOptions(line, sources: sources, environment: environment)
            }
            try EtcdValidation(options: options).validate()
            let bootstrap = EtcdBootstrap(options: options, isInitialized: isInitialized)
            try bootstrap.check()
            try describe(options, bootstrap)
        } catch {
            refusal = error.description
        }
    }

    private mutating func describe(_ options: EtcdOptions, _ bootstrap: EtcdBootstrap) throws(Refusal) {
        for name in options.given.sorted() where !EtcdStart.secrets.contains(name) {
            note(EtcdStart.shown(options[name], of: name), as: name, options.origin(of: name))
        }
        for name in EtcdStart.plain where options.isKnown(name) {
            note(EtcdStart.shown(options[name], of: name), as: name, options.origin(of: name))
        }
        let minor = options.release.minor
        if minor < 7 {
            note(options["discovery"], as: "discovery-url", options.origin(of: "discovery"))
            note(options["discovery-proxy"], as: "discovery-proxy", options.origin(of: "discovery-proxy"))
            effective["discovery"] = nil
            origin["discovery"] = nil
        }
        describeDirectory(options)
        describeTiming(options)
        try describeCluster(options, bootstrap)
        try describeCompaction(options, bootstrap)
        describeChecks(options)
        if minor > 5 {
            let gates = options.given.filter { $0 == "feature-gates" || EtcdGates.ofExperimentalFlags[$0] != nil }
            note(.string(options.gates.text), as: "feature-gates", options.origin(of: gates.sorted().first ?? ""))
            note(options["max-learners"], as: "max-learners", options.origin(of: "max-learners"))
            let phase =
                options.text("v2-deprecation") == "write-only-skip-check" ? "write-only-skip-check" : "write-only"
            note(.string(phase), as: "v2-deprecation", options.origin(of: "v2-deprecation"))
        }
    }

    /// The options that etcd logs under the name of their flag, as they were set.
    private static let plain = [
        "name", "wal-dir", "force-new-cluster", "initial-election-tick-advance", "snapshot-count", "max-wals",
        "max-snapshots", "initial-advertise-peer-urls", "listen-peer-urls", "advertise-client-urls",
        "listen-client-urls", "listen-metrics-urls", "cors", "host-whitelist", "initial-cluster-state",
        "initial-cluster-token", "max-request-bytes", "max-concurrent-streams", "pre-vote",
    ]
    /// What is not told.
    private static let secrets: Set = ["discovery-password", "discovery-user", "discovery-token", "config-file"]

    private mutating func note(_ value: DecodedValue, as name: String, _ place: String) {
        guard value != .null else { return }
        effective[name] = value
        origin[name] = place
    }

    /// A value as etcd shows it: a duration as text.
    private static func shown(_ value: DecodedValue, of name: String) -> DecodedValue {
        guard EtcdFlag.all[name]?.kind == .duration, let number = value.integer else { return value }
        return .string(GoLiteral.text(ofDuration: number))
    }

    private mutating func describeDirectory(_ options: EtcdOptions) {
        let directory = options.text("data-dir")
        let preset = "\(options.text("name")).etcd"
        note(.string(directory.isEmpty ? preset : directory), as: "data-dir", options.origin(of: "data-dir"))
        let quota = options["quota-backend-bytes"]
        let isPreset = quota == .integer(0)
        note(
            isPreset ? .integer(EtcdStart.quota) : quota,
            as: "quota-backend-bytes",
            options.origin(of: "quota-backend-bytes")
        )
    }

    /// The quota that 0 stands for: 2 GiB.
    private static let quota: Int64 = 2 << 30

    /// The election timeout is kept as a number of heartbeats, so that it is rounded down to a multiple of one.
    private mutating func describeTiming(_ options: EtcdOptions) {
        let heartbeat = options.number("heartbeat-interval")
        let election = options.number("election-timeout") / heartbeat * heartbeat
        for (name, milliseconds) in [("heartbeat-interval", heartbeat), ("election-timeout", election)] {
            let text = GoLiteral.text(ofDuration: milliseconds * 1_000_000)
            note(.string(text), as: name, options.origin(of: name))
        }
    }

    private mutating func describeCluster(_ options: EtcdOptions, _ bootstrap: EtcdBootstrap) throws(Refusal) {
        // It then advertises the address of the machine's default route, which is not known here.
        let isOpen = { (listen: String, advertise: String) in
            !options.given.contains(advertise) && options.urls(listen).first?.hostname == "0.0.0.0"
        }
        if isOpen("listen-peer-urls", "initial-advertise-peer-urls") { drop("initial-advertise-peer-urls") }
        if isOpen("listen-client-urls", "advertise-client-urls") { drop("advertise-client-urls") }
        drop("initial-cluster")
        guard effective["initial-advertise-peer-urls"] != nil, let members = try bootstrap.members() else { return }
        let text = members.map { "\($0.name)=\($0.url)" }.sorted().joined(separator: ",")
        note(.string(text), as: "initial-cluster", options.origin(of: "initial-cluster"))
    }

    private mutating func drop(_ name: String) {
        effective[name] = nil
        origin[name] = nil
    }

    private mutating func describeCompaction(_ options: EtcdOptions, _ bootstrap: EtcdBootstrap) throws(Refusal) {
        note(options["auto-compaction-mode"], as: "auto-compaction-mode", options.origin(of: "auto-compaction-mode"))
        let text = GoLiteral.text(ofDuration: try bootstrap.compactionRetention())
        for name in ["auto-compaction-retention", "auto-compaction-interval"] {
            note(.string(text), as: name, options.origin(of: "auto-compaction-retention"))
        }
    }

    /// The checks, which have other names in the log than as flags.
    private mutating func describeChecks(_ options: EtcdOptions) {
        let release = options.release
        func setter(_ name: String) -> String {
            options.given.contains("experimental-\(name)") ? "experimental-\(name)" : name
        }
        func duration(_ name: String, as logged: String) {
            let text = GoLiteral.text(ofDuration: options.number(setter(name)))
            note(.string(text), as: logged, options.origin(of: setter(name)))
        }
        duration("corrupt-check-time", as: "corrupt-check-time-interval")
        let entries = setter("snapshot-catchup-entries")
        note(options[entries], as: "snapshot-catchup-entries", options.origin(of: entries))
        let corrupt = "experimental-initial-corrupt-check"
        // Since 3.6 it is a gate, and the old field, still logged, always false.
        let isCorruptChecked = release.minor < 6 ? options[corrupt] : .bool(false)
        note(isCorruptChecked, as: "initial-corrupt-check", release.minor < 6 ? options.origin(of: corrupt) : "default")
        guard release.minor > 4 else { return }
        duration("downgrade-check-time", as: "downgrade-check-interval")
        duration("compact-hash-check-time", as: "compact-check-time-interval")
        if release.minor == 5 {
            let hash = "experimental-compact-hash-check-enabled"
            note(options[hash], as: "compact-check-time-enabled", options.origin(of: hash))
        }
    }
}

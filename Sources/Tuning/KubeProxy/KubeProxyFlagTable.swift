extension KubeProxyFlags {
    /// What a flag takes in a version of kube-proxy; nil for a flag that it does not have.
    static func kind(of name: String, _ version: KubernetesVersion?) -> FlagKind? {
        if let kind = kinds[name] { return kind }
        return version?.isAtLeast(minor: 31) ?? true ? nil : formerKinds[name]
    }

    /// Whether a flag counts also where a configuration file is read: those of logging, and those that say what no such
    /// file can, or that are taken before it.
    /// sources: kube-proxy cmd/kube-proxy/app/options.go, Complete; of eleven others the help of 1.31 to 1.36 says «ignored
    /// if a config file is specified by --config»
    static func countsBesideFile(_ name: String) -> Bool {
        name.hasPrefix("log-") || besideFile.contains(name)
    }

    private static let besideFile = [
        "add-dir-header", "alsologtostderr", "boot-id-file", "cleanup", "cleanup-ipvs", "config", "help",
        "hostname-override", "init-only", "logging-format", "logtostderr", "machine-id-file", "master", "one-output",
        "skip-headers", "skip-log-headers", "stderrthreshold", "v", "version", "vmodule", "write-config-to",
    ]

    /// The flags of 1.31 to 1.37, the hidden ones of the last two lines included.
    private static let kinds: [String: FlagKind] = [
        "bind-address": .address, "bind-address-hard-fail": .bool, "boot-id-file": .text, "cleanup": .bool,
        "cluster-cidr": .text, "config": .text, "config-sync-period": .duration, "conntrack-max-per-core": .int32,
        "conntrack-min": .int32, "conntrack-tcp-be-liberal": .bool, "conntrack-tcp-timeout-close-wait": .duration,
        "conntrack-tcp-timeout-established": .duration, "conntrack-udp-timeout": .duration,
        "conntrack-udp-timeout-stream": .duration, "detect-local-mode": .text, "feature-gates": .gates,
        "healthz-bind-address": .addressAndPort, "help": .bool, "hostname-override": .text, "init-only": .bool,
        "iptables-localhost-nodeports": .bool, "iptables-masquerade-bit": .int32,
        "iptables-min-sync-period": .duration, "iptables-sync-period": .duration, "ipvs-exclude-cidrs": .text,
        "ipvs-min-sync-period": .duration, "ipvs-scheduler": .text, "ipvs-strict-arp": .bool,
        "ipvs-sync-period": .duration, "ipvs-tcp-timeout": .duration, "ipvs-tcpfin-timeout": .duration,
        "ipvs-udp-timeout": .duration, "kube-api-burst": .int32, "kube-api-content-type": .text,
        "kube-api-qps": .float, "kubeconfig": .text, "log-flush-frequency": .duration,
        "log-json-info-buffer-size": .text, "log-json-split-stream": .bool, "log-text-info-buffer-size": .text,
        "log-text-split-stream": .bool, "logging-format": .text, "machine-id-file": .text, "masquerade-all": .bool,
        "master": .text, "metrics-bind-address": .addressAndPort, "nodeport-addresses": .text,
        "oom-score-adj": .int32, "pod-bridge-interface": .text, "pod-interface-name-prefix": .text,
        "profiling": .bool, "proxy-mode": .text, "show-hidden-metrics-for-version": .text, "v": .unsigned32,
        "version": .question, "vmodule": .text, "write-config-to": .text,
        "healthz-port": .int32, "metrics-port": .int32,
    ]

    /// Flags that went before 1.31; `--conntrack-max` went with 1.16 and is not among them.
    private static let formerKinds: [String: FlagKind] = [
        "add-dir-header": .bool, "alsologtostderr": .bool, "cleanup-ipvs": .bool, "log-backtrace-at": .text,
        "log-dir": .text, "log-file": .text, "log-file-max-size": .unsigned32, "logtostderr": .bool,
        "one-output": .bool, "proxy-port-range": .text, "skip-headers": .bool, "skip-log-headers": .bool,
        "stderrthreshold": .text, "udp-timeout": .duration,
    ]
}

extension KubeProxyConfiguration {
    /// The configuration of a kube-proxy that runs on flags alone.
    ///
    /// Other than in a file, a period of 0 is taken as it is.
    public init(_ flags: KubeProxyFlags) {
        self.init()
        func duration(_ name: String) -> Int64? { flags.values[name].flatMap(GoLiteral.duration) }
        func integer(_ name: String) -> Int64? { flags.values[name].flatMap(GoLiteral.int32) }
        func text(_ name: String) -> String { flags.values[name] ?? "" }
        mode = text("proxy-mode")
        if let given = integer("conntrack-max-per-core") { (maxPerCore, isMaxPerCoreGiven) = (given, true) }
        if let given = integer("conntrack-min") { (min, isMinGiven) = (given, true) }
        for name in ["tcp-timeout-established", "tcp-timeout-close-wait", "udp-timeout", "udp-timeout-stream"] {
            timeouts[name] = duration("conntrack-\(name)")
        }
        // Every mode has the periods of iptables unless it has its own flags.
        iptables.masqueradeBit = integer("iptables-masquerade-bit") ?? iptables.masqueradeBit
        iptables.period = duration("iptables-sync-period") ?? iptables.period
        iptables.leastPeriod = duration("iptables-min-sync-period") ?? iptables.leastPeriod
        nftables.period = iptables.period
        nftables.leastPeriod = iptables.leastPeriod
        ipvs.leastPeriod = duration("ipvs-min-sync-period") ?? Synchronisation().leastPeriod
        ipvs.period = duration("ipvs-sync-period") ?? ipvs.period
        for name in ["tcp-timeout", "tcpfin-timeout", "udp-timeout"] { ipvsTimeouts[name] = duration("ipvs-\(name)") }
        ipvsExcludedBlocks = blocks(in: text("ipvs-exclude-cidrs"))
        scheduler = text("ipvs-scheduler")
        readAddresses(flags)
        outOfMemoryScore = integer("oom-score-adj") ?? outOfMemoryScore
        synchronisationPeriod = duration("config-sync-period") ?? synchronisationPeriod
        burst = integer("kube-api-burst") ?? burst
        localDetection.mode = text("detect-local-mode")
        localDetection.bridgeInterface = text("pod-bridge-interface")
        localDetection.interfaceNamePrefix = text("pod-interface-name-prefix")
        localDetection.clusterBlocks = blocks(in: text("cluster-cidr"))
        nodePortAddresses = blocks(in: text("nodeport-addresses"))
        hiddenMetricsVersion = text("show-hidden-metrics-for-version")
        loggingFormat = flags.values["logging-format"] ?? loggingFormat
        for pair in blocks(in: text("feature-gates")) {
            let halves = pair.split(separator: "=", maxSplits: 1).map(String.init)
            if halves.count == 2 { gates[halves[0]] = GoLiteral.bool(halves[1]) }
        }
    }

    /// An empty address changes nothing; a port of 0 (both flags are deprecated) switches the server off.
    private mutating func readAddresses(_ flags: KubeProxyFlags) {
        func address(_ name: String, preset: String) -> String {
            flags.values[name].flatMap { $0.isEmpty ? nil : $0 } ?? preset
        }
        func port(_ name: String, preset: Int64) -> Int64 {
            flags.values[name].flatMap(GoLiteral.int32) ?? preset
        }
        bindAddress = address("bind-address", preset: bindAddress)
        let healthPort = port("healthz-port", preset: KubeProxyConfiguration.healthPort)
        let health = address("healthz-bind-address", preset: healthAddress)
        healthAddress = healthPort == 0 ? "" : GoAddress.withPort(health, healthPort)
        let metricsPort = port("metrics-port", preset: KubeProxyConfiguration.metricsPort)
        let metrics = address("metrics-bind-address", preset: metricsAddress)
        metricsAddress = metricsPort == 0 ? "" : GoAddress.withPort(metrics, metricsPort)
    }
}

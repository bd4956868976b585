extension KubeProxyConfiguration {
    /// The version and kind that the file of a kube-proxy must say it is of.
    private static let header = KubernetesHeader(
        apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
        kind: "KubeProxyConfiguration"
    )

    /// Reads what a configuration file says, as kube-proxy's lenient decoder does, and fills in the defaults.
    ///
    /// Unknown fields and fields in another letter case are passed over, null takes the default, a wrong type refuses
    /// the whole file. Feature gates are not looked up: their names change with every release.
    public init(decoding value: DecodedValue) throws(Refusal) {
        try KubeProxyConfiguration.header.check(value)
        _ = try KubeProxyFields.configuration.decoded(value)
        self.init()
        mode = value["mode"].string ?? ""
        readConntrack(value["conntrack"])
        iptables = Synchronisation(decoding: value["iptables"], preset: iptables)
        ipvs = Synchronisation(decoding: value["ipvs"], preset: ipvs)
        nftables = Synchronisation(decoding: value["nftables"], preset: nftables)
        for name in ["tcpTimeout", "tcpFinTimeout", "udpTimeout"] {
            ipvsTimeouts[name] = value["ipvs"][name].nanoseconds ?? 0
        }
        ipvsExcludedBlocks = value["ipvs"]["excludeCIDRs"].strings
        scheduler = value["ipvs"]["scheduler"].string ?? ""
        readAddresses(value)
        outOfMemoryScore = value["oomScoreAdj"].integer ?? outOfMemoryScore
        synchronisationPeriod = value["configSyncPeriod"].nanoseconds.nonZero ?? synchronisationPeriod
        burst = value["clientConnection"]["burst"].integer.nonZero ?? burst
        localDetection.mode = value["detectLocalMode"].string ?? ""
        localDetection.bridgeInterface = value["detectLocal"]["bridgeInterface"].string ?? ""
        localDetection.interfaceNamePrefix = value["detectLocal"]["interfaceNamePrefix"].string ?? ""
        localDetection.clusterBlocks = blocks(in: value["clusterCIDR"].string ?? "")
        nodePortAddresses = value["nodePortAddresses"].strings
        portRange = value["portRange"].string ?? ""
        hiddenMetricsVersion = value["showHiddenMetricsForVersion"].string ?? ""
        if let format = value["logging"]["format"].string, !format.isEmpty { loggingFormat = format }
        if case .object(let named) = value["featureGates"] { gates = named.mapValues { $0 == .bool(true) } }
    }

    /// The blocks of a comma-separated list; none in an empty one.
    func blocks(in text: String) -> [String] {
        text.isEmpty ? [] : text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }

    private mutating func readConntrack(_ value: DecodedValue) {
        if let given = value["maxPerCore"].integer { (maxPerCore, isMaxPerCoreGiven) = (given, true) }
        if let given = value["min"].integer { (min, isMinGiven) = (given, true) }
        for name in ["tcpEstablishedTimeout", "tcpCloseWaitTimeout", "udpTimeout", "udpStreamTimeout"] {
            timeouts[name] = value[name].nanoseconds
        }
    }

    private mutating func readAddresses(_ value: DecodedValue) {
        let address = value["bindAddress"].string ?? ""
        if !address.isEmpty { bindAddress = address }
        let isV4 = GoAddress.family(ofIP: bindAddress) == .v4
        let health = value["healthzBindAddress"].string ?? ""
        let metrics = value["metricsBindAddress"].string ?? ""
        let port = KubeProxyConfiguration.healthPort
        healthAddress = health.isEmpty ? "\(isV4 ? "0.0.0.0" : "[::]"):\(port)" : GoAddress.withPort(health, port)
        let metricsPort = KubeProxyConfiguration.metricsPort
        metricsAddress =
            metrics.isEmpty
            ? "\(isV4 ? "127.0.0.1" : "[::1]"):\(metricsPort)" : GoAddress.withPort(metrics, metricsPort)
    }
}

extension KubeProxyConfiguration.Synchronisation {
    /// A period of 0 takes the default.
    init(decoding value: DecodedValue, preset: Self) {
        self = preset
        masqueradeBit = value["masqueradeBit"].integer ?? masqueradeBit
        period = value["syncPeriod"].nanoseconds.nonZero ?? period
        leastPeriod = value["minSyncPeriod"].nanoseconds.nonZero ?? leastPeriod
    }
}

extension DecodedValue {
    fileprivate var nanoseconds: Int64? {
        string.flatMap(GoLiteral.duration)
    }
}

extension Int64? {
    /// The number, unless it is 0, which takes the default.
    fileprivate var nonZero: Int64? {
        self == 0 ? nil : self
    }
}

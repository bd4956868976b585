extension KubeProxyFacts.Conntrack {
    /// The largest table that the kernel takes, in entries (`nf_conntrack_max` is a signed 32-bit number).
    private static let kernelLimit: Int64 = 2_147_483_647

    /// What a kube-proxy with this configuration does to the table at its start.
    ///
    /// - Parameters:
    ///   - version: its version; nil takes the rules of ``KubeProxyRules`` for an unknown one, and says so.
    ///   - cpus: the node's online CPUs.
    ///   - table: what the table holds now, 0 for no limit, which kube-proxy takes for a number like any other; nil if
    ///     unknown, and then a version that only raises is taken to have something to raise.
    public init(
        _ configuration: KubeProxyConfiguration,
        version: KubernetesVersion?,
        cpus: Int64,
        table: Int64?
    ) {
        self.init()
        let rules = KubeProxyRules(of: version)
        let wanted = KubeProxyTable(
            maxPerCore: configuration.maxPerCore,
            min: configuration.min,
            cpus: cpus,
            rules: rules
        )
        maxPerCore = configuration.isMaxPerCoreGiven ? configuration.maxPerCore : nil
        min = configuration.isMinGiven ? configuration.min : nil
        willSet = wanted.wanted
        isRaiseOnly = rules.isRaiseOnly
        because = wanted.because
        if rules.isRaiseOnly, let number = wanted.wanted, let table, table >= number {
            willSet = nil
            because += "; this version only raises the table, which holds \(table)"
        }
        guard let number = willSet else { return }
        if rules.isAssumed {
            because += "; its version is unknown, so this is what 1.37 does"
        }
        if number > KubeProxyFacts.Conntrack.kernelLimit {
            because += "; the kernel takes no more than \(KubeProxyFacts.Conntrack.kernelLimit), so it would then exit"
        }
    }
}

extension KubeProxyFacts {
    /// What its next start means for the table, as a knob's observation.
    ///
    /// A kube-proxy that leaves the table alone sets no limit of its own, which is ``Value/unlimited``: above every
    /// number that could be asked for. Its text says «left alone», as an operator would.
    public var nextTable: Observation {
        if let refusal { return .unreadable("kube-proxy would not start: \(refusal)") }
        if let unreadable { return .unreadable(unreadable) }
        guard let number = conntrack.willSet ?? conntrack.distributionWillSet else {
            return .value(.unlimited, text: "left alone", isWritable: false)
        }
        return .value(.integer(number), text: "\(number)", isWritable: false)
    }

    /// What its next start will undo of a table of `table` entries, and the change that ends the quarrel; nil if it
    /// undoes nothing or would not start.
    public func caution(against table: Int64) -> Caution? {
        let lowered = conntrack.isRaiseOnly ? nil : conntrack.willSet
        guard refusal == nil, unreadable == nil, let number = lowered ?? conntrack.distributionWillSet,
            number < table
        else { return nil }
        let writer = lowered == nil ? distribution ?? name : name
        let danger = "\(writer) will set net/netfilter/nf_conntrack_max to \(number) at its next start"
        return Caution(
            danger: conntrack.because.isEmpty ? danger : "\(danger): \(conntrack.because)",
            remedy: conntrack.remedy ?? "set conntrack.maxPerCore to 0 in its configuration"
        )
    }

    /// «kube-proxy 1.34.2 (pid 1234)».
    public var name: String {
        "kube-proxy" + (version.map { " \($0)" } ?? "") + (pid.map { " (pid \($0))" } ?? "")
    }
}

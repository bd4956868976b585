extension KubeProxyConfiguration {
    /// Refuses what kube-proxy's own validation refuses, before it writes anything.
    ///
    /// Source: `pkg/proxy/apis/config/validation/validation.go` of Kubernetes, whose list of modes changed: `userspace`
    /// went with 1.26, `nftables` came with 1.29 behind a gate that is on since 1.31.
    public func validate(for version: KubernetesVersion?) throws(Refusal) {
        try validateMode(for: version)
        try validateConntrack()
        try validateSynchronisation(for: version)
        try require(-1000...1000 ~= outOfMemoryScore, "oomScoreAdj: \(outOfMemoryScore) is not in -1000…1000")
        try require(burst >= 0, "clientConnection.burst: \(burst) is below 0")
        try validateAddresses(for: version)
        try validateLocalDetection()
        try require(isPortRange(portRange), "portRange: '\(portRange.clipped)' is no port range such as 300-2000")
        let isFormat = ["text", "json"].contains(loggingFormat)
        try require(isFormat, "logging.format: '\(loggingFormat.clipped)' is not known")
        if let version, !hiddenMetricsVersion.isEmpty {
            let previous = "\(version.major).\(version.minor - 1)"
            let only = "showHiddenMetricsForVersion: '\(hiddenMetricsVersion.clipped)' is not \(previous)"
            try require(hiddenMetricsVersion == previous, only)
        }
    }

    private func validateMode(for version: KubernetesVersion?) throws(Refusal) {
        var known = ["iptables", "ipvs"]
        let isGated = version.map { $0.isAtLeast(minor: 29) && !$0.isAtLeast(minor: 31) } ?? false
        let isGateOpen = gates["NFTablesProxyMode"] ?? gates["AllAlpha"] ?? false
        if version?.isAtLeast(minor: 31) ?? true || isGated && isGateOpen { known.append("nftables") }
        if let version, !version.isAtLeast(minor: 26) { known.append("userspace") }
        guard mode.isEmpty || known.contains(mode) else {
            throw Refusal("mode: '\(mode.clipped)' is not one of \(known.joined(separator: ", "))")
        }
    }

    private func validateConntrack() throws(Refusal) {
        try require(maxPerCore >= 0, "conntrack.maxPerCore: \(maxPerCore) is below 0")
        try require(min >= 0, "conntrack.min: \(min) is below 0")
        for (name, nanoseconds) in timeouts.sorted(by: { $0.key < $1.key }) {
            try require(nanoseconds >= 0, "conntrack.\(name) is below 0")
        }
    }

    /// Since 1.31 only the periods of the mode in use are looked at; before, those of iptables in any mode.
    private func validateSynchronisation(for version: KubernetesVersion?) throws(Refusal) {
        let isOld = version.map { !$0.isAtLeast(minor: 31) } ?? false
        try requireBit(iptables.masqueradeBit, of: "iptables")
        switch mode {
        case "ipvs":
            try requirePeriods(ipvs, of: "ipvs")
            for (name, nanoseconds) in ipvsTimeouts.sorted(by: { $0.key < $1.key }) {
                try require(nanoseconds >= 0, "ipvs.\(name) is below 0")
            }
            for block in ipvsExcludedBlocks where GoAddress.family(ofBlock: block) == nil {
                throw Refusal("ipvs.excludeCIDRs: '\(block.clipped)' is no address block")
            }
        case "nftables":
            try requirePeriods(nftables, of: "nftables")
            try requireBit(nftables.masqueradeBit, of: "nftables")
        default: break
        }
        if isOld || mode != "ipvs" && mode != "nftables" { try requirePeriods(iptables, of: "iptables") }
        try require(synchronisationPeriod > 0, "configSyncPeriod is not above 0")
    }

    private func requireBit(_ bit: Int64, of mode: String) throws(Refusal) {
        try require(0...31 ~= bit, "\(mode).masqueradeBit: \(bit) is not in 0…31")
    }

    private func requirePeriods(_ periods: Synchronisation, of mode: String) throws(Refusal) {
        try require(periods.period > 0, "\(mode).syncPeriod is not above 0")
        try require(periods.leastPeriod >= 0, "\(mode).minSyncPeriod is below 0")
        try require(periods.leastPeriod <= periods.period, "\(mode).minSyncPeriod is above \(mode).syncPeriod")
    }

    private func validateAddresses(for version: KubernetesVersion?) throws(Refusal) {
        let isAddress = GoAddress.family(ofIP: bindAddress) != nil
        try require(isAddress, "bindAddress: '\(bindAddress.clipped)' is no IP address")
        if !healthAddress.isEmpty, let objection = GoAddress.objection(toIPAndPort: healthAddress) {
            throw Refusal("healthzBindAddress: '\(healthAddress.clipped)' \(objection)")
        }
        if let objection = GoAddress.objection(toIPAndPort: metricsAddress) {
            throw Refusal("metricsBindAddress: '\(metricsAddress.clipped)' \(objection)")
        }
        if nodePortAddresses == ["primary"] { return }
        // The words came with 1.38, beside blocks and each other.
        let words = version?.isAtLeast(minor: 38) ?? false ? ["primary", "localhost", "all"] : []
        for address in nodePortAddresses where !words.contains(address) && GoAddress.family(ofBlock: address) == nil {
            throw Refusal("nodePortAddresses: '\(address.clipped)' is no address block")
        }
    }

    private func validateLocalDetection() throws(Refusal) {
        switch localDetection.mode {
        case "", "ClusterCIDR":
            let families = localDetection.clusterBlocks.map { GoAddress.family(ofBlock: $0) }
            try require(families.count <= 2 && !families.contains(nil), "clusterCIDR is not one address block, or two")
            try require(families.count < 2 || families[0] != families[1], "clusterCIDR has two blocks of one family")
        case "NodeCIDR": break
        case "BridgeInterface":
            try require(!localDetection.bridgeInterface.isEmpty, "detectLocal.bridgeInterface is empty")
        case "InterfaceNamePrefix":
            try require(!localDetection.interfaceNamePrefix.isEmpty, "detectLocal.interfaceNamePrefix is empty")
        default:
            throw Refusal("detectLocalMode: '\(localDetection.mode.clipped)' is not known")
        }
    }

    /// `300`, `300-2000` or `300+50`, or nothing.
    private func isPortRange(_ text: String) -> Bool {
        let separators = text.filter { $0 == "-" || $0 == "+" }
        guard !text.isEmpty, let separator = separators.first else {
            return text.isEmpty || GoLiteral.decimal(text, limit: 65535) != nil
        }
        let halves = text.split(separator: separator, omittingEmptySubsequences: false)
        guard separators.count == 1, halves.count == 2, let low = GoLiteral.decimal(halves[0], limit: 65535),
            let other = GoLiteral.decimal(halves[1], limit: 65535)
        else { return false }
        return separator == "-" ? low <= other : low + other <= 65535
    }

    private func require(_ holds: Bool, _ otherwise: @autoclosure () -> String) throws(Refusal) {
        if !holds { throw Refusal(otherwise()) }
    }
}

extension KubeletValidation {
    func validateChoices() throws(Refusal) {
        let policies = ["none", "best-effort", "restricted", "single-numa-node"]
        try require(configuration.text("topologyManagerPolicy"), isOneOf: policies, at: "topologyManagerPolicy")
        let scopes = ["container", "pod"]
        try require(configuration.text("topologyManagerScope"), isOneOf: scopes, at: "topologyManagerScope")
        let hairpins = ["none", "hairpin-veth", "promiscuous-bridge"]
        try require(configuration.text("hairpinMode"), isOneOf: hairpins, at: "hairpinMode")
        if gates.isEnabled("NodeSwap") {
            let behaviours = ["", "NoSwap", "LimitedSwap"] + (rules.minor < 30 ? ["UnlimitedSwap"] : [])
            let behaviour = configuration.text("memorySwap.swapBehavior")
            try require(behaviour, isOneOf: behaviours, at: "memorySwap.swapBehavior")
        } else {
            let isUnset = configuration["memorySwap"] == nil
            try require(isUnset, "memorySwap.swapBehavior needs the feature gate NodeSwap")
        }
        if configuration.flag("serverTLSBootstrap") {
            let gate = "RotateKubeletServerCertificate"
            let isEnabled = gates.isEnabled(gate)
            try require(isEnabled, "serverTLSBootstrap needs the feature gate \(gate)")
        }
        if rules.minor >= 31 { try require(!configuration.flag("runOnce"), "runOnce is no longer supported") }
        try validateTaints()
        let hidden = configuration.text("showHiddenMetricsForVersion")
        if let version, !hidden.isEmpty {
            let previous = "\(version.major).\(version.minor - 1)"
            try require(hidden == previous, "showHiddenMetricsForVersion: '\(hidden.clipped)' is not \(previous)")
        }
    }

    private func validateTaints() throws(Refusal) {
        for taint in configuration["registerWithTaints"]?.items ?? [] {
            let key = taint["key"].string ?? ""
            let effect = taint["effect"].string ?? ""
            let isValid =
                KubernetesName.isQualified(key) && KubernetesName.isLabelValue(taint["value"].string ?? "")
                && (effect.isEmpty || KubernetesName.taintEffects.contains(effect))
            try require(isValid, "registerWithTaints: '\(key.clipped):\(effect.clipped)' is no taint")
        }
    }

    func validateAllocatable() throws(Refusal) {
        let path = "enforceNodeAllocatable"
        let enforced = configuration.texts(path)
        for kind in ["system", "kube"] {
            let isTwice = enforced.contains("\(kind)-reserved") && enforced.contains("\(kind)-reserved-compressible")
            try require(!isTwice, "\(path) has both \(kind)-reserved and \(kind)-reserved-compressible")
        }
        let compressible = rules.minor >= 32 ? ["system-reserved-compressible", "kube-reserved-compressible"] : []
        let known = ["pods", "system-reserved", "kube-reserved", "none"] + compressible
        var seen: Set<String> = []
        for name in enforced {
            try require(name, isOneOf: known, at: path)
            if rules.minor >= 32 { try require(seen.insert(name).inserted, "\(path) has '\(name)' twice") }
            guard name != "none" else {
                try require(enforced.count == 1, "\(path) has others beside 'none'")
                continue
            }
            let isPerQOS = configuration.flag("cgroupsPerQOS")
            try require(isPerQOS, "\(path) has '\(name)' while cgroupsPerQOS is false")
            let kind = name.prefix { $0 != "-" }
            guard kind == "system" || kind == "kube" else { continue }
            let group = configuration.text("\(kind)ReservedCgroup")
            try require(!group.isEmpty, "\(path) has '\(name)' while \(kind)ReservedCgroup is empty")
        }
        let isRooted = configuration.text("systemCgroups").isEmpty || !configuration.text("cgroupRoot").isEmpty
        try require(isRooted, "systemCgroups is given without cgroupRoot")
    }

    func validateReservations() throws(Refusal) {
        let reserved = configuration.text("reservedSystemCPUs")
        if !reserved.isEmpty {
            let groups = configuration.text("systemReservedCgroup") + configuration.text("kubeReservedCgroup")
            let isAlone = groups.isEmpty
            try require(isAlone, "reservedSystemCPUs is given with systemReservedCgroup or kubeReservedCgroup")
            let isList = !reserved.contains(where: \.isWhitespace) && CPUList(reserved) != nil
            try require(isList, "reservedSystemCPUs: '\(reserved.clipped)' is no list of CPUs")
        }
        var seen: Set<String> = []
        for reservation in configuration["reservedMemory"]?.items ?? [] {
            let numa = reservation["numaNode"].integer ?? 0
            for (name, limit) in (reservation["limits"].members ?? [:]).inByteOrder {
                let place = "reservedMemory, NUMA node \(numa), \(name.clipped)"
                let isMemory = name == "memory" || name.hasPrefix("hugepages-")
                try require(isMemory, "\(place): only memory and hugepages-SIZE can be reserved")
                let isZero = limit.string.flatMap { GoQuantity($0) }?.isZero ?? true
                try require(!isZero, "\(place): 0 cannot be reserved")
                try require(seen.insert("\(numa) \(name)").inserted, "\(place): stands twice")
            }
        }
    }

    func validateMemory() throws(Refusal) {
        if let factor = configuration["memoryThrottlingFactor"]?.double {
            try require(factor > 0 && factor <= 1, "memoryThrottlingFactor: \(factor) is not above 0 and at most 1")
        }
        guard rules.minor >= 36 else { return }
        let policy = configuration.text("memoryReservationPolicy")
        if policy == "TieredReservation" {
            let isEnabled = gates.isEnabled("MemoryQoS")
            try require(isEnabled, "memoryReservationPolicy: TieredReservation needs the feature gate MemoryQoS")
        }
        try require(policy, isOneOf: ["None", "TieredReservation"], at: "memoryReservationPolicy")
    }

    func validateLogging() throws(Refusal) {
        let format = configuration.text("logging.format")
        try require(format, isOneOf: ["text", "json"], at: "logging.format")
        if format == "json" {
            let isEnabled = gates.isEnabled("LoggingBetaOptions")
            try require(isEnabled, "logging.format: json needs the feature gate LoggingBetaOptions")
        }
        let period =
            configuration["logging.flushFrequency"]?.integer ?? configuration.nanoseconds("logging.flushFrequency")
        try require(period > 0, "logging.flushFrequency is not above 0")
        try require("logging.verbosity", in: 0...Int64(Int32.max))
        let files = configuration["logging.vmodule"]?.items ?? []
        try require(files.isEmpty || format == "text", "logging.vmodule needs logging.format: text")
        for file in files {
            let pattern = file["filePattern"].string ?? ""
            let isPattern = !pattern.isEmpty && !pattern.contains { $0 == "=" || $0 == "," }
            try require(isPattern, "logging.vmodule: '\(pattern.clipped)' is no file pattern")
            let isLevel = file["verbosity"].integer ?? 0 <= Int64(Int32.max)
            try require(isLevel, "logging.vmodule: the verbosity of '\(pattern.clipped)' is too large")
        }
        for kind in ["text", "json"] where !gates.isEnabled("LoggingAlphaOptions") {
            let options = "logging.options.\(kind)"
            let isSplit = configuration.flag("\(options).splitStream")
            try require(!isSplit, "\(options).splitStream needs the feature gate LoggingAlphaOptions")
            let isBuffered = configuration["\(options).infoBufferSize"] != nil
            try require(!isBuffered, "\(options).infoBufferSize needs the feature gate LoggingAlphaOptions")
        }
    }

    func validateTracing() throws(Refusal) {
        guard configuration["tracing"] != nil else { return }
        if rules.minor < 34 {
            let isEnabled = gates.isEnabled("KubeletTracing")
            try require(isEnabled, "tracing needs the feature gate KubeletTracing")
        }
        try require("tracing.samplingRatePerMillion", in: 0...1_000_000)
        let endpoint = configuration.text("tracing.endpoint")
        guard endpoint.contains("//") else { return }
        let scheme = endpoint.prefix { $0 != ":" }.lowercased()
        let isKnown = endpoint.contains(":") && ["dns", "unix", "unix-abstract"].contains(scheme)
        try require(isKnown, "tracing.endpoint: '\(endpoint.clipped)' is neither dns, unix nor unix-abstract")
    }

    func validateSystem() throws(Refusal) {
        if configuration.flag("enableSystemLogQuery") {
            let isEnabled = gates.isEnabled("NodeLogQuery")
            try require(isEnabled, "enableSystemLogQuery needs the feature gate NodeLogQuery")
            let isHandled = configuration.flag("enableSystemLogHandler")
            try require(isHandled, "enableSystemLogQuery needs enableSystemLogHandler")
        }
        if node.cgroupVersion == 1 {
            let isTolerated = !configuration.flag("failCgroupV1") || rules.isAssumed
            try require(isTolerated, "failCgroupV1 is true, and this node has cgroup version 1")
            let isSingle = configuration["singleProcessOOMKill"] == .bool(false)
            try require(!isSingle, "singleProcessOOMKill is false, which cgroup version 1 does not have")
        }
        if let identities = configuration["userNamespaces.idsPerPod"]?.integer {
            let isValid = identities >= 65536 && identities % 65536 == 0 && identities <= Int64(UInt32.max)
            try require(isValid, "userNamespaces.idsPerPod: \(identities) is no multiple of 65536 below 2^32")
        }
    }
}

extension DecodedValue {
    /// The number, whole or not; nil if it is none.
    var double: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: nil
        }
    }
}

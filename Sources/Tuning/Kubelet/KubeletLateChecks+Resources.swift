extension KubeletLateChecks {
    /// What thresholds can be set on (`signalToResource`).
    private static let signals: Set = [
        "memory.available", "allocatableMemory.available", "nodefs.available", "nodefs.inodesFree", "imagefs.available",
        "imagefs.inodesFree", "containerfs.available", "containerfs.inodesFree", "pid.available",
    ]

    func checkEviction() throws(Refusal) {
        for path in ["evictionHard", "evictionSoft"] {
            for (signal, text) in configuration.pairs(path) { try checkThreshold(text, of: signal, at: path) }
        }
        let grace = configuration.pairs("evictionSoftGracePeriod")
        for (signal, text) in grace {
            try requireSignal(signal, at: "evictionSoftGracePeriod")
            guard let period = GoLiteral.duration(text), period >= 0 else {
                throw Refusal("evictionSoftGracePeriod.\(signal): '\(text.clipped)' is no duration from 0 up")
            }
        }
        for (signal, text) in configuration.pairs("evictionSoft") where text != "0%" && text != "100%" {
            let hasGrace = grace.contains { $0.key == signal }
            try require(hasGrace, "evictionSoft.\(signal) has no evictionSoftGracePeriod")
        }
        for (signal, text) in configuration.pairs("evictionMinimumReclaim") {
            try requireSignal(signal, at: "evictionMinimumReclaim")
            let isValid = percentage(text).map { $0 > 0 } ?? (GoQuantity(text)?.sign).map { $0 >= 0 } ?? false
            try require(isValid, "evictionMinimumReclaim.\(signal): '\(text.clipped)' is no quantity or share")
        }
    }

    private func checkThreshold(_ text: String, of signal: String, at path: String) throws(Refusal) {
        try requireSignal(signal, at: path)
        let isValid = percentage(text).map { 0...1 ~= $0 } ?? (GoQuantity(text)?.sign).map { $0 > 0 } ?? false
        try require(isValid, "\(path).\(signal): '\(text.clipped)' is neither a quantity above 0 nor up to 100%")
    }

    private func requireSignal(_ signal: String, at path: String) throws(Refusal) {
        try require(KubeletLateChecks.signals.contains(signal), "\(path): '\(signal.clipped)' is no signal")
    }

    /// The share that a text such as `10%` writes; nil if it is none, and so no quantity either.
    private func percentage(_ text: String) -> Double? {
        guard text.hasSuffix("%") else { return nil }
        return Double(String(text.reversed().drop { $0 == "%" }.reversed())).flatMap { $0.isFinite ? $0 / 100 : nil }
    }

    func checkReservations() throws(Refusal) {
        for path in ["kubeReserved", "systemReserved"] {
            for (resource, text) in configuration.pairs(path) {
                let isKnown = ["cpu", "memory", "ephemeral-storage", "pid"].contains(resource)
                try require(isKnown, "\(path): '\(resource.clipped)' cannot be reserved")
                let isAmount = (GoQuantity(text)?.sign).map { $0 >= 0 } ?? false
                try require(isAmount, "\(path).\(resource): '\(text.clipped)' is no quantity from 0 up")
            }
        }
        for (resource, text) in configuration.pairs("qosReserved") {
            let share = percentage(text)
            let isShare = resource == "memory" && (share.map { 0...1 ~= $0 } ?? false)
            try require(isShare, "qosReserved.\(resource.clipped): only memory, and up to 100%, can be reserved")
        }
        let reserved = CPUList(configuration.text("reservedSystemCPUs")) ?? CPUList()
        let isThere = node.onlineCPUs.count == 0 || reserved.runs.allSatisfy { $0.allSatisfy(node.onlineCPUs.contains) }
        try require(isThere, "reservedSystemCPUs: \(reserved) are not all online")
        if node.onlineCPUs.count > 0, let cpus = reservedCPUs {
            try require(cpus <= Double(node.onlineCPUs.count), "more CPUs are reserved than the node has")
        }
        if let capacity = node.memoryByteCount, let memory = reservedMemory {
            try require(memory <= Double(capacity), "more memory is reserved than the node has")
        }
    }

    /// The CPUs that are kept from pods; nil if none are.
    private var reservedCPUs: Double? {
        let listed = CPUList(configuration.text("reservedSystemCPUs")) ?? CPUList()
        if listed.count > 0 { return Double(listed.count) }
        let texts = ["kubeReserved", "systemReserved"].compactMap { configuration[[$0, "cpu"]]?.string }
        return texts.isEmpty ? nil : texts.compactMap { GoQuantity($0)?.approximate }.reduce(0, +)
    }

    /// The bytes that are kept from pods, the threshold of eviction included; nil if that cannot be told.
    private var reservedMemory: Double? {
        var total = 0.0
        for path in [["kubeReserved", "memory"], ["systemReserved", "memory"], ["evictionHard", "memory.available"]] {
            guard let text = configuration[path]?.string else { continue }
            if let share = percentage(text) {
                guard let capacity = node.memoryByteCount else { return nil }
                total += text == "100%" ? 0 : Double(capacity) * share
            } else {
                total += GoQuantity(text)?.approximate ?? 0
            }
        }
        return total
    }

    func checkPolicies() throws(Refusal) {
        try checkCPUPolicy()
        let policy = configuration.text("memoryManagerPolicy")
        try require(["None", "Static"].contains(policy), "memoryManagerPolicy: '\(policy.clipped)' is not known")
        if policy == "Static" {
            let listed = configuration["reservedMemory"]?.items ?? []
            let amounts = listed.compactMap { $0["limits"]["memory"].string.flatMap { GoQuantity($0) }?.approximate }
            let isEqual = reservedMemory.map { $0 == amounts.reduce(0, +) } ?? true
            try require(
                isEqual,
                "memoryManagerPolicy: Static needs reservedMemory to be the sum of what is reserved and the threshold "
                    + "evictionHard.memory.available"
            )
        }
        let hasSwap = configuration.text("memorySwap.swapBehavior") == "LimitedSwap"
        let isGroup2 = node.cgroupVersion != 1 || !hasSwap || rules.minor < 28
        try require(isGroup2, "memorySwap.swapBehavior: LimitedSwap needs cgroup version 2")
        guard configuration.text("topologyManagerPolicy") != "none" else { return }
        for (option, text) in configuration.pairs("topologyManagerPolicyOptions") {
            let isValid =
                switch option {
                case "prefer-closest-numa-nodes": GoLiteral.bool(text) != nil
                case "max-allowable-numa-nodes": (GoLiteral.decimal(text, limit: .max) ?? 0) >= 8
                default: false
                }
            try require(isValid, "topologyManagerPolicyOptions: '\(option.clipped)=\(text.clipped)' is not known")
        }
    }

    private func checkCPUPolicy() throws(Refusal) {
        let policy = configuration.text("cpuManagerPolicy")
        try require(["none", "static"].contains(policy), "cpuManagerPolicy: '\(policy.clipped)' is not known")
        let options = configuration.pairs("cpuManagerPolicyOptions")
        guard policy == "static" else {
            return try require(options.isEmpty, "cpuManagerPolicyOptions needs cpuManagerPolicy: static")
        }
        try require(
            reservedCPUs.map { $0 > 0 } ?? false,
            "cpuManagerPolicy: static needs CPUs in kubeReserved, systemReserved or reservedSystemCPUs"
        )
        let known = [
            "full-pcpus-only", "distribute-cpus-across-numa", "align-by-socket", "distribute-cpus-across-cores",
            "strict-cpu-reservation", "prefer-align-cpus-by-uncorecache",
        ]
        for (option, text) in options {
            let isValid = known.contains(option) && GoLiteral.bool(text) != nil
            try require(isValid, "cpuManagerPolicyOptions: '\(option.clipped)=\(text.clipped)' is not known")
        }
        let on = Set(options.filter { GoLiteral.bool($0.value) ?? false }.map(\.key))
        for pair in [
            ["full-pcpus-only", "distribute-cpus-across-cores"],
            ["distribute-cpus-across-numa", "distribute-cpus-across-cores"],
            ["prefer-align-cpus-by-uncorecache", "distribute-cpus-across-cores"],
            ["prefer-align-cpus-by-uncorecache", "distribute-cpus-across-numa"],
        ] where on.isSuperset(of: pair) {
            throw Refusal("cpuManagerPolicyOptions: \(pair.joined(separator: " and ")) exclude each other")
        }
        for (option, gate) in [
            ("align-by-socket", "CPUManagerPolicyAlphaOptions"),
            ("distribute-cpus-across-cores", "CPUManagerPolicyAlphaOptions"),
            ("distribute-cpus-across-numa", "CPUManagerPolicyBetaOptions"),
        ] where options.contains(where: { $0.key == option }) {
            try require(gates.isEnabled(gate), "cpuManagerPolicyOptions: \(option) needs the feature gate \(gate)")
        }
    }
}

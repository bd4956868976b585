/// Fills in what a kubelet's configuration leaves open: `SetDefaults_KubeletConfiguration` of Kubernetes.
struct KubeletDefaults {
    let rules: KubeletRules
    let schema: KubeletSchema

    /// The thresholds of a kubelet whose file has none (`DefaultEvictionHard`); of nodes' inodes since 1.31 also the
    /// images'.
    var evictionHard: [String: DecodedValue] {
        var thresholds: [String: DecodedValue] = [
            "memory.available": .string("100Mi"), "nodefs.available": .string("10%"),
            "nodefs.inodesFree": .string("5%"), "imagefs.available": .string("15%"),
        ]
        if rules.minor >= 31 { thresholds["imagefs.inodesFree"] = .string("5%") }
        return thresholds
    }

    /// Fills in the defaults; `gates` are those in force.
    func fill(_ configuration: inout KubeletConfiguration, gates: KubeletFeatureGates) {
        // Both hang on a field that has a default of its own, and come before that is filled in.
        if configuration["nodeStatusReportFrequency"] == nil {
            configuration["nodeStatusReportFrequency"] = configuration["nodeStatusUpdateFrequency"] ?? .string("5m0s")
        }
        if configuration["serializeImagePulls"] == nil {
            configuration["serializeImagePulls"] = .bool(configuration.number("maxParallelImagePulls") < 2)
        }
        if configuration.number("podPidsLimit") < 0 { configuration["podPidsLimit"] = .integer(-1) }
        for field in schema.fields {
            guard let preset = preset(of: field), configuration[field.path] == nil else { continue }
            configuration[field.path] = preset
        }
        for (path, preset) in loggingPresets where configuration[path] == nil { configuration[path] = preset }
        if rules.minor >= 31, configuration["failCgroupV1"] == nil {
            configuration["failCgroupV1"] = .bool(rules.minor >= 35)
        }
        let period = "crashLoopBackOff.maxContainerRestartPeriod"
        if gates.isEnabled("KubeletCrashLoopBackOffMax"), configuration[period] == nil {
            configuration[period] = .string("5m0s")
        }
        let policy = "imagePullCredentialsVerificationPolicy"
        if gates.isEnabled("KubeletEnsureSecretPulledImages"), configuration[policy] == nil {
            configuration[policy] = .string("NeverVerifyPreloadedImages")
        }
    }

    /// Adds the thresholds that a file leaves open: all if it has no mapping, and since 1.33 on demand the missing ones.
    func fillThresholds(_ configuration: inout KubeletConfiguration) {
        guard let given = configuration["evictionHard"]?.members else {
            configuration["evictionHard"] = .object(evictionHard)
            return
        }
        guard configuration.flag("mergeDefaultEvictionSettings") else { return }
        configuration["evictionHard"] = .object(given.merging(evictionHard) { given, _ in given })
    }

    /// What a kubelet without a file has instead of the defaults (`applyLegacyDefaults`).
    func fillWithoutFile(_ configuration: inout KubeletConfiguration) {
        configuration["authentication.anonymous.enabled"] = .bool(true)
        configuration["authentication.webhook.enabled"] = .bool(false)
        configuration["authorization.mode"] = .string("AlwaysAllow")
        configuration["readOnlyPort"] = .integer(10255)
    }

    private func preset(of field: KubeletField) -> DecodedValue? {
        let former = rules.minor < 27 ? KubeletDefaults.former[field.path[0]] : nil
        return former ?? field.preset
    }

    /// The defaults that were others before 1.27. Source: kubernetes#116121 and #115371.
    private static let former: [String: DecodedValue] = [
        "eventRecordQPS": .integer(5), "eventBurst": .integer(10), "kubeAPIQPS": .integer(5),
        "kubeAPIBurst": .integer(10), "memoryThrottlingFactor": .number(0.8),
    ]

    private var loggingPresets: [(String, DecodedValue)] {
        [("logging.format", .string("text")), ("logging.flushFrequency", .string("5s"))]
    }
}

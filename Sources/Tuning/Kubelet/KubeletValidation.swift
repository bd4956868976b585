/// What a kubelet refuses of its own configuration: `ValidateKubeletConfiguration` of Kubernetes.
struct KubeletValidation {
    let configuration: KubeletConfiguration
    let gates: KubeletFeatureGates
    let rules: KubeletRules
    let node: KubeletNode
    let version: KubernetesVersion?

    private static let second: Int64 = 1_000_000_000

    init(
        _ configuration: KubeletConfiguration,
        gates: KubeletFeatureGates,
        rules: KubeletRules,
        node: KubeletNode,
        version: KubernetesVersion?
    ) {
        self.configuration = configuration
        self.gates = gates
        self.rules = rules
        self.node = node
        self.version = version
    }

    /// Throws the first thing that is wrong.
    func validate() throws(Refusal) {
        try validateNumbers()
        try validateImageCollection()
        try validateImagePulls()
        try validateShutdown()
        try validateContainers()
        try validateChoices()
        try validateAllocatable()
        try validateReservations()
        try validateMemory()
        try validateLogging()
        try validateTracing()
        try validateSystem()
    }

    private func validateNumbers() throws(Refusal) {
        try require(configuration.number("nodeLeaseDurationSeconds") > 0, "nodeLeaseDurationSeconds is not above 0")
        let natural = [
            "eventBurst", "eventRecordQPS", "kubeAPIBurst", "kubeAPIQPS", "maxOpenFiles", "maxPods", "podsPerCore",
            "registryBurst", "registryPullQPS",
        ]
        for path in natural { try require(path, in: 0...Int64.max) }
        try require("healthzPort", in: 0...65535)
        try require("port", in: 1...65535)
        try require("readOnlyPort", in: 0...65535)
        try require("iptablesDropBit", in: 0...31)
        try require("iptablesMasqueradeBit", in: 0...31)
        try require("oomScoreAdj", in: -1000...1000)
        try require("nodeStatusMaxImages", in: -1...Int64.max)
        let period = configuration.nanoseconds("cpuCFSQuotaPeriod")
        if gates.isEnabled("CustomCPUCFSQuotaPeriod") {
            try require(1_000_000...KubeletValidation.second ~= period, "cpuCFSQuotaPeriod is not between 1ms and 1s")
        } else {
            try require(period == 100_000_000, "cpuCFSQuotaPeriod needs the feature gate CustomCPUCFSQuotaPeriod")
        }
        if configuration["draManagerReconcilePeriod"] != nil {
            let isLong = configuration.nanoseconds("draManagerReconcilePeriod") > 0
            try require(isLong, "draManagerReconcilePeriod is not above 0")
        }
    }

    private func validateImageCollection() throws(Refusal) {
        try require("imageGCHighThresholdPercent", in: 0...100)
        try require("imageGCLowThresholdPercent", in: 0...100)
        let (low, high) = (
            configuration.number("imageGCLowThresholdPercent"), configuration.number("imageGCHighThresholdPercent")
        )
        try require(
            low < high,
            "imageGCLowThresholdPercent (\(low)) is not below imageGCHighThresholdPercent (\(high))"
        )
        let (youngest, oldest) = (
            configuration.nanoseconds("imageMinimumGCAge"), configuration.nanoseconds("imageMaximumGCAge")
        )
        if oldest != 0 {
            let isEnabled = gates.isEnabled("ImageMaximumGCAge")
            try require(isEnabled, "imageMaximumGCAge needs the feature gate ImageMaximumGCAge")
        }
        if rules.minor >= 36 { try require(youngest >= 0, "imageMinimumGCAge is below 0") }
        try require(oldest >= 0, "imageMaximumGCAge is below 0")
        try require(oldest == 0 || oldest > youngest, "imageMaximumGCAge is not above imageMinimumGCAge")
    }

    private func validateImagePulls() throws(Refusal) {
        if let parallel = configuration["maxParallelImagePulls"]?.integer {
            try require(parallel >= 1, "maxParallelImagePulls: \(parallel) is not above 0")
            let isSerial = configuration.flag("serializeImagePulls") && parallel > 1
            try require(!isSerial, "maxParallelImagePulls: \(parallel) is above 1 while serializeImagePulls is true")
        }
        let policy = configuration.text("imagePullCredentialsVerificationPolicy")
        let allowed = configuration.texts("preloadedImagesVerificationAllowlist")
        guard gates.isEnabled("KubeletEnsureSecretPulledImages") else {
            let gate = "needs the feature gate KubeletEnsureSecretPulledImages"
            try require(policy.isEmpty, "imagePullCredentialsVerificationPolicy \(gate)")
            return try require(allowed.isEmpty, "preloadedImagesVerificationAllowlist \(gate)")
        }
        let known = ["NeverVerify", "NeverVerifyPreloadedImages", "NeverVerifyAllowlistedImages", "AlwaysVerify"]
        try require(policy, isOneOf: known, at: "imagePullCredentialsVerificationPolicy")
        let needed = "NeverVerifyAllowlistedImages"
        try require(
            allowed.isEmpty || policy == needed,
            "preloadedImagesVerificationAllowlist needs imagePullCredentialsVerificationPolicy: \(needed)"
        )
    }

    private func validateShutdown() throws(Refusal) {
        let all = configuration.nanoseconds("shutdownGracePeriod")
        let critical = configuration.nanoseconds("shutdownGracePeriodCriticalPods")
        if gates.isEnabled("GracefulNodeShutdown") {
            try require(critical <= all, "shutdownGracePeriodCriticalPods is above shutdownGracePeriod")
            for (name, period) in [("shutdownGracePeriod", all), ("shutdownGracePeriodCriticalPods", critical)] {
                let isLong = period == 0 || period >= KubeletValidation.second
                try require(isLong, "\(name) is neither 0 nor at least 1s")
            }
        } else {
            try require(all <= 0 && critical <= 0, "shutdownGracePeriod needs the feature gate GracefulNodeShutdown")
        }
        let byPriority = configuration["shutdownGracePeriodByPodPriority"]?.items ?? []
        guard !byPriority.isEmpty else { return }
        let gate = "GracefulNodeShutdownBasedOnPodPriority"
        let isEnabled = gates.isEnabled(gate)
        try require(isEnabled, "shutdownGracePeriodByPodPriority needs the feature gate \(gate)")
        let isAlone = all <= 0 && critical <= 0
        try require(isAlone, "shutdownGracePeriodByPodPriority and shutdownGracePeriod are both given")
    }

    private func validateContainers() throws(Refusal) {
        if rules.minor >= 32 { try validateRestartPeriod() }
        if rules.minor >= 30 {
            try require(configuration.number("containerLogMaxWorkers") >= 1, "containerLogMaxWorkers is not above 0")
            let interval = configuration.nanoseconds("containerLogMonitorInterval")
            try require(interval >= 3 * KubeletValidation.second, "containerLogMonitorInterval is below 3s")
            let logs = configuration.text("podLogsDir")
            let isClean = logs.hasPrefix("/") && logs.utf8.allSatisfy { $0 < 0x80 } && isNormal(logs)
            try require(isClean, "podLogsDir: '\(logs.clipped)' is no clean absolute path in ASCII")
        }
        if rules.minor >= 33 {
            try require(configuration.number("containerLogMaxFiles") > 1, "containerLogMaxFiles is not above 1")
        }
        // Before, it was a flag alone.
        if rules.minor >= 27 {
            try require(!configuration.text("containerRuntimeEndpoint").isEmpty, "containerRuntimeEndpoint is empty")
        }
    }

    private func validateRestartPeriod() throws(Refusal) {
        let path = "crashLoopBackOff.maxContainerRestartPeriod"
        guard gates.isEnabled("KubeletCrashLoopBackOffMax") else {
            let isUnset = configuration[path] == nil
            return try require(isUnset, "\(path) needs the feature gate KubeletCrashLoopBackOffMax")
        }
        let milliseconds = configuration.nanoseconds(path) / 1_000_000
        try require(1_000...300_000 ~= milliseconds, "\(path) is not between 1s and 300s")
    }

    private func isNormal(_ path: String) -> Bool {
        let parts = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        return path == "/" || parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
    }
}

extension KubeletValidation {
    func require(_ holds: Bool, _ otherwise: @autoclosure () -> String) throws(Refusal) {
        if !holds { throw Refusal(otherwise()) }
    }

    func require(_ path: String, in range: ClosedRange<Int64>) throws(Refusal) {
        let number = configuration.number(path)
        guard !range.contains(number) else { return }
        let wanted =
            range.upperBound == .max ? "below \(range.lowerBound)" : "not in \(range.lowerBound)…\(range.upperBound)"
        throw Refusal("\(path): \(number) is \(wanted)")
    }

    func require(_ text: String, isOneOf known: [String], at path: String) throws(Refusal) {
        try require(
            known.contains(text),
            "\(path): '\(text.clipped)' is not one of \(known.filter { !$0.isEmpty }.joined(separator: ", "))"
        )
    }
}

/// What makes a kubelet exit after its configuration has passed validation: what its parts refuse while they start.
///
/// Source: `run` of `cmd/kubelet/app/server.go` of Kubernetes and what it calls. What hangs on other programs, as
/// whether the runtime answers, is no matter of configuration and is not looked at.
struct KubeletLateChecks {
    let configuration: KubeletConfiguration
    let gates: KubeletFeatureGates
    let flags: KubeletFlags
    let rules: KubeletRules
    let node: KubeletNode

    init(
        _ configuration: KubeletConfiguration,
        gates: KubeletFeatureGates,
        flags: KubeletFlags,
        rules: KubeletRules,
        node: KubeletNode
    ) {
        self.configuration = configuration
        self.gates = gates
        self.flags = flags
        self.rules = rules
        self.node = node
    }

    /// Throws the first thing that is wrong.
    func check() throws(Refusal) {
        try checkServing()
        try checkAccess()
        try checkEviction()
        try checkReservations()
        try checkPolicies()
        try checkPods()
    }

    private func checkServing() throws(Refusal) {
        for suite in configuration.texts("tlsCipherSuites") where !KubeletLateChecks.suites.contains(suite) {
            throw Refusal("tlsCipherSuites: '\(suite.clipped)' is not known")
        }
        let version = configuration.text("tlsMinVersion")
        let versions = ["", "VersionTLS10", "VersionTLS11", "VersionTLS12", "VersionTLS13"]
        try require(versions.contains(version), "tlsMinVersion: '\(version.clipped)' is not known")
        var seen: Set<Int64> = []
        for curve in configuration["tlsCurvePreferences"]?.items?.compactMap(\.integer) ?? [] {
            let isKnown = [23, 24, 25, 29, 4587, 4588, 4589].contains(curve)
            try require(isKnown, "tlsCurvePreferences: \(curve) is not known")
            try require(seen.insert(curve).inserted, "tlsCurvePreferences has \(curve) twice")
        }
        let address = configuration.text("address")
        if configuration.flag("enableServer") {
            try require(GoAddress.family(ofIP: address) != nil, "address: '\(address.clipped)' is no IP address")
        }
        try require(configuration.nanoseconds("runtimeRequestTimeout") >= 0, "runtimeRequestTimeout is below 0")
        let provider = flags["cloud-provider"] ?? ""
        let isExternal = provider.isEmpty || provider == "external"
        let isTaken = rules.hasProviders || rules.hasGatedProviders && gates.isSwitchedOff("DisableCloudProviders")
        try require(
            isExternal || isTaken,
            "--cloud-provider: '\(provider.clipped)' is no longer built in, only external"
        )
        let isLocked = GoLiteral.bool(flags["exit-on-lock-contention"] ?? "") ?? false
        let hasLock = !(flags["lock-file"] ?? "").isEmpty
        try require(!isLocked || hasLock, "--exit-on-lock-contention needs --lock-file")
    }

    private func checkAccess() throws(Refusal) {
        let mode = configuration.text("authorization.mode")
        try require(["Webhook", "AlwaysAllow"].contains(mode), "authorization.mode: '\(mode.clipped)' is not known")
        guard !flags.hasAPIServer else { return }
        let isAsking = configuration.flag("authentication.webhook.enabled")
        try require(!isAsking, "authentication.webhook.enabled needs --kubeconfig, which is not given")
        try require(mode != "Webhook", "authorization.mode: Webhook needs --kubeconfig, which is not given")
    }

    private func checkPods() throws(Refusal) {
        let rules = ["Watch", "Cache", "Get"]
        let strategy = configuration.text("configMapAndSecretChangeDetectionStrategy")
        let isKnown = !flags.hasAPIServer || rules.contains(strategy)
        try require(isKnown, "configMapAndSecretChangeDetectionStrategy: '\(strategy.clipped)' is not known")
        let size = configuration.text("containerLogMaxSize")
        let isSize = GoQuantity(size)?.isWhole ?? false
        try require(isSize, "containerLogMaxSize: '\(size.clipped)' is no whole quantity")
        for sysctl in configuration.texts("allowedUnsafeSysctls") where !isNamespaced(sysctl) {
            throw Refusal("allowedUnsafeSysctls: '\(sysctl.clipped)' is not known to be namespaced")
        }
        try checkUserNamespaces()
    }

    /// Each pod needs room for its identities among the 2^32 of the node, of which the first share is the host's.
    private func checkUserNamespaces() throws(Refusal) {
        guard !gates.isSwitchedOff("UserNamespacesSupport") else { return }
        let identities = configuration["userNamespaces.idsPerPod"]?.integer ?? 65536
        let most = (1 << 32) / max(identities, 1) - 1
        let pods = configuration.number("maxPods")
        try require(pods <= most, "maxPods: \(pods) is above \(most), for which there are user IDs")
    }

    private func isNamespaced(_ pattern: String) -> Bool {
        let allowed = pattern.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: "-_./*".utf8.contains(byte)
            }
        }
        guard allowed, !pattern.dropLast().contains("*"), pattern.utf8.count <= 253 else { return false }
        let isPath = pattern.first { $0 == "." || $0 == "/" } == "/"
        let dotted = isPath ? String(pattern.map { $0 == "/" ? "." : $0 == "." ? "/" : $0 }) : pattern
        let name = dotted.prefix { $0 != "*" }
        return KubeletLateChecks.namespaced.contains(String(name)) || name.hasPrefix("net.")
            || name.hasPrefix("fs.mqueue.")
    }

    /// Sysctls of the IPC namespace, and beginnings of such.
    private static let namespaced: Set = [
        "kernel.sem", "kernel.shmall", "kernel.shmmax", "kernel.shmmni", "kernel.shm_rmid_forced", "kernel.shm",
        "kernel.msgmax", "kernel.msgmnb", "kernel.msgmni", "kernel.msg",
    ]

    func require(_ holds: Bool, _ otherwise: @autoclosure () -> String) throws(Refusal) {
        if !holds { throw Refusal(otherwise()) }
    }
}

extension KubeletLateChecks {
    /// The names of the suites that Go's `crypto/tls` has, those it calls insecure included.
    private static let suites: Set = [
        "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
        "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305", "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_RC4_128_SHA", "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA",
        "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", "TLS_ECDHE_RSA_WITH_RC4_128_SHA",
        "TLS_RSA_WITH_3DES_EDE_CBC_SHA", "TLS_RSA_WITH_AES_128_CBC_SHA", "TLS_RSA_WITH_AES_128_CBC_SHA256",
        "TLS_RSA_WITH_AES_128_GCM_SHA256", "TLS_RSA_WITH_AES_256_CBC_SHA", "TLS_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_RSA_WITH_RC4_128_SHA",
    ]
}

/// The checks of the control plane's programs on the flags that settings look at, in the words of the programs.
struct ControlPlaneValidation {
    let values: [String: DecodedValue]
    let program: ControlPlaneProgram

    /// - Throws: ``Refusal`` where the program would not start.
    func validate() throws(Refusal) {
        try validateWords()
        switch program {
        case .apiServer: try validateServer()
        case .controllerManager: try validateManager()
        case .scheduler: break
        }
    }

    /// The flags that take some words only; several between commas for a list.
    private static let words: [String: [String]] = [
        "storage-backend": ["", "etcd3"], "logging-format": ["text", "json"], "leader-elect-resource-lock": ["leases"],
        "tls-min-version": ["", "VersionTLS10", "VersionTLS11", "VersionTLS12", "VersionTLS13"],
        "authorization-mode": ["AlwaysAllow", "AlwaysDeny", "ABAC", "Webhook", "RBAC", "Node"],
    ]

    private func validateWords() throws(Refusal) {
        for (name, allowed) in ControlPlaneValidation.words.sorted(by: { $0.key < $1.key }) {
            let given = values[name]?.strings ?? []
            for word in given + (values[name]?.string.map { [$0] } ?? []) where !allowed.contains(word) {
                throw Refusal("--\(name): '\(word.clipped)' is not one of \(allowed.joined(separator: ", "))")
            }
        }
    }

    private func number(_ name: String) -> Double? {
        switch values[name] {
        case .integer(let number)?: Double(number)
        case .number(let number)?: number
        default: nil
        }
    }

    private func validateServer() throws(Refusal) {
        for name in ["max-requests-inflight", "max-mutating-requests-inflight", "min-request-timeout"] {
            if let number = number(name), number < 0 { throw Refusal("--\(name) can not be negative value") }
        }
        for name in ["livez-grace-period", "storage-initialization-timeout", "shutdown-delay-duration"] {
            guard let duration = values[name]?.string.flatMap(GoLiteral.duration), duration < 0 else { continue }
            throw Refusal("--\(name) can not be negative value")
        }
        if let port = number("secure-port"), !(1...65_535).contains(port) {
            throw Refusal("--secure-port \(Int64(port)) must be between 1 and 65535, inclusive")
        }
        let isShared = values["enable-priority-and-fairness"] != .bool(false)
        if isShared, number("max-requests-inflight") == 0, number("max-mutating-requests-inflight") == 0 {
            throw Refusal("--max-requests-inflight and --max-mutating-requests-inflight are both 0")
        }
        if let chance = number("goaway-chance"), !(0...0.02).contains(chance) {
            throw Refusal("--goaway-chance can not be less than 0 or greater than 0.02")
        }
        if let count = number("apiserver-count"), count <= 0 {
            throw Refusal("--apiserver-count should be a positive number, but value '\(Int64(count))' provided")
        }
        for size in values["watch-cache-sizes"]?.strings ?? [] {
            let halves = size.split(separator: "#", omittingEmptySubsequences: false)
            guard halves.count == 2, let number = GoLiteral.int64(String(halves[1])), number >= 0 else {
                throw Refusal("invalid value of watch cache size: \(size.clipped)")
            }
        }
        for item in values["etcd-servers-overrides"]?.strings ?? [] { try validateOverride(item) }
    }

    /// `group/resource#server;server`: a comma ends an override, so that one inside a list of servers begins another.
    private func validateOverride(_ item: String) throws(Refusal) {
        let halves = item.split(separator: "#", omittingEmptySubsequences: false)
        guard halves.count != 1 || !item.contains("//") else {
            throw Refusal(
                "--etcd-servers-overrides: '\(item.clipped)' names no resource; the servers of one stand between "
                    + "semicolons, not commas"
            )
        }
        let isResource = halves[0].split(separator: "/", omittingEmptySubsequences: false).count == 2
        let servers = halves.count == 2 ? halves[1].split(separator: ";", omittingEmptySubsequences: false) : []
        guard isResource, !servers.isEmpty, servers.allSatisfy({ !$0.isEmpty }) else {
            throw Refusal("--etcd-servers-overrides: '\(item.clipped)' is not group/resource#server;server")
        }
    }

    /// The controllers that refuse to have nobody at work; the others take 0 and do nothing.
    private static let workers = [
        "concurrent-job-syncs", "concurrent-cron-job-syncs", "concurrent-statefulset-syncs",
        "concurrent-daemonset-syncs", "concurrent-horizontal-pod-autoscaler-syncs", "concurrent-service-endpoint-syncs",
        "mirroring-concurrent-service-endpoint-syncs",
    ]

    private func validateManager() throws(Refusal) {
        for name in ControlPlaneValidation.workers {
            if let number = number(name), number < 1 {
                throw Refusal("\(name) must be greater than 0, but got \(Int64(number))")
            }
        }
        if number("kube-api-burst") == 0, number("kube-api-qps").map({ $0 > 0 }) ?? true {
            throw Refusal(
                "burst is required to be greater than 0 when RateLimiter is not set and QPS is set to greater than 0"
            )
        }
        if let number = number("max-endpoints-per-slice"), !(1...1_000).contains(number) {
            throw Refusal("max-endpoints-per-slice must be from 1 to 1000, but got \(Int64(number))")
        }
        let lease = GoLiteral.duration(values["leader-elect-lease-duration"]?.string ?? "15s") ?? 0
        let deadline = GoLiteral.duration(values["leader-elect-renew-deadline"]?.string ?? "10s") ?? 0
        guard lease > deadline else { throw Refusal("panic: leaseDuration must be greater than renewDeadline") }
    }
}

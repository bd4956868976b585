/// What a program of the control plane makes of its command line at its next start.
///
/// Source: options and validation of kube-apiserver and kube-controller-manager 1.36.
struct ControlPlaneStart: Sendable {
    /// The value of each flag that was set or that settings look at, by its name; a list has each of its parts.
    private(set) var effective: [String: DecodedValue] = [:]
    /// What set each of these values: `flag --NAME in FILE:LINE`, or `default`.
    private(set) var origin: [String: String] = [:]
    /// Why it would not start; nil if nothing speaks against it.
    private(set) var refusal: String?
    /// What to do about that, where a flag is in the way that this release does not have.
    private(set) var remedy: String?

    private let program: ControlPlaneProgram
    private let minor: Int64?

    /// Works out what a program does.
    ///
    /// - Parameters:
    ///   - arguments: its arguments, the program first.
    ///   - sources: where the argument at each place came from.
    init(
        _ program: ControlPlaneProgram,
        _ arguments: [String],
        version: KubernetesVersion?,
        sources: [Int: String] = [:]
    ) {
        self.program = program
        minor = version.flatMap { $0.major == 1 ? $0.minor : nil }
        do throws(Refusal) {
            let name = program.rawValue + (version.map { " \($0)" } ?? "")
            let line = try ControlPlaneStart.line(program, arguments, name, minor)
            if let stray = line.stray { throw Refusal("it takes no argument such as '\(stray.clipped)'") }
            take(line, sources)
            fillDefaults()
            try ControlPlaneValidation(values: effective, program: program).validate()
        } catch {
            refusal = error.description
            (effective, origin) = ([:], [:])
            remedy = remedy(arguments, sources)
        }
    }

    /// A command line as a release of a program reads it.
    static func line(
        _ program: ControlPlaneProgram,
        _ arguments: [String],
        _ name: String,
        _ minor: Int64?
    ) throws(Refusal) -> FlagLine {
        try FlagLine(
            arguments,
            of: name,
            isPassedOver: { mayBeFlag($0, of: program, minor) },
            kind: { program.kind(of: $0, minor: minor) }
        )
    }

    /// Whether a release may have a flag that is not known of it: another one than 1.36 has flags that the table does not.
    /// One that is a letter or two from a known one is misspelt.
    private static func mayBeFlag(_ flag: String, of program: ControlPlaneProgram, _ minor: Int64?) -> Bool {
        (minor != 36 || program == .scheduler) && program.changes[flag] == nil
            && nearest(to: flag, among: program.names, within: 2) == nil
    }

    private func remedy(_ arguments: [String], _ sources: [Int: String]) -> String? {
        for (place, argument) in arguments.enumerated().dropFirst() where argument.hasPrefix("--") {
            let name = String(argument.dropFirst(2).prefix { $0 != "=" }.map { $0 == "_" ? "-" : $0 })
            let isPassedOver = argument.contains("=") && ControlPlaneStart.mayBeFlag(name, of: program, minor)
            guard program.kind(of: name, minor: minor) == nil, !isPassedOver else { continue }
            let place = sources[place].map { " in \($0)" } ?? ""
            if let change = program.changes[name] {
                let instead = change.instead.isEmpty ? "" : "; \(change.instead)"
                return "take --\(name) away\(place)\(instead)"
            }
            let known = program.names.filter { program.kind(of: $0, minor: minor) != nil }
            let meant = nearest(to: name, among: known).map { "; --\($0) was probably meant" } ?? ""
            return "take '\(argument.clipped)' away\(place)\(meant)"
        }
        return nil
    }

    private mutating func take(_ line: FlagLine, _ sources: [Int: String]) {
        var lists: [String: [DecodedValue]] = [:]
        for flag in line.flags {
            origin[flag.name] = "flag --\(flag.name)" + (sources[flag.place].map { " in \($0)" } ?? "")
            switch program.kind(of: flag.name, minor: minor) {
            case .bool?: effective[flag.name] = GoLiteral.bool(flag.value).map { .bool($0) }
            case .int32?, .int64?: effective[flag.name] = GoLiteral.int64(flag.value).map { .integer($0) }
            case .float?: effective[flag.name] = Double(flag.value).map { .number($0) }
            case .duration?:
                effective[flag.name] = GoLiteral.duration(flag.value).map { .string(GoLiteral.text(ofDuration: $0)) }
            case .list?:
                // Given again, a list grows.
                lists[flag.name, default: []] += GoFlagValue.fields(of: flag.value)?.map { .string($0) } ?? []
                effective[flag.name] = .list(lists[flag.name] ?? [])
            default: effective[flag.name] = .string(flag.value)
            }
        }
    }

    /// The defaults of the flags that settings look at; what hangs on an unknown release is left out.
    private mutating func fillDefaults() {
        for (name, value) in ControlPlaneStart.defaults[program] ?? [:] where effective[name] == nil {
            let isCertain = minor != nil || program.changes[name] == nil
            guard isCertain, program.kind(of: name, minor: minor) != nil else { continue }
            (effective[name], origin[name]) = (value, "default")
        }
        let grace = "node-monitor-grace-period"
        if program == .controllerManager, effective[grace] == nil, let minor {
            (effective[grace], origin[grace]) = (.string(minor < 32 ? "40s" : "50s"), "default")
        }
    }

    private static let defaults: [ControlPlaneProgram: [String: DecodedValue]] = [
        .apiServer: [
            "etcd-servers-overrides": .list([]), "max-requests-inflight": .integer(400),
            "max-mutating-requests-inflight": .integer(200), "goaway-chance": .integer(0),
            "endpoint-reconciler-type": .string("lease"), "event-ttl": .string("1h0m0s"),
            "request-timeout": .string("1m0s"), "min-request-timeout": .integer(1_800),
            "etcd-compaction-interval": .string("5m0s"), "watch-cache-sizes": .list([]),
            "default-not-ready-toleration-seconds": .integer(300),
            "default-unreachable-toleration-seconds": .integer(300), "enable-priority-and-fairness": .bool(true),
        ],
        .controllerManager: [
            "concurrent-deployment-syncs": .integer(5), "concurrent-endpoint-syncs": .integer(5),
            "concurrent-service-endpoint-syncs": .integer(5), "concurrent-job-syncs": .integer(5),
            "concurrent-cron-job-syncs": .integer(5), "concurrent-namespace-syncs": .integer(10),
            "concurrent-replicaset-syncs": .integer(5), "concurrent-statefulset-syncs": .integer(5),
            "concurrent-daemonset-syncs": .integer(2), "concurrent-gc-syncs": .integer(20),
            "concurrent-resource-quota-syncs": .integer(5), "concurrent-ttl-after-finished-syncs": .integer(5),
            "concurrent-serviceaccount-token-syncs": .integer(5), "concurrent-service-syncs": .integer(1),
            "kube-api-qps": .integer(20), "kube-api-burst": .integer(30), "node-monitor-period": .string("5s"),
        ],
    ]
}

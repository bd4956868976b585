/// A program of the control plane that runs here, or that a static pod's manifest would start.
public struct ControlPlaneComponent: Hashable, Sendable, Codable {
    /// Its program, such as `kube-apiserver`.
    public var program: String
    /// Its process; nil if it does not run.
    public var pid: Int64?
    /// When the process started, in clock ticks since boot; nil if it does not run.
    public var startTicks: UInt64?
    /// The manifest of the static pod that it is; nil if it is none.
    public var manifest: String?
    /// Its version, such as `1.36.3`; nil if nothing tells it.
    public var version: String?
    /// How the version was learnt.
    public var versionSource: String?
    /// The value of each flag that was set or that settings look at, by its name. Empty where it would not start, or where
    /// its flags cannot be read.
    public var effective: [String: DecodedValue] = [:]
    /// What set each of these values: `flag --NAME in FILE:LINE`, or `default`.
    public var origin: [String: String] = [:]
    /// Why it would not start with its flags; nil if nothing speaks against it.
    public var refusal: String?
    /// Why its flags cannot be read; nil if they can.
    public var unreadable: String?
    /// The change that would let it start, where it is known; nil otherwise.
    public var remedy: String?

    /// A program of which nothing else is known.
    public init(program: String) {
        self.program = program
    }

    /// The programs that are looked for.
    public static let programs = ControlPlaneProgram.allCases.map(\.rawValue)

    /// Works out what its command line means to it.
    ///
    /// - Parameters:
    ///   - arguments: its arguments, the program first.
    ///   - sources: where the argument at each place came from.
    public mutating func judge(_ arguments: [String], version: KubernetesVersion?, sources: [Int: String]) {
        guard let program = ControlPlaneProgram(rawValue: program) else { return }
        let start = ControlPlaneStart(program, arguments, version: version, sources: sources)
        (effective, origin, refusal, remedy) = (start.effective, start.origin, start.refusal, start.remedy)
    }

    /// What is told of several flags together: whether events have an etcd of their own, `own` or `shared`; whether nodes
    /// are scored by the Policy that is gone since 1.23, `policy`, or by `profiles`.
    public static let eventStore = "etcd-of-events"
    public static let scoring = "scoring"

    /// Whether clients are made to connect anew now and then, `on` or `off`; whether the audit log has etcd's disk,
    /// `shared` or `apart`.
    public static let balance = "connection-balance"
    public static let auditLog = "disk-of-audit-log"

    private var balance: Value? {
        switch effective["goaway-chance"] {
        case .integer(let chance)?: .text(chance > 0 ? "on" : "off")
        case .number(let chance)?: .text(chance > 0 ? "on" : "off")
        default: nil
        }
    }

    /// The file of its audit log; nil where it writes none, or to its output.
    public var auditLogPath: String? {
        effective["audit-log-path"]?.string.flatMap { $0.hasPrefix("/") ? $0 : nil }
    }

    private var eventStore: Value {
        let overrides = effective["etcd-servers-overrides"]?.strings ?? []
        return .text(overrides.contains { $0.hasPrefix("/events#") } ? "own" : "shared")
    }

    private var scoring: Value {
        let flags = [
            "policy-config-file", "policy-configmap", "policy-configmap-namespace", "use-legacy-policy-config",
            "algorithm-provider",
        ]
        return .text(flags.contains { effective[$0] != nil } ? "policy" : "profiles")
    }

    /// The value of a flag: a duration as milliseconds, a list as how many parts it has, any other number but a whole
    /// one as text. Nil where its flags cannot be read.
    public func number(of flag: String) -> Value? {
        guard unreadable == nil else { return nil }
        if flag == ControlPlaneComponent.eventStore { return eventStore }
        if flag == ControlPlaneComponent.scoring { return scoring }
        if flag == ControlPlaneComponent.balance { return balance }
        return switch effective[flag] {
        case .integer(let number)?: .integer(number)
        case .number(let number)?: Int64(exactly: number).map { .integer($0) } ?? .text("\(number)")
        case .string(let text)?: GoLiteral.duration(text).map { .integer($0 / 1_000_000) } ?? .text(text)
        case .bool(let flag)?: .text("\(flag)")
        case .list(let items)?: .integer(Int64(items.count))
        default: nil
        }
    }

    /// The change that gives a flag a value: what to write, and where.
    public func change(_ flag: String, to value: String) -> String {
        let words = (origin[flag] ?? "default").split(separator: " ", maxSplits: 3)
        if words.first == "flag" {
            let place = words.count == 4 ? "in \(words[3])" : "on its command line"
            return "change --\(flag)=\(value) \(place)"
        }
        return "add --\(flag)=\(value) to the command" + (manifest.map { " in \($0)" } ?? "")
    }
}

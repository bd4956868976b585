/// A flag that sets a field of the configuration.
struct KubeletFlag: Sendable {
    /// What it takes.
    let kind: FlagKind
    /// The field.
    let path: [String]

    init(_ kind: FlagKind, _ path: String) {
        self.kind = kind
        self.path = path.split(separator: ".").map(String.init)
    }
}

/// The command line of a kubelet, read as the program itself reads it.
///
/// Source: `cmd/kubelet/app/options` of Kubernetes, pflag, and the flags that 1.31 to 1.36 print.
public struct KubeletFlags: Sendable {
    let flags: [FlagLine.Flag]

    /// Reads `arguments`, the program first.
    ///
    /// - Throws: ``Refusal`` where this kubelet would not start with them.
    public init(_ arguments: [String], version: KubernetesVersion?) throws(Refusal) {
        let rules = KubeletRules(of: version)
        let line = try FlagLine(
            arguments,
            of: version.map { "kubelet \($0)" } ?? "the kubelet",
            // A program newer than this table was seen to accept what it runs with.
            isPassedOver: { !rules.knowsFlags && KubeletObsoleteFlag.named($0) == nil },
            kind: { KubeletFlags.kind(of: $0, rules) }
        )
        flags = line.flags
        if let stray = line.stray { throw Refusal("it takes no argument such as '\(stray.clipped)'") }
        for name in ["help", "version"] where self[name].map({ GoLiteral.bool($0) ?? true }) ?? false {
            throw Refusal("--\(name) makes it answer and exit")
        }
    }

    /// The configuration file, as the program sees its path; nil where it runs without one.
    public var configPath: String? { self["config"].flatMap { $0.isEmpty ? nil : $0 } }

    /// The directory of drop-ins, as the program sees its path; nil where it reads none.
    public var configDirectory: String? { self["config-dir"].flatMap { $0.isEmpty ? nil : $0 } }

    /// Whether it serves an API server, rather than running on its own.
    public var hasAPIServer: Bool { self["kubeconfig"].map { !$0.isEmpty } ?? false }

    /// The last value given to a flag.
    subscript(name: String) -> String? {
        flags.last { $0.name == name }?.value
    }

    /// What a flag takes in a release; nil for a flag that it does not have.
    private static func kind(of name: String, _ rules: KubeletRules) -> FlagKind? {
        if name == "config-dir", !rules.hasDirectory { return nil }
        if let obsolete = KubeletObsoleteFlag.named(name) {
            return rules.minor < obsolete.gone || rules.isAssumed ? obsolete.kind : nil
        }
        // These came with the fields that they set.
        if name == "fail-cgroupv1", rules.minor < 31 { return nil }
        return KubeletFlag.configuring[name]?.kind ?? KubeletFlag.other[name]
    }

    /// Labels of `kubernetes.io` and `k8s.io` that a kubelet may give its own node (`IsKubeletLabel`).
    private static let ownLabels: Set = [
        "kubernetes.io/hostname", "topology.kubernetes.io/zone", "topology.kubernetes.io/region",
        "failure-domain.beta.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/region",
        "node.kubernetes.io/instance-type", "beta.kubernetes.io/instance-type", "kubernetes.io/os",
        "kubernetes.io/arch",
        "beta.kubernetes.io/os", "beta.kubernetes.io/arch",
    ]

    /// The roles that OpenShift's kubelets give their nodes besides. Source: `well_known_openshift_labels.go` of
    /// openshift/kubernetes.
    private static let roleLabels = Set(
        ["control-plane", "master", "worker", "etcd"].map { "node-role.kubernetes.io/\($0)" }
    )

    /// Checks the labels that it gives its node (`ValidateKubeletFlags`).
    func checkNodeLabels(on node: KubeletNode) throws(Refusal) {
        let allowed = node.isOpenShift ? KubeletFlags.ownLabels.union(KubeletFlags.roleLabels) : KubeletFlags.ownLabels
        for flag in flags where flag.name == "node-labels" {
            for (key, value) in GoFlagValue.labels(flag.value) {
                let domain = key.split(separator: "/", maxSplits: 1).first.map(String.init) ?? ""
                func isBelow(_ parents: [String]) -> Bool {
                    key.contains("/") && parents.contains { domain == $0 || domain.hasSuffix(".\($0)") }
                }
                guard KubernetesName.isQualified(key), KubernetesName.isLabelValue(value) else {
                    throw Refusal("--node-labels: '\(key.clipped)=\(value.clipped)' is no label")
                }
                let isOwn = isBelow(["kubelet.kubernetes.io", "node.kubernetes.io"])
                if isBelow(["kubernetes.io", "k8s.io"]), !isOwn, !allowed.contains(key) {
                    throw Refusal("--node-labels: a kubelet may not give its node '\(key.clipped)'")
                }
            }
        }
    }
}

extension KubeletConfiguration {
    /// Sets what the flags say, which wins over every file.
    ///
    /// A flag that holds a list or a mapping replaces the whole one, and given again adds to it; feature gates are added
    /// to those of the files. A value of 0 stays 0: no default is filled in any more.
    ///
    /// - Returns: the paths that were set, each with the place of the last flag that did, among the arguments.
    mutating func apply(_ flags: KubeletFlags, schema: KubeletSchema) -> [[String]: FlagLine.Flag] {
        let files = gates
        var origins: [[String]: FlagLine.Flag] = [:]
        var begun: Set<String> = []
        for flag in flags.flags {
            guard let target = KubeletFlag.configuring[flag.name] else { continue }
            let earlier = begun.insert(flag.name).inserted ? nil : self[target.path]
            guard let value = target.kind.decoded(flag.value, over: earlier) else { continue }
            if earlier == nil { origins = origins.filter { !$0.key.starts(with: target.path) } }
            self[target.path] = schema.field(holding: target.path)?.held(value, at: target.path) ?? value
            switch value {
            case .object(let members) where target.kind != .taints:
                for key in members.keys where earlier?.members?[key] != members[key] {
                    origins[target.path + [key]] = flag
                }
            default: origins[target.path] = flag
            }
        }
        if begun.contains("feature-gates") {
            let set = (self["featureGates"]?.members ?? [:]).merging(files.mapValues { .bool($0) }) { given, _ in given
            }
            self["featureGates"] = .object(set)
        }
        return origins
    }
}

extension KubeletField {
    /// A value as the field holds it: nothing instead of a zero that its type cannot tell from none.
    fileprivate func held(_ value: DecodedValue, at path: [String]) -> DecodedValue? {
        var type = type
        for key in path.dropFirst(self.path.count) {
            guard case .fields(let fields) = type, let member = fields[key] else { return value }
            type = member
        }
        if case .pointer = type { return value }
        return value == type.zero || value == .null ? nil : value
    }
}

extension FlagKind {
    /// What a flag's text puts into the configuration; nil for nothing.
    fileprivate func decoded(_ text: String, over earlier: DecodedValue?) -> DecodedValue? {
        switch self {
        case .text, .question, .addressAndPort: return .string(text)
        case .address: return text.isEmpty ? nil : .string(text)
        case .bool: return GoLiteral.bool(text).map { .bool($0) }
        case .int32, .int64: return GoLiteral.int64(text).map { .integer($0) }
        case .unsigned32: return GoLiteral.decimal(text, limit: .max).map { .integer($0) }
        case .float: return Double(text).map { .number($0) }
        case .duration: return GoLiteral.duration(text).map { .string(GoLiteral.text(ofDuration: $0)) }
        case .quantity: return GoQuantity(text).map { .string($0.description) }
        case .list:
            return .list((earlier.flatMap(\.items) ?? []) + (GoFlagValue.fields(of: text) ?? []).map { .string($0) })
        case .pairs(":"): return multimap(text, over: earlier)
        case .pairs(let separator):
            let pairs = GoFlagValue.pairs(text, separator) ?? []
            return .object((earlier?.members ?? [:]).merging(pairs.map { ($0.key, .string($0.value)) }) { $1 })
        case .pair:
            guard let pair = GoFlagValue.pair(text, "=") else { return nil }
            return .object((earlier?.members ?? [:]).merging([pair.key: .string(pair.value)]) { $1 })
        case .gates:
            let gates = GoFlagValue.gates(text) ?? []
            return .object((earlier?.members ?? [:]).merging(gates.map { ($0.key, .bool($0.value)) }) { $1 })
        case .taints: return GoFlagValue.taints(text)
        case .verbosities: return GoFlagValue.verbosities(text)
        case .reservedMemory:
            guard let given = GoFlagValue.reservedMemory(text)?.items else { return nil }
            return .list((earlier.flatMap(\.items) ?? []) + given)
        }
    }

    private func multimap(_ text: String, over earlier: DecodedValue?) -> DecodedValue {
        var members = earlier?.members ?? [:]
        for pair in GoFlagValue.pairs(text, ":") ?? [] {
            members[pair.key] = .list((members[pair.key]?.items ?? []) + [.string(pair.value)])
        }
        return .object(members)
    }
}

extension DecodedValue {
    /// The elements of a list; nil if it is none.
    var items: [DecodedValue]? {
        if case .list(let items) = self { items } else { nil }
    }
}

/// What a kubelet makes of its configuration at its next start.
///
/// The order is the program's: flags, the file with defaults filled in, drop-ins over that with defaults filled in
/// again (since 1.32), flags once more, and then the checks. Source: `cmd/kubelet/app/server.go` of Kubernetes.
public struct KubeletStart: Sendable {
    /// Every value in force, by the keys that lead to it with dots between them; what holds nothing is left out.
    public private(set) var effective: [String: DecodedValue] = [:]
    /// What set each of these values: a file with its line, a flag, or `default`.
    public private(set) var origin: [String: String] = [:]
    /// Why this kubelet would not start; nil if nothing speaks against it.
    public private(set) var refusal: String?

    private let rules: KubeletRules
    private let schema: KubeletSchema
    private var configuration = KubeletConfiguration()
    private var origins = KubeletOrigins()
    private var gates: KubeletFeatureGates

    /// Works out what a kubelet does.
    ///
    /// - Parameters:
    ///   - version: its version; nil takes the rules of the newest known release, and refuses nothing that hangs on
    ///     the release.
    ///   - flags: its command line.
    ///   - sources: where the argument at each place came from, such as `/etc/default/kubelet:1`; nil if unknown.
    ///   - file: what `--config` names; nil if it is not given.
    ///   - directory: what `--config-dir` names; nil if it is not given.
    ///   - node: what the node is like.
    public init(
        version: KubernetesVersion?,
        flags: KubeletFlags,
        sources: [Int: String] = [:],
        file: KubeletFile?,
        directory: KubeletDirectory?,
        node: KubeletNode
    ) {
        rules = KubeletRules(of: version)
        schema = KubeletSchema(of: rules)
        gates = KubeletFeatureGates(of: rules, refusesUnknown: rules.knowsGates && !node.isOpenShift)
        do throws(Refusal) {
            try start(flags, sources, file, directory, node)
            describe()
            try KubeletValidation(configuration, gates: gates, rules: rules, node: node, version: version).validate()
            try flags.checkNodeLabels(on: node)
            nameCertificate(flags)
            try KubeletLateChecks(configuration, gates: gates, flags: flags, rules: rules, node: node).check()
        } catch {
            refusal = error.description
        }
    }

    private mutating func start(
        _ flags: KubeletFlags,
        _ sources: [Int: String],
        _ file: KubeletFile?,
        _ directory: KubeletDirectory?,
        _ node: KubeletNode
    ) throws(Refusal) {
        let defaults = KubeletDefaults(rules: rules, schema: schema)
        var ofFlags = KubeletConfiguration()
        _ = ofFlags.apply(flags, schema: schema)
        try gates.set(ofFlags.gates)
        if let file {
            do throws(Refusal) {
                (configuration, origins) = try KubeletMerge(rules: rules, schema: schema).base(file)
                try fill(defaults)
                defaults.fillThresholds(&configuration)
            } catch {
                throw Refusal("'\(file.path)': \(error)")
            }
        } else {
            try fill(defaults)
            defaults.fillWithoutFile(&configuration)
        }
        if let directory { try merge(directory, defaults, node) }
        for (path, flag) in configuration.apply(flags, schema: schema) {
            origins.set(path[...], "flag --\(flag.name)" + (sources[flag.place].map { " in \($0)" } ?? ""))
        }
        try gates.set(configuration.gates)
    }

    private mutating func merge(
        _ directory: KubeletDirectory,
        _ defaults: KubeletDefaults,
        _ node: KubeletNode
    ) throws(Refusal) {
        if rules.needsDirectoryVariable, node.hasDirectoryVariable == false {
            throw Refusal("--config-dir is given, but KUBELET_CONFIG_DROPIN_DIR_ALPHA is not set")
        }
        if let refusal = directory.refusal { throw Refusal(refusal) }
        var merge = KubeletMerge(rules: rules, schema: schema)
        do throws(Refusal) {
            try merge.merge(directory.files, into: &configuration, &origins)
        } catch {
            throw directory.files.isEmpty ? error : Refusal("after merging --config-dir: \(error)")
        }
        if rules.mergesAsWritten { try fill(defaults) }
    }

    private mutating func fill(_ defaults: KubeletDefaults) throws(Refusal) {
        var merged = gates
        try merged.set(configuration.gates)
        let before = configuration
        defaults.fill(&configuration, gates: merged)
        origins.markDefaults { before[$0] == nil }
    }

    /// A kubelet that is told of no certificate makes one of its own (`InitializeTLS`).
    private mutating func nameCertificate(_ flags: KubeletFlags) {
        let paths = ["tlsCertFile", "tlsPrivateKeyFile"]
        let isTold = configuration.flag("serverTLSBootstrap") || paths.contains { !configuration.text($0).isEmpty }
        guard !isTold else { return }
        let directory = flags["cert-dir"] ?? "/var/lib/kubelet/pki"
        for (path, name) in zip(paths, ["kubelet.crt", "kubelet.key"]) {
            effective[path] = .string("\(directory)/\(name)")
        }
    }

    /// Lists the values in force.
    private mutating func describe() {
        for field in schema.fields { describe(configuration[field.path], field.type, at: field.path) }
    }

    private mutating func describe(_ value: DecodedValue?, _ type: GoType, at path: [String]) {
        switch (type, value) {
        case (.fields(let fields), _):
            for (key, member) in fields { describe(value?.members?[key], member, at: path + [key]) }
        case (.pointer, nil), (.list, nil), (.map, nil): break
        case (.pointer(let target), .some(let value)): describe(value, target, at: path)
        case (.list(.fields(let fields)), .some(.list(let items))):
            note(.list(items.map { $0.withNumbers(of: fields) }), at: path)
        case (.map, .some(.object(let members))):
            for (key, member) in members { note(member, at: path + [key]) }
        default: note(value ?? type.zero, at: path)
        }
    }

    private mutating func note(_ value: DecodedValue, at path: [String]) {
        let name = path.joined(separator: ".")
        effective[name] = value
        origin[name] = origins.nearest(to: path) ?? "default"
    }
}

/// What a node is like, as far as a kubelet looks at it before it starts.
public struct KubeletNode: Hashable, Sendable {
    /// The version of control groups that holds the resource controllers; nil if unknown.
    public var cgroupVersion: Int64?
    /// The online CPUs; empty if unknown.
    public var onlineCPUs = CPUList()
    /// The memory, in bytes; nil if unknown.
    public var memoryByteCount: Int64?
    /// Whether `KUBELET_CONFIG_DROPIN_DIR_ALPHA` is set for the kubelet; nil if unknown.
    public var hasDirectoryVariable: Bool?
    /// Whether its kubelet is OpenShift's, which warns of a feature gate that it does not know, and may give its node the
    /// labels of a role.
    public var isOpenShift = false

    /// Nothing known.
    public init() {}
}

extension DecodedValue {
    /// A structure of a list with the numbers that are 0, which Go writes there.
    fileprivate func withNumbers(of fields: [String: GoType]) -> DecodedValue {
        let zeros = fields.filter { $0.value.zero == .integer(0) }.mapValues(\.zero)
        return .object(zeros.merging(members ?? [:]) { $1 })
    }
}

/// Merges drop-ins into a kubelet's configuration: `mergeKubeletConfigurations` of Kubernetes.
struct KubeletMerge {
    let rules: KubeletRules
    let schema: KubeletSchema

    /// Reads the main file: unknown keys and keys in another letter case are passed over, and a wrong type refuses.
    ///
    /// Relative paths become absolute against the file's directory, here and nowhere else.
    func base(_ file: KubeletFile) throws(Refusal) -> (KubeletConfiguration, KubeletOrigins) {
        try KubernetesHeader.kubelet.check(file.document)
        let root = try schema.type.decoded(file.document) ?? .object([:])
        let origins = KubeletOrigins(of: file, root)
        var configuration = KubeletConfiguration(root)
        let directory = file.path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        for field in KubeletMerge.paths {
            let path = configuration.text(field)
            guard !path.isEmpty, !path.hasPrefix("/") else { continue }
            configuration[field] = .string(KubeletMerge.clean(directory.joined(separator: "/") + "/" + path))
        }
        return (configuration, origins)
    }

    /// Lays the drop-ins over a configuration.
    ///
    /// Up to 1.31 they are laid over the program's own form of it, whose keys are written like `MaxPods` and found
    /// whatever their letter case: null then takes nothing away, and what is not in a drop-in stays.
    mutating func merge(
        _ files: [KubeletFile],
        into configuration: inout KubeletConfiguration,
        _ origins: inout KubeletOrigins
    ) throws(Refusal) {
        var document =
            rules.mergesAsWritten ? written(configuration) : KubeletInternalForm.document(configuration, schema)
        var laid = rules.mergesAsWritten ? origins : origins.renamed { KubeletInternalForm.path($0).last ?? "" }
        for file in files {
            do throws(Refusal) {
                try KubernetesHeader.kubelet.checkExactly(file.document, kindOnly: !rules.mergesAsWritten)
            } catch {
                throw Refusal("'\(file.path)': \(error)")
            }
            let patch = file.document.withWholeNumbers
            laid.lay(rules.mergesAsWritten ? patch : patch.withoutNulls, from: file)
            document = document.merged(with: patch)
        }
        let type = rules.mergesAsWritten ? schema.type : KubeletInternalForm.type(schema)
        let held = rules.mergesAsWritten ? nil : KubeletInternalForm.root(configuration)
        let root = try type.decoded(document, over: held, matching: .folded) ?? .object([:])
        let resolved = laid.resolved(document, as: type)
        configuration = rules.mergesAsWritten ? KubeletConfiguration(root) : KubeletInternalForm.configuration(root)
        origins = rules.mergesAsWritten ? resolved : resolved.renamed { KubeletInternalForm.fieldPath($0).last ?? "" }
    }

    /// The configuration as Go writes it: empty lists and mappings are left out, and so defaulted again.
    private func written(_ configuration: KubeletConfiguration) -> DecodedValue {
        var written = configuration
        for field in schema.fields where written[field.path] == .list([]) || written[field.path] == .object([:]) {
            if case .pointer = field.type { continue }
            written[field.path] = nil
        }
        return written.root
    }

    /// The fields that hold paths (`KubeletConfigurationPathRefs`).
    private static let paths = [
        "staticPodPath", "authentication.x509.clientCAFile", "tlsCertFile", "tlsPrivateKeyFile", "resolvConf",
        "volumePluginDir", "podLogsDir",
    ]

    /// A path without `.`, `..` and empty parts, as `path/filepath` cleans it.
    private static func clean(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }
}

extension DecodedValue {
    /// This with a patch laid over it by RFC 7386: mappings by key, anything else replaced, null removes a key.
    func merged(with patch: DecodedValue) -> DecodedValue {
        guard case .object(let changes) = patch else { return patch }
        guard case .object(var members) = self else { return patch.withoutNulls }
        for (key, change) in changes {
            if change == .null {
                members[key] = nil
            } else if let member = members[key], member != .null {
                members[key] = member.merged(with: change)
            } else {
                members[key] = change.withoutNulls
            }
        }
        return .object(members)
    }

    /// This without the keys of mappings that hold null.
    var withoutNulls: DecodedValue {
        switch self {
        case .object(let members): .object(members.filter { $0.value != .null }.mapValues(\.withoutNulls))
        case .list(let items): .list(items.map(\.withoutNulls))
        default: self
        }
    }

    /// This with every number that is whole as an integer: Go writes it so when it has read it without a type.
    var withWholeNumbers: DecodedValue {
        switch self {
        case .number(let number) where number.magnitude < 1e18: Int64(exactly: number).map { .integer($0) } ?? self
        case .object(let members): .object(members.mapValues(\.withWholeNumbers))
        case .list(let items): .list(items.map(\.withWholeNumbers))
        default: self
        }
    }
}

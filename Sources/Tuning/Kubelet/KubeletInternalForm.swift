/// The form in which kubelets up to 1.31 lay drop-ins over their configuration: the program's own structure, whose keys
/// are the names that its fields have in Go, `MaxPods` for `maxPods`.
enum KubeletInternalForm {
    /// The field that has another name in Go than in a file.
    private static let renamed = (file: "resolvConf", own: "ResolverConfig")
    /// Beginnings of keys that are one word in capitals in Go.
    private static let capitals = ["http", "tls", "oom", "cpu", "qos"]
    /// Structures of libraries, whose keys are the same in both.
    private static let foreign = ["logging", "tracing"]

    /// The name of a field in Go.
    static func name(_ key: String) -> String {
        if key == renamed.file { return renamed.own }
        if key.hasPrefix("iptables") { return "IPTables" + key.dropFirst(8) }
        if let word = capitals.first(where: key.hasPrefix) { return word.uppercased() + key.dropFirst(word.count) }
        return key.prefix(1).uppercased() + key.dropFirst()
    }

    /// The keys that lead to a field of a file, in Go.
    static func path(_ path: [String]) -> [String] {
        guard let first = path.first else { return [] }
        guard !foreign.contains(first), path.count > 1 else { return [name(first)] + path.dropFirst() }
        let nested = ["authentication", "authorization", "memorySwap"].contains(first)
        return nested ? path.map(name) : [name(first)] + path.dropFirst()
    }

    /// The keys that lead to a field in a file; these are those of ``type(_:)`` otherwise.
    static func fieldPath(_ path: [String]) -> [String] {
        path.first == renamed.own ? [renamed.file] : path
    }

    /// The fields: as in a file, for they are found whatever their letter case, but for the one that is renamed.
    static func type(_ schema: KubeletSchema) -> GoType {
        guard case .fields(var fields) = schema.type else { return schema.type }
        fields[renamed.own] = .string
        fields[renamed.file] = nil
        return .fields(fields)
    }

    /// The whole structure as Go writes it, with what holds nothing as null.
    static func document(_ configuration: KubeletConfiguration, _ schema: KubeletSchema) -> DecodedValue {
        var document = KubeletConfiguration()
        for field in schema.fields {
            let isEmpty =
                switch field.type {
                case .pointer, .list, .map: true
                default: false
                }
            document[path(field.path)] = configuration[field.path] ?? (isEmpty ? .null : field.type.zero)
        }
        return document.root
    }

    /// The values, with the renamed field under its own name.
    static func root(_ configuration: KubeletConfiguration) -> DecodedValue {
        var members = configuration.root.members ?? [:]
        members[renamed.own] = members.removeValue(forKey: renamed.file)
        return .object(members)
    }

    /// The configuration of values in which the renamed field has its own name.
    static func configuration(_ root: DecodedValue) -> KubeletConfiguration {
        var members = root.members ?? [:]
        // Without a value it holds the empty string, which in a file is another thing than none.
        members[renamed.file] = members.removeValue(forKey: renamed.own) ?? .string("")
        return KubeletConfiguration(.object(members))
    }
}

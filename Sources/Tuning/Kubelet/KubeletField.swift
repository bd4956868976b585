/// A field of a kubelet's configuration.
struct KubeletField: Sendable {
    /// Where it stands: the keys from the top.
    let path: [String]
    /// Its type.
    let type: GoType
    /// What it is when nothing sets it; nil for Go's zero value.
    let preset: DecodedValue?
    /// The release of Kubernetes 1 that brought it; those before 1.27 do not matter here.
    let since: Int64

    init(_ path: String, _ type: GoType, _ preset: DecodedValue? = nil, since: Int64 = 0) {
        self.path = path.split(separator: ".").map(String.init)
        self.type = type
        self.preset = preset
        self.since = since
    }
}

/// The fields that one release of the kubelet has.
struct KubeletSchema: Sendable {
    /// The fields, in the order of their declaration.
    let fields: [KubeletField]
    /// All of them as one structure.
    let type: GoType

    init(of rules: KubeletRules) {
        fields = KubeletField.all.filter { $0.since <= rules.minor }
        type = KubeletSchema.structure(fields.map { ($0.path[...], $0.type) })
    }

    /// The field that holds a path, such as `evictionHard` for `evictionHard.memory.available`.
    func field(holding path: [String]) -> KubeletField? {
        fields.first { path.starts(with: $0.path) }
    }

    private static func structure(_ fields: [(path: ArraySlice<String>, type: GoType)]) -> GoType {
        var members: [String: GoType] = [:]
        let groups = Dictionary(grouping: fields) { $0.path.first ?? "" }
        for (name, group) in groups {
            let isLeaf = group.count == 1 && group[0].path.count == 1
            members[name] = isLeaf ? group[0].type : structure(group.map { ($0.path.dropFirst(), $0.type) })
        }
        return .fields(members)
    }
}

/// The values of a kubelet's configuration, in the form that its file has.
///
/// A field that is not there has Go's zero value, or none where its type can tell the two apart.
struct KubeletConfiguration: Hashable, Sendable {
    /// The fields that hold something.
    var root: DecodedValue

    /// Nothing set.
    init() {
        root = .object([:])
    }

    /// The values of a structure.
    init(_ root: DecodedValue) {
        self.root = root
    }

    /// The value at a path; nil if nothing is there.
    subscript(path: [String]) -> DecodedValue? {
        get { root.value(at: path[...]) }
        set { root = root.setting(newValue, at: path[...]) ?? .object([:]) }
    }

    /// The value at a path of keys with dots between them, none of which has a dot itself.
    subscript(path: String) -> DecodedValue? {
        get { self[path.split(separator: ".").map(String.init)] }
        set { self[path.split(separator: ".").map(String.init)] = newValue }
    }

    func text(_ path: String) -> String { self[path]?.string ?? "" }
    func number(_ path: String) -> Int64 { self[path]?.integer ?? 0 }
    func flag(_ path: String) -> Bool { self[path] == .bool(true) }
    func nanoseconds(_ path: String) -> Int64 { self[path]?.string.flatMap(GoLiteral.duration) ?? 0 }
    func texts(_ path: String) -> [String] { self[path]?.strings ?? [] }

    /// The texts of a mapping by their keys, sorted by these.
    func pairs(_ path: String) -> [(key: String, value: String)] {
        (self[path]?.members ?? [:]).inByteOrder.map { ($0.key, $0.value.string ?? "") }
    }

    /// The feature gates that are set.
    var gates: [String: Bool] {
        (self["featureGates"]?.members ?? [:]).mapValues { $0 == .bool(true) }
    }
}

extension DecodedValue {
    fileprivate func value(at path: ArraySlice<String>) -> DecodedValue? {
        guard let key = path.first else { return self }
        return members?[key]?.value(at: path.dropFirst())
    }

    /// This with a value set or, for nil, removed; nil if a mapping has nothing left.
    fileprivate func setting(_ value: DecodedValue?, at path: ArraySlice<String>) -> DecodedValue? {
        guard let key = path.first else { return value }
        var members = members ?? [:]
        if path.count == 1 {
            members[key] = value
        } else {
            members[key] = (members[key] ?? .object([:])).setting(value, at: path.dropFirst())
        }
        return members.isEmpty ? nil : .object(members)
    }
}

/// A field of the kubelet's configuration that holds one value: what a setting can ask for.
///
/// Lists and whole mappings are no such fields: a drop-in replaces the one and merges the other, so that neither holds
/// what is written. A member of a mapping is one, such as `systemReserved.memory`.
public struct KubeletFieldName: Hashable, Sendable {
    /// The keys that lead to it with dots between them, as in `kubelet.effective`.
    public let name: String
    /// The keys; the member of a mapping may have dots of its own.
    let path: [String]
    /// The release of Kubernetes 1 that brought it.
    let since: Int64
    private let kind: Kind

    /// The longest text, in bytes: a fragment of many would be too long to be read again. Most are paths, of which the
    /// kernel takes no longer one.
    private static let textByteLimit = 4_096

    /// What it takes.
    fileprivate enum Kind: Hashable {
        case bool, text, duration, quantity
        case integer(Int64, Int64)
        case fraction
    }

    /// The field of a name; nil if no release that is known has one of it, or it holds more than one value.
    public init?(_ name: String) {
        let keys = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard let field = KubeletField.all.first(where: { keys.starts(with: $0.path) }) else { return nil }
        let rest = Array(keys.dropFirst(field.path.count))
        guard let (type, tail) = KubeletFieldName.descend(field.type, rest), let kind = Kind(type) else { return nil }
        self.name = name
        self.kind = kind
        path = field.path + tail
        since = field.since
    }

    /// Every name that is no member of a mapping, for «did you mean».
    public static let known = KubeletField.all.map { $0.path.joined(separator: ".") }.filter {
        KubeletFieldName($0) != nil
    }

    /// Why `name` is no field that holds one value, in words.
    public static func objection(to name: String) -> String {
        let keys = name.split(separator: ".").map(String.init)
        if let field = KubeletField.all.first(where: { keys == $0.path }) {
            return "'\(name)' is a \(field.type.name), and only a field that holds one value can be a setting"
        }
        let meant = nearest(to: name, among: known).map { "; did you mean '\($0)'?" } ?? ""
        return "the kubelet's configuration has no field '\(name.clipped)'\(meant)"
    }

    private static func descend(_ type: GoType, _ keys: [String]) -> (GoType, [String])? {
        switch type {
        case .pointer(let target): return descend(target, keys)
        case .fields(let fields):
            guard let key = keys.first, let member = fields[key] else { return nil }
            return descend(member, Array(keys.dropFirst())).map { ($0.0, [key] + $0.1) }
        case .map(let member):
            // The rest is one key, of which `memory.available` is an example; it stands in a comment of the drop-in too.
            let key = keys.joined(separator: ".")
            guard KubernetesName.isQualified(key) else { return nil }
            return descend(member, []).map { ($0.0, [key]) }
        default: return keys.isEmpty ? (type, []) : nil
        }
    }

    /// Why the field cannot hold a value; nil if it can, as far as its type goes.
    public func objection(to value: Value) -> String? {
        if decoded(value) != nil { return nil }
        switch kind {
        case .bool: return "\(name) is true or false, not '\(value)'"
        case .integer(let least, let most): return "\(name) is a whole number of \(least) to \(most), not '\(value)'"
        case .fraction: return "\(name) is a number, not '\(value)'"
        case .duration: return "\(name) is a duration such as 30s or 1h30m, not '\(value)'"
        case .quantity: return "\(name) is a quantity such as 10Mi, not '\(value)'"
        case .text:
            let limit = KubeletFieldName.textByteLimit
            return "\(name) is a text of up to \(limit) bytes, not '\(value.description.clipped)'"
        }
    }

    /// A value as the kubelet's file has it; nil if the field cannot hold it.
    func decoded(_ value: Value) -> DecodedValue? {
        switch (kind, value) {
        case (.bool, .text("true")): .bool(true)
        case (.bool, .text("false")): .bool(false)
        case (.integer(let least, let most), .integer(let number)):
            (least...most).contains(number) ? .integer(number) : nil
        case (.fraction, .integer(let number)): .integer(number)
        case (.fraction, .text(let text)): Double(text).flatMap { $0.isFinite ? .number($0) : nil }
        case (.duration, .text(let text)): GoLiteral.duration(text).map { .string(GoLiteral.text(ofDuration: $0)) }
        case (.quantity, .text(let text)): GoQuantity(text).map { .string($0.description) }
        case (.quantity, .integer(let number)): .string("\(number)")
        case (.text, .text(let text)): text.utf8.count <= KubeletFieldName.textByteLimit ? .string(text) : nil
        // A text that looks like a number is one to policy.
        case (.text, .integer(let number)): .string("\(number)")
        default: nil
        }
    }

    /// A value in the form that the field has it in, so that `1m` and `1m0s` are one.
    public func normal(_ value: Value) -> Value {
        decoded(value).map(KubeletFieldName.value(of:)) ?? value
    }

    /// A value of the configuration as a knob holds it.
    static func value(of decoded: DecodedValue) -> Value {
        switch decoded {
        case .integer(let number): .integer(number)
        case .number(let number): .text("\(number)")
        case .bool(let flag): .text(flag ? "true" : "false")
        case .string(let text): Int64(text).map(Value.integer) ?? .text(text)
        case .null, .list, .object: .text(decoded.typeName)
        }
    }
}

extension KubeletFieldName.Kind {
    fileprivate init?(_ type: GoType) {
        switch type {
        case .bool: self = .bool
        case .string: self = .text
        case .int32: self = .integer(Int64(Int32.min), Int64(Int32.max))
        case .int64: self = .integer(.min, .max)
        case .unsigned32: self = .integer(0, Int64(UInt32.max))
        case .float32, .float64: self = .fraction
        case .duration, .durationOrNanoseconds: self = .duration
        case .quantity: self = .quantity
        case .pointer(let target): self.init(target)
        case .list, .map, .fields: return nil
        }
    }
}

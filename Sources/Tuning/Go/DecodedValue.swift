/// A value of a configuration file after its text was decoded to JSON's types, as Kubernetes' programs do with YAML.
public indirect enum DecodedValue: Hashable, Sendable {
    /// No value.
    case null
    /// True or false.
    case bool(Bool)
    /// A whole number that fits 64 bits.
    case integer(Int64)
    /// Any other number.
    case number(Double)
    /// Text.
    case string(String)
    /// Values in order.
    case list([DecodedValue])
    /// Values by key.
    case object([String: DecodedValue])

    /// What it is, for a message: «a string».
    public var typeName: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .integer, .number: "a number"
        case .string: "a string"
        case .list: "a list"
        case .object: "a mapping"
        }
    }

    /// The value of a key, or null if there is none.
    public subscript(key: String) -> DecodedValue {
        guard case .object(let fields) = self else { return .null }
        return fields[key] ?? .null
    }

    var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    var integer: Int64? {
        if case .integer(let number) = self { number } else { nil }
    }

    /// A list of strings, in which null is an empty one.
    var strings: [String] {
        guard case .list(let items) = self else { return [] }
        return items.map { $0.string ?? "" }
    }
}

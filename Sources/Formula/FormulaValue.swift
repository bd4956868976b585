/// A value of a formula.
public enum FormulaValue: Sendable {
    /// A 64-bit signed integer.
    case int(Int64)
    /// A 64-bit unsigned integer.
    case uint(UInt64)
    /// A 64-bit IEEE 754 number.
    case double(Double)
    /// A sequence of Unicode code points, never normalized.
    case string(String)
    /// `true` or `false`.
    case bool(Bool)
    /// The value `null`.
    case null
    /// A span of time; about 290 years either way.
    case duration(nanoseconds: Int64)
    /// A list; its elements may be of different types.
    case list([FormulaValue])
    /// A map, or an object with named fields.
    case map(FormulaMap)
    /// A type as a value: what `type(x)` gives.
    case type(Kind)

    /// The kind of a value, which is all that is known of its type at run time.
    public enum Kind: String, Sendable, CaseIterable {
        /// A signed integer.
        case int
        /// An unsigned integer.
        case uint
        /// An IEEE 754 number.
        case double
        /// A text.
        case string
        /// A truth value.
        case bool
        /// The value `null`.
        case null
        /// A span of time.
        case duration
        /// A list.
        case list
        /// A map or an object.
        case map
        /// A type.
        case type

        /// The name by which CEL knows the kind, which is also the expression that denotes it.
        public var denotation: String {
            switch self {
            case .null: "null_type"
            case .duration: "google.protobuf.Duration"
            default: rawValue
            }
        }

        /// The kind that the identifier `name` denotes, or nil.
        init?(denotedBy name: String) {
            guard let kind = Kind.allCases.first(where: { $0.denotation == name }) else { return nil }
            self = kind
        }
    }

    /// The kind of this value.
    public var kind: Kind {
        switch self {
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bool: .bool
        case .null: .null
        case .duration: .duration
        case .list: .list
        case .map: .map
        case .type: .type
        }
    }
}

extension FormulaValue: Equatable {
    /// Whether CEL's `==` holds: numbers compare across their types, text by code points, and no NaN equals anything.
    ///
    /// Takes time by the size of the values; a formula's own `==` is counted against its limits instead.
    public static func == (left: FormulaValue, right: FormulaValue) -> Bool {
        switch (left, right) {
        case (.list(let left), .list(let right)):
            left.count == right.count && zip(left, right).allSatisfy { $0 == $1 }
        case (.map(let left), .map(let right)):
            left.count == right.count && left.entries.allSatisfy { right[$0.key] == $0.value }
        default:
            areEqualScalars(left, right)
        }
    }
}

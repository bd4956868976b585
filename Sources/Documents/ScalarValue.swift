/// A single value of a document, with its type.
public enum ScalarValue: Sendable, Hashable {
    /// No value.
    case null

    /// True or false.
    case bool(Bool)

    /// A whole number from −2⁶³ to 2⁶³−1.
    case integer(Int64)

    /// A whole number from 2⁶³ to 2⁶⁴−1; a smaller one is an ``integer(_:)``.
    case unsigned(UInt64)

    /// Any other number; in YAML also infinite or not a number.
    case float(Double)

    /// Text.
    case string(String)

    /// What it is, for a message: «a string».
    public var typeName: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .integer, .unsigned: "an integer"
        case .float: "a number"
        case .string: "a string"
        }
    }
}

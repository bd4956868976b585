/// A JSON value; objects keep the order of their keys.
public enum JSONValue: Sendable, Hashable {
    /// `null`.
    case null

    /// `true` or `false`.
    case bool(Bool)

    /// A whole number from −2⁶³ to 2⁶³−1, exact.
    case integer(Int64)

    /// A whole number from 2⁶³ to 2⁶⁴−1, exact; a smaller one is an ``integer(_:)``.
    case unsigned(UInt64)

    /// Any other number, and `-0`; finite when it was read.
    case number(Double)

    /// Text.
    case string(String)

    /// Values in order.
    case array([JSONValue])

    /// Keys with values in order.
    case object(JSONObject)

    /// What it is, for a message: «an object».
    public var typeName: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .integer, .unsigned: "an integer"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }

    /// The value of `key` if this is an object that has it, the last one if it stands twice, as Go's reader has it.
    public subscript(key: String) -> JSONValue? {
        guard case .object(let object) = self else { return nil }
        return object[key]
    }

    /// The item at `index`, from 0, if this is an array that has it.
    public subscript(index: Int) -> JSONValue? {
        guard case .array(let items) = self, items.indices.contains(index) else { return nil }
        return items[index]
    }
}

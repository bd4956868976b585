public import Documents
import Tuning

/// What `policy eval` answers: the value of a formula, and its type.
public struct FormulaAnswer: Answer {
    /// The version of the JSON's shape; it changes when a reader would have to.
    public static let schemaVersion = 1

    private let type: String
    private let literal: String
    private let value: JSONValue

    /// The answer for a value: the name of its type, the formula that gives it back, and itself as JSON.
    public init(type: String, literal: String, value: JSONValue) {
        self.type = type
        self.literal = literal
        self.value = value
    }

    /// The type and the value on one line. A value may be long; nothing of it is cut, since it was asked for.
    public func text(in style: Style) -> String {
        "\(type) \(literal.escaped(limit: .max))\n"
    }
}

extension FormulaAnswer: Encodable {
    private enum Key: String, CodingKey {
        case schemaVersion, nodekeelVersion, type, value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(FormulaAnswer.schemaVersion, forKey: .schemaVersion)
        try container.encode(nodekeelVersion, forKey: .nodekeelVersion)
        try container.encode(type, forKey: .type)
        try container.encode(JSONTree(value: value), forKey: .value)
    }
}

/// A JSON value inside an answer.
private struct JSONTree: Encodable {
    let value: JSONValue

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    func encode(to encoder: any Encoder) throws {
        switch value {
        case .object(let object):
            var container = encoder.container(keyedBy: Name.self)
            for member in object.members {
                try container.encode(JSONTree(value: member.value), forKey: Name(stringValue: member.key))
            }
        case .array(let items):
            var container = encoder.unkeyedContainer()
            for item in items { try container.encode(JSONTree(value: item)) }
        default:
            var container = encoder.singleValueContainer()
            try encodeScalar(into: &container)
        }
    }

    private func encodeScalar(into container: inout any SingleValueEncodingContainer) throws {
        switch value {
        case .bool(let truth): try container.encode(truth)
        case .integer(let number): try container.encode(number)
        case .unsigned(let number): try container.encode(number)
        case .number(let number): try container.encode(number)
        case .string(let text): try container.encode(text)
        case .null, .array, .object: try container.encodeNil()
        }
    }
}

/// What a knob said when it was read.
public enum Observation: Hashable, Sendable {
    /// It holds this value. `text` is what was read, byte for byte, so that it can be written back; of the choices of a
    /// sysfs attribute it is the chosen one.
    case value(Value, text: String, isWritable: Bool)
    /// It is not there.
    case missing
    /// It could not be read, for this reason.
    case unreadable(String)

    /// The value read, if one was.
    public var value: Value? {
        if case .value(let value, _, _) = self { value } else { nil }
    }

    /// Whether the knob was there but refuses every writer.
    public var isReadOnly: Bool {
        if case .value(_, _, let isWritable) = self { !isWritable } else { false }
    }
}

extension Observation: CustomStringConvertible {
    public var description: String {
        switch self {
        case .value(let value, _, _): value.description
        case .missing: "missing"
        case .unreadable(let reason): "unreadable: \(reason)"
        }
    }
}

extension Observation: Codable {
    private enum Key: String, CodingKey {
        case value, text, isWritable, missing, unreadable
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        if let value = try container.decodeIfPresent(Value.self, forKey: .value) {
            let text = try container.decodeIfPresent(String.self, forKey: .text) ?? value.kernelText
            let isWritable = try container.decodeIfPresent(Bool.self, forKey: .isWritable) ?? true
            self = .value(value, text: text, isWritable: isWritable)
        } else if let reason = try container.decodeIfPresent(String.self, forKey: .unreadable) {
            self = .unreadable(reason)
        } else {
            self = .missing
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .value(let value, let text, let isWritable):
            try container.encode(value, forKey: .value)
            if text != value.kernelText { try container.encode(text, forKey: .text) }
            if !isWritable { try container.encode(isWritable, forKey: .isWritable) }
        case .missing: try container.encode(true, forKey: .missing)
        case .unreadable(let reason): try container.encode(reason, forKey: .unreadable)
        }
    }
}

/// What became of a change.
public enum Outcome: Hashable, Sendable {
    /// The knob was read back and holds what it should.
    case applied
    /// The write was taken and the knob holds something else.
    case ignored(Value)
    /// The write failed, for this reason.
    case failed(String)
}

extension Outcome: CustomStringConvertible {
    public var description: String {
        switch self {
        case .applied: "applied"
        case .ignored(let value): "ignored: holds \(value)"
        case .failed(let reason): "failed: \(reason)"
        }
    }
}

extension Outcome: Codable {
    private enum Key: String, CodingKey {
        case applied, ignored, failed
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        if let value = try container.decodeIfPresent(Value.self, forKey: .ignored) {
            self = .ignored(value)
        } else if let reason = try container.decodeIfPresent(String.self, forKey: .failed) {
            self = .failed(reason)
        } else {
            self = .applied
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .applied: try container.encode(true, forKey: .applied)
        case .ignored(let value): try container.encode(value, forKey: .ignored)
        case .failed(let reason): try container.encode(reason, forKey: .failed)
        }
    }
}

/// A change and what became of it.
public struct CarriedOut: Hashable, Sendable, Codable {
    /// The change.
    public var change: Change
    /// What became of it.
    public var outcome: Outcome

    /// A change carried out.
    public init(change: Change, outcome: Outcome) {
        self.change = change
        self.outcome = outcome
    }
}

/// Whether a value that is met does anything.
public enum Effect: Hashable, Sendable {
    /// It does what it is there for.
    case effective
    /// It is held, and changes nothing on this node, for this reason.
    case inert(because: String)
    /// Something else overrides it.
    case masked(by: String)
    /// It becomes live with this.
    case pending(Activation)
}

extension Effect {
    /// What a file says that was changed later than it is now: the clock was set since, so that it is not known whether
    /// that was before its reader started. That is no cause for a restart.
    static func undated(_ file: String, readBy reader: String) -> Effect {
        .inert(
            because:
                "nothing tells whether \(reader) has read '\(file)', which by this machine's clock was changed later than "
                + "now; set the clock, and if it is still later then, 'touch' the file"
        )
    }
}

extension Effect: CustomStringConvertible {
    public var description: String {
        switch self {
        case .effective: "effective"
        case .inert(let reason): "inert: \(reason)"
        case .masked(let other): "masked by \(other)"
        case .pending(let activation): "pending: \(activation)"
        }
    }

    /// The effect in one word, for tables, journal fields and metrics.
    public var word: String {
        switch self {
        case .effective: "effective"
        case .inert: "inert"
        case .masked: "masked"
        case .pending: "pending"
        }
    }
}

extension Effect: Codable {
    private enum Key: String, CodingKey {
        case effective, inert, masked, pending
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        if let reason = try container.decodeIfPresent(String.self, forKey: .inert) {
            self = .inert(because: reason)
        } else if let other = try container.decodeIfPresent(String.self, forKey: .masked) {
            self = .masked(by: other)
        } else if let activation = try container.decodeIfPresent(Activation.self, forKey: .pending) {
            self = .pending(activation)
        } else {
            self = .effective
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .effective: try container.encode(true, forKey: .effective)
        case .inert(let reason): try container.encode(reason, forKey: .inert)
        case .masked(let other): try container.encode(other, forKey: .masked)
        case .pending(let activation): try container.encode(activation, forKey: .pending)
        }
    }
}

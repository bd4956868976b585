/// What makes a written value live.
public enum Activation: Hashable, Sendable {
    /// Nothing: it is live when it is written.
    case immediate
    /// The next boot.
    case nextBoot
    /// systemd reads its unit files again (`systemctl daemon-reload`): units that run go on as they are, and take the
    /// new files at their next start. The writer sees to it, since nothing stops or starts by that.
    case reloadManager
    /// A reload of a systemd unit.
    case reload(String)
    /// A restart of a systemd unit.
    case restart(String)
}

extension Activation: CustomStringConvertible {
    public var description: String {
        switch self {
        case .immediate: "immediate"
        case .nextBoot: "next boot"
        case .reloadManager: "daemon-reload"
        case .reload(let unit): "reload \(unit)"
        case .restart(let unit): "restart \(unit)"
        }
    }
}

extension Activation: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        switch text {
        case "immediate": self = .immediate
        case "next boot": self = .nextBoot
        case "daemon-reload": self = .reloadManager
        default:
            let words = text.split(separator: " ", maxSplits: 1).map(String.init)
            switch (words.first, words.last) {
            case ("reload", let unit?): self = .reload(unit)
            case ("restart", let unit?): self = .restart(unit)
            default:
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "no activation '\(text)'")
            }
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

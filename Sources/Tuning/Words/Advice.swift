/// A setting's answer to a node's facts. Never silent.
public enum Advice: Hashable, Sendable {
    /// These knobs should hold this, for this reason; `cautions` is what will work against it.
    case set([Target], because: String, cautions: [Caution])
    /// These knobs are not there yet, for this reason; settings that stand later in the catalogue may count on them.
    case later([Target], because: String)
    /// Nothing should be done here, for this reason.
    case leaveAlone(because: String)

    /// Targets that nothing works against.
    public static func set(_ targets: [Target], because reason: String) -> Advice {
        .set(targets, because: reason, cautions: [])
    }
}

/// Something on the node that will work against a setting, and the change that ends the quarrel.
public struct Caution: Hashable, Sendable, Codable {
    /// What will happen, and who does it.
    public var danger: String
    /// The exact change that prevents it.
    public var remedy: String

    /// A danger and its remedy.
    public init(danger: String, remedy: String) {
        self.danger = danger
        self.remedy = remedy
    }
}

/// What policy allows to be done about a setting.
public enum Mode: String, Hashable, Sendable, Codable, CaseIterable {
    /// Put right, and kept right.
    case enforce
    /// Put right, but a person's own change wins until the next boot or until it is released.
    case yield
    /// Reported only.
    case observe
}

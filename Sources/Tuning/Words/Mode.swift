/// What policy allows to be done about a setting.
public enum Mode: String, Hashable, Sendable, Codable, CaseIterable {
    /// Put right, and kept right.
    case enforce
    /// Reported only.
    case observe
}

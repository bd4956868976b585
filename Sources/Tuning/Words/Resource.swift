/// What processes compete for.
public enum Resource: String, Hashable, Sendable, Codable, CaseIterable {
    case cpu
    /// Time of disks.
    case io
}

/// containerd, and how it is configured.
public struct ContainerdFacts: Hashable, Sendable, Codable {
    /// The unit that starts it; nil if none does.
    public var unit: String?

    /// Nothing known.
    public init() {}
}

/// The kubelet of this node, and the configuration that it computes at its next start.
public struct KubeletFacts: Hashable, Sendable, Codable {
    /// Its version, such as `1.34.2`; nil if nothing tells it.
    public var version: String?
    /// How the version was learnt.
    public var versionSource: String?
    /// Its process; nil if it does not run.
    public var pid: Int64?
    /// When the process started, in clock ticks since boot; nil if it does not run.
    public var startTicks: UInt64?
    /// The unit that starts it; nil if none does.
    public var unit: String?
    /// The program that carries it in its own process, such as `k3s`; nil for a kubelet of its own.
    public var carrier: String?
    /// Its arguments without the program, from its process or, where it does not run, from its unit.
    public var arguments: [String] = []
    /// The configuration file it reads, as it sees it; nil if it reads none.
    public var configPath: String?
    /// The directory of drop-ins it reads, as it sees it; nil if it reads none.
    public var configDirectory: String?
    /// The drop-ins it reads, in the order in which they are laid over each other.
    public var dropIns: [String] = []
    /// The value of every field in force, by the keys that lead to it with dots between them.
    ///
    /// What Go cannot tell from nothing is left out: an unset optional value, an empty mapping. Durations are written
    /// as Go writes them.
    public var effective: [String: DecodedValue] = [:]
    /// What set each of these values: `FILE:LINE`, `flag --NAME in FILE:LINE`, or `default`.
    public var origin: [String: String] = [:]
    /// Why this kubelet would not start as it is configured; nil if it would.
    public var refusal: String?
    /// Why it cannot be told how this kubelet is configured; nil if it can. ``effective`` is then empty.
    public var unreadable: String?

    /// Nothing known.
    public init() {}

    /// Takes over what a start comes to.
    public mutating func take(_ start: KubeletStart) {
        effective = start.effective
        origin = start.origin
        refusal = start.refusal
    }
}

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
    /// What its next start is computed from, so that it can be computed with another fragment; nil if that is not
    /// known.
    public var sources: KubeletSources?
    /// The file in ``configDirectory`` that is nodekeel's, or the main file where a kubelet without directories has one
    /// that nobody else makes; nil if nodekeel sets fields in neither.
    public var fragment: Fragment?
    /// When its process started, in milliseconds since 1970; nil if it does not run, or that is not known.
    public var startedAtMilliseconds: Int64?
    /// When each of its files was last changed, in milliseconds since 1970, by path.
    public var changedAtMilliseconds: [String: Int64] = [:]
    /// Those of its files that were changed later than it is now by the machine's clock, which was another then: nothing
    /// tells whether they have been read. Nil where there are none.
    public var laterThanNow: [String]?
    /// How many pods run here; nil if that is not known.
    public var runningPods: Int64?
    /// How its heartbeat looks from beside it; nil where it does not run.
    public var heartbeat: KubeletHeartbeat?
    /// The variable of its unit by which it can be given a flag; nil if there is none.
    public var flagVariable: FlagVariable?
    /// Whether its process started before its unit was given the directory of drop-ins.
    public var isDirectoryAwaited = false
    /// The networks that pods of this node get their addresses from.
    public var podNetworks: [PodNetwork] = []

    /// Nothing known.
    public init() {}

    /// nodekeel's own drop-in, or its place; or the main file.
    public struct Fragment: Hashable, Sendable, Codable {
        /// Its absolute path.
        public var path: String
        /// What it holds of nodekeel; nothing if it is not there, and of the main file, in which no field tells whose it is.
        public var content = KubeletFragment([])

        /// A fragment at a path.
        public init(path: String, content: KubeletFragment = KubeletFragment([])) {
            self.path = path
            self.content = content
        }
    }

    /// A network of pods on this node.
    public struct PodNetwork: Hashable, Sendable, Codable {
        /// Its addresses, such as `10.244.3.0/24`.
        public var cidr: String
        /// The file that tells it.
        public var origin: String

        /// A network and what tells it.
        public init(cidr: String, origin: String) {
            self.cidr = cidr
            self.origin = origin
        }

        /// How many pods it has addresses for: all but that of the network and the last; nil if it is none.
        public var addressCount: Int64? {
            guard let slash = cidr.lastIndex(of: "/"), let family = GoAddress.family(ofBlock: cidr),
                let length = Int64(cidr[cidr.index(after: slash)...])
            else { return nil }
            let bits = (family == .v4 ? 32 : 128) - length
            return bits >= 31 ? Int64(Int32.max) : max((1 << bits) - 2, 1)
        }
    }

    /// Takes over what a start comes to.
    public mutating func take(_ start: KubeletStart) {
        effective = start.effective
        origin = start.origin
        refusal = start.refusal
    }
}

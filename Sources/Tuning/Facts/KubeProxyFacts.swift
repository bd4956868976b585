/// kube-proxy as it runs on this node.
public struct KubeProxyFacts: Hashable, Sendable, Codable {
    /// Its version, such as `1.34.2`; nil if nothing tells it.
    public var version: String?
    /// How the version was learnt.
    public var versionSource: String?
    /// The configuration file it reads, as it sees it; nil if it runs on flags alone.
    public var configPath: String?
    /// The proxy mode it is told to use; nil for its default.
    public var mode: String?
    /// How it chooses among a service's endpoints where it is told, which counts in mode ipvs alone; nil otherwise.
    public var scheduler: String?
    /// The flags that it is given and passes over, since it reads a configuration file.
    public var passedOverFlags: [String] = []
    /// How often it writes all rules of its mode anew, in milliseconds; nil if that cannot be told.
    public var syncPeriod: Int64?
    /// How long it waits at least between two changes of its rules, in milliseconds; nil if that cannot be told.
    public var minSyncPeriod: Int64?
    /// Its process; nil if it runs inside another program's.
    public var pid: Int64?
    /// The distribution that starts it and sizes the table itself, `k3s` or `RKE2`; nil if nothing shows one.
    public var distribution: String?
    /// Why this kube-proxy would not start as it is configured; nil if it would. It then writes nothing either.
    public var refusal: String?
    /// Why it cannot be told how this kube-proxy is configured; nil if it can. ``Conntrack/willSet`` means nothing then.
    public var unreadable: String?
    /// Connection tracking.
    public var conntrack = Conntrack()

    /// Nothing known.
    public init() {}

    /// What kube-proxy does to the connection-tracking table at its start.
    public struct Conntrack: Hashable, Sendable, Codable {
        /// Entries for each online CPU; nil if not given; 0 for «leave the table alone».
        public var maxPerCore: Int64?
        /// The least number of entries; nil if not given.
        public var min: Int64?
        /// The number that it will write at its next start, also where the table holds it already; nil for «leaves the
        /// table alone».
        public var willSet: Int64?
        /// The number that its ``KubeProxyFacts/distribution`` will write at its own next start; nil for none.
        public var distributionWillSet: Int64?
        /// Whether it only ever raises the table.
        public var isRaiseOnly = false
        /// How ``willSet`` came about, in words.
        public var because = ""
        /// Where the operator changes it: a file and key, or a flag.
        public var origin: String?
        /// The exact change that makes it leave the table alone.
        public var remedy: String?

        /// Nothing known.
        public init() {}

        private enum Key: String, CodingKey {
            case maxPerCore, min, willSet, distributionWillSet, isRaiseOnly, because, origin, remedy
        }

        /// Written by hand because `willSet` has a meaning also when it is null.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encodeIfPresent(maxPerCore, forKey: .maxPerCore)
            try container.encodeIfPresent(min, forKey: .min)
            try container.encode(willSet, forKey: .willSet)
            try container.encodeIfPresent(distributionWillSet, forKey: .distributionWillSet)
            try container.encode(isRaiseOnly, forKey: .isRaiseOnly)
            try container.encode(because, forKey: .because)
            try container.encodeIfPresent(origin, forKey: .origin)
            try container.encodeIfPresent(remedy, forKey: .remedy)
        }

        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            maxPerCore = try container.decodeIfPresent(Int64.self, forKey: .maxPerCore)
            min = try container.decodeIfPresent(Int64.self, forKey: .min)
            willSet = try container.decodeIfPresent(Int64.self, forKey: .willSet)
            distributionWillSet = try container.decodeIfPresent(Int64.self, forKey: .distributionWillSet)
            isRaiseOnly = try container.decode(Bool.self, forKey: .isRaiseOnly)
            because = try container.decode(String.self, forKey: .because)
            origin = try container.decodeIfPresent(String.self, forKey: .origin)
            remedy = try container.decodeIfPresent(String.self, forKey: .remedy)
        }
    }
}

/// A member of etcd that runs here, or that something here would start.
public struct EtcdMember: Hashable, Sendable, Codable {
    /// Its process; nil if it does not run.
    public var pid: Int64?
    /// When the process started, in clock ticks since boot: with the PID, its identity; nil if it does not run.
    public var startTicks: UInt64?
    /// What outlives the process: the same place holds it after a restart; nil for a pod that does not run.
    public var place: ProcessSelector.Place?
    /// What says how it is started: `process`, `unit NAME`, `manifest PATH`, `environment file PATH`.
    public var source: String
    /// The manifest of the static pod that it is; nil if it is none.
    public var manifest: String?
    /// Its version, such as `3.6.8`; nil if nothing tells it.
    public var version: String?
    /// How the version was learnt.
    public var versionSource: String?
    /// The service of systemd that started it, where that service holds etcd and nothing around it.
    public var service: String?
    /// What the files of that service say of its turn at CPUs and disks, nodekeel's own drop-ins left out, by key:
    /// ``unitKeys``; nil where it is not a service that runs.
    public var unitSettings: [String: String]?
    /// The pod that holds it, as `namespace/name`, where the kubelet's logs tell; nil otherwise.
    public var pod: String?
    /// The ID of the container that holds it; nil if it is in none.
    public var containerID: String?
    /// How many threads it has.
    public var threadCount: Int64
    /// Where its database is.
    public var data: Store?
    /// Where its write-ahead log is; the disk that a write of the cluster waits for.
    public var wal: Store?
    /// The group in which it competes for CPU time; nil if unknown.
    public var cpu: ResourceGroup?
    /// The group in which it competes for disks; nil if unknown.
    public var io: ResourceGroup?
    /// The configuration file that it takes all its options from, as it sees it; nil if it has none.
    public var configPath: String?
    /// The value of every option in force at its next start, by the name under which etcd logs it; what else was set, by
    /// the name of its flag. Empty where it would not start, or where that cannot be told.
    public var effective: [String: DecodedValue] = [:]
    /// What set each of these values: `flag --NAME`, `environment ETCD_NAME`, either with the place where it stands,
    /// `FILE:LINE`, or `default`.
    public var origin: [String: String] = [:]
    /// Why it would not start as it is configured, in the words of etcd's log; nil if it would.
    public var refusal: String?
    /// Why it cannot be told how it is configured; nil if it can.
    public var unreadable: String?
    /// How it does, by its own metrics; nil if they cannot be read.
    public var measured: EtcdMeasurement?
    /// Why its metrics cannot be read; nil if they can, or if it does not run.
    public var unmeasured: String?

    /// A process of which nothing else is known.
    public init(pid: Int64, startTicks: UInt64, place: ProcessSelector.Place) {
        self.init(source: "process", place: place)
        self.pid = pid
        self.startTicks = startTicks
    }

    /// A member that something would start.
    public init(source: String, place: ProcessSelector.Place? = nil) {
        self.source = source
        self.place = place
        threadCount = 0
    }

    /// The keys of ``unitSettings``. sources: systemd.exec(5), systemd.resource-control(5)
    public static let unitKeys = ["CPUWeight", "IOWeight", "Nice", "IOSchedulingClass", "IOSchedulingPriority"]

    /// The number that its service gives it by its own files; nil where it gives none, or one that systemd passes over.
    public func unitNumber(_ key: String, in range: ClosedRange<Int64>) -> Int64? {
        unitSettings?[key].flatMap { Int64($0) }.flatMap { range.contains($0) ? $0 : nil }
    }

    /// Whether it runs.
    public var runs: Bool { pid != nil }

    /// The knobs of this member are about these processes.
    public var selector: ProcessSelector { ProcessSelector("etcd", in: place ?? .anywhere) }

    /// Its name for people.
    public var name: String { pod.map { "pod \($0)" } ?? place?.description ?? source }

    /// Takes over what a start comes to.
    public mutating func take(_ start: EtcdStart) {
        effective = start.effective
        origin = start.origin
        refusal = start.refusal
    }

    /// A directory of etcd's.
    public struct Store: Hashable, Sendable, Codable {
        /// Its path as etcd sees it, which is another than the node's inside a container.
        public var path: String
        /// What told it: an open file, a flag, the environment.
        public var source: String
        /// The filesystem, such as `ext4`; nil if unknown.
        public var filesystem: String?
        /// The number of the device as `major:minor`; nil if unknown.
        public var device: String?
        /// The physical or virtual disks at the bottom, by kernel name; empty if unknown.
        public var disks: [String] = []
        /// How much room its filesystem has for it, in bytes; nil if unknown.
        public var availableByteCount: Int64?

        /// A directory of which only the path is known.
        public init(path: String, source: String) {
            self.path = path
            self.source = source
        }
    }
}

/// The control group in which a process gets its turn at a resource: the nearest that has a weight of its own.
public struct ResourceGroup: Hashable, Sendable, Codable {
    /// Its path in the hierarchy, `/` for the root, whose members have no weight but their own priority.
    public var path: String
    /// From that group up to the one below the root; empty for the root.
    public var levels: [Level]
    /// How many other processes compete in the same group.
    public var otherProcessCount: Int64

    /// A group.
    public init(path: String, levels: [Level], otherProcessCount: Int64) {
        self.path = path
        self.levels = levels
        self.otherProcessCount = otherProcessCount
    }

    /// One group and its siblings.
    public struct Level: Hashable, Sendable, Codable {
        /// Its path.
        public var path: String
        /// Its weight, where 100 is usual.
        public var weight: Int64
        /// How many siblings have a weight.
        public var siblingCount: Int64
        /// The weights of all siblings together.
        public var siblingWeight: Int64
        /// The heaviest sibling, where there is one.
        public var heaviest: WeightedGroup?

        /// A level.
        public init(path: String, weight: Int64, siblings: [WeightedGroup]) {
            self.path = path
            self.weight = weight
            siblingCount = Int64(siblings.count)
            siblingWeight = siblings.reduce(0) { $0 &+ $1.weight }
            heaviest = siblings.max { $0.weight < $1.weight }
        }
    }

    /// What is left for the group when every group wants the resource, in thousandths of it.
    ///
    /// A lower bound: groups that are idle leave their part to the others.
    public var guaranteedPerMille: Int64 {
        let share = levels.reduce(1.0) { share, level in
            share * Double(level.weight) / Double(max(level.weight &+ level.siblingWeight, 1))
        }
        return Int64((share * 1000).rounded())
    }
}

/// A group and its weight.
public struct WeightedGroup: Hashable, Sendable, Codable {
    /// Its name.
    public var name: String
    /// Its weight, where 100 is usual.
    public var weight: Int64

    /// A group and its weight.
    public init(name: String, weight: Int64) {
        self.name = name
        self.weight = weight
    }
}

extension ProcessSelector.Place: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let place = ProcessSelector.Place(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no place '\(text)'")
        }
        self = place
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

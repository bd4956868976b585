/// What is known of restarts over the end of the service: the one under way, those of before, and what was refused.
public struct RestartRecord: Equatable, Sendable, Codable {
    /// The version of this shape.
    public static let currentSchemaVersion = 1

    /// The version of the shape that it was written in.
    public var schemaVersion = RestartRecord.currentSchemaVersion
    /// The restart under way; there is one at a time on a node.
    public var attempt: RestartAttempt?
    /// What is known of single units.
    public var units: [String: Unit] = [:]
    /// What units did not become healthy with, the last at the end.
    public var refusals: [RestartRefusal] = []

    /// What is known of a unit.
    public struct Unit: Equatable, Sendable, Codable {
        /// What its files meant when a restart was first wanted, in one word; nil while none is.
        public var wanted: String?
        /// Since when, in seconds since 1970.
        public var wantedSince: Int64?
        /// What it was told last to wait for; nil if nothing was told.
        public var told: String?
        /// When nodekeel restarted it, the last at the end.
        public var restarts: [Moment] = []
        /// What it ran with when nodekeel last began to change its files; nil if nodekeel never did.
        public var former: [RestartFile]?

        /// Nothing known.
        public init() {}
    }

    /// The most restarts that are remembered of a unit: as many as a budget may count.
    private static let restartLimit = Int(RestartPolicy.perHourRange.upperBound)
    /// The most refusals that are remembered: older ones are of other policies or versions by then.
    private static let refusalLimit = 32

    /// Nothing known.
    public init() {}

    /// Remembers a restart.
    public mutating func noteRestart(of unit: String, at now: Moment) {
        var known = units[unit] ?? Unit()
        known.restarts = (known.restarts + [now]).suffix(RestartRecord.restartLimit)
        units[unit] = known
    }

    /// Remembers what a unit did not become healthy with.
    public mutating func refuse(_ refusal: RestartRefusal) {
        refusals.removeAll { $0.unit == refusal.unit && $0.files == refusal.files }
        refusals = (refusals + [refusal]).suffix(RestartRecord.refusalLimit)
    }

    /// Why a file must not be written for a unit again, under a policy and for a version; nil if it may.
    public func refusal(of file: RestartFile, for unit: String, policy: String, version: String?) -> RestartRefusal? {
        refusals.last { one in
            one.unit == unit && one.files.contains(file.fingerprint) && one.policy == policy && one.version == version
        }
    }
}

/// That a unit did not become healthy with some files.
public struct RestartRefusal: Equatable, Sendable, Codable {
    /// The unit.
    public var unit: String
    /// What each file meant that was not the same before, in one word.
    public var files: [String]
    /// The policy that asked for them, in one word.
    public var policy: String
    /// The version of what the unit runs; nil if nothing told it.
    public var version: String?
    /// When, in seconds since 1970.
    public var at: Int64
    /// Why.
    public var because: String

    /// A refusal.
    public init(unit: String, files: [String], policy: String, version: String?, at: Int64, because: String) {
        self.unit = unit
        self.files = files
        self.policy = policy
        self.version = version
        self.at = at
        self.because = because
    }

    /// Why a setting is not written, and what ends that.
    public var obstacle: String {
        let log = RestartPolicy.programs.contains(unit) ? "its log below /var/log/pods" : "'journalctl -u \(unit)'"
        return """
            \(unit) did not become healthy with it (\(because)) and was given its former files back: nodekeel writes it \
            again when policy or the version of \(unit) changes; \(log) says what it found wrong
            """
    }
}

/// How an etcd does, by its own metrics.
public struct EtcdMeasurement: Hashable, Sendable, Codable {
    /// Where they were read, such as `http://127.0.0.1:2381`.
    public var address: String
    /// What it has counted since it started.
    public var counted: EtcdCounters
    /// The time that the following is about, in seconds, where it is the last of that; nil for all since etcd started.
    public var windowSeconds: Int64?
    /// In how many microseconds 99 of 100 syncs of the log were done; nil if there was none.
    public var logSyncMicroseconds: Int64?
    /// In how many microseconds 99 of 100 commits to the database were done; nil if there was none.
    public var commitMicroseconds: Int64?
    /// In how many microseconds 99 of 100 messages to other members came back; nil if there was none.
    public var roundTripMicroseconds: Int64?
    /// Why etcd says that it is not well, such as `ALARM NOSPACE`; `none` if it is, nil if it does not answer.
    public var alarm: String?

    /// The fewest syncs of a time that is told of by itself.
    static let leastSyncs: Int64 = 100

    /// What etcd has counted, told of the time since an earlier look where that is of use.
    public init(address: String, counted: EtcdCounters, since earlier: EtcdCounters?) {
        self.address = address
        self.counted = counted
        func recent(_ path: KeyPath<EtcdCounters, LatencyHistogram>) -> LatencyHistogram? {
            earlier.flatMap { counted[keyPath: path].since($0[keyPath: path]) }
        }
        let parts = [recent(\.logSyncs), recent(\.commits), recent(\.roundTrips)]
        // All of one time or of the other; of a few syncs the slowest is no measure.
        let isRecent =
            parts.allSatisfy { $0 != nil } && (parts[0]?.total ?? 0) >= EtcdMeasurement.leastSyncs
        if isRecent, let earlier { windowSeconds = counted.uptimeSeconds - earlier.uptimeSeconds }
        let told = isRecent ? parts.compactMap { $0 } : [counted.logSyncs, counted.commits, counted.roundTrips]
        logSyncMicroseconds = told[0].quantile(perMille: 990)
        commitMicroseconds = told[1].quantile(perMille: 990)
        roundTripMicroseconds = told[2].quantile(perMille: 990)
    }

    /// The time that is told of, in words.
    public var window: String { windowSeconds.map { "in the last \($0) s" } ?? "since it started" }
}

extension EtcdMember {
    /// What is told of a member by its metrics, by the name under which it stands beside its options.
    public enum Measure: String, Sendable, CaseIterable {
        case logSync = "log-sync-p99"
        case commit = "database-commit-p99"
        case roundTrip = "round-trip-p99"
        case leaderChanges = "leader-changes"
        case slowApplies = "slow-applies"
        case heartbeatFailures = "heartbeat-failures"
        case leader
        case alarm
        case quotaUse = "database-of-quota"
        case databaseUse = "database-in-use"
        case growth = "growth-of-free-space"
    }

    /// What one of the measures is; unreadable where metrics cannot be read, missing where there is nothing to tell.
    func observation(of measure: Measure) -> Observation {
        guard let measured else { return .unreadable(unmeasured ?? "it does not run") }
        let counted = measured.counted
        let value: Value? =
            switch measure {
            case .logSync: measured.logSyncMicroseconds.map { .integer($0) }
            case .commit: measured.commitMicroseconds.map { .integer($0) }
            case .roundTrip: measured.roundTripMicroseconds.map { .integer($0) }
            case .leaderChanges: counted.leaderChanges.map { .integer($0) }
            case .slowApplies: counted.slowApplies.map { .integer($0) }
            case .heartbeatFailures: counted.heartbeatFailures.map { .integer($0) }
            case .leader: counted.hasLeader.map { .text($0 ? "known" : "none") }
            case .alarm: measured.alarm.map { .text($0) }
            case .quotaUse: percent(counted.databaseByteCount, of: counted.quotaByteCount)
            case .databaseUse: percent(counted.databaseInUseByteCount, of: counted.databaseByteCount)
            case .growth: percent(growthByteCount, of: data?.availableByteCount)
            }
        return value.map { .value($0, text: $0.description, isWritable: false) } ?? .missing
    }

    /// How much larger the database may become, in bytes: up to its quota. Nil where that is not known.
    public var growthByteCount: Int64? {
        guard let counted = measured?.counted, let size = counted.databaseByteCount, let quota = counted.quotaByteCount,
            quota > 0
        else { return nil }
        return max(quota - size, 0)
    }

    /// Whole percent, rounded down; nil where the one or the other is not known.
    private func percent(_ part: Int64?, of whole: Int64?) -> Value? {
        guard let part, let whole, whole > 0, part >= 0 else { return nil }
        let (product, isTooLarge) = part.multipliedReportingOverflow(by: 100)
        return .integer(isTooLarge ? .max : product / whole)
    }
}

/// How long a disk takes to make small writes safe: what every write of a cluster waits for in etcd's log.
public struct SyncProbe: Hashable, Sendable, Codable {
    /// The directory that was written in, without links in it.
    public var directory: String
    /// The filesystem, such as `ext4`; nil if unknown.
    public var filesystem: String?
    /// The physical or virtual disks at the bottom, by kernel name; empty if unknown.
    public var disks: [String]
    /// How long each `fdatasync(2)` took, in nanoseconds, in the order of the writes.
    public var nanoseconds: [Int64]
    /// How long the whole took, in milliseconds.
    public var milliseconds: Int64

    /// How many bytes are written before each sync: the size of etcd's usual log record.
    /// sources: https://etcd.io/docs/v3.6/op-guide/hardware/ and the fio job that its FAQ names: bs=2300, size=22m
    public static let writeByteCount = 2_300
    /// How many writes there are at most: 22 MiB in all.
    public static let writeLimit = 22 * (1 << 20) / writeByteCount
    /// How long it goes on at most, in milliseconds.
    public static let limitMilliseconds: Int64 = 60_000
    /// The 99th percentile below which a disk is fast enough for etcd, in nanoseconds.
    /// sources: https://etcd.io/docs/v3.6/faq/: wal_fsync_duration_seconds below 10 ms
    public static let wantedNanoseconds: Int64 = 10_000_000

    /// A probe.
    public init(directory: String, nanoseconds: [Int64], milliseconds: Int64) {
        self.directory = directory
        disks = []
        self.nanoseconds = nanoseconds
        self.milliseconds = milliseconds
    }

    /// The time within which this part of the syncs was done, in nanoseconds; nil if there was none.
    ///
    /// - Parameter perMille: from 0 to 1,000; 990 is the 99th percentile, 1,000 the longest.
    public func percentile(_ perMille: Int) -> Int64? {
        guard !nanoseconds.isEmpty else { return nil }
        let rank = (nanoseconds.count * min(max(perMille, 0), 1_000) + 999) / 1_000
        return nanoseconds.sorted()[max(rank, 1) - 1]
    }

    /// Whether the disk is fast enough for etcd; nil if nothing was measured.
    public var isFastEnough: Bool? { percentile(990).map { $0 < SyncProbe.wantedNanoseconds } }

    /// One bar of the histogram.
    public struct Bar: Hashable, Sendable, Codable {
        /// Longer than this, in nanoseconds, or as long.
        public var from: Int64
        /// Shorter than this, in nanoseconds.
        public var below: Int64
        /// How many syncs.
        public var count: Int64
    }

    /// The syncs by how long they took: each bar begins at twice the time of the one before, those between the shortest
    /// and the longest.
    public var histogram: [Bar] {
        var bars: [Bar] = []
        var from: Int64 = 0
        var below: Int64 = 16_000
        let sorted = nanoseconds.sorted()
        var index = 0
        while index < sorted.count {
            let start = index
            while index < sorted.count, sorted[index] < below || below > 1 << 50 { index += 1 }
            if index > start || !bars.isEmpty {
                bars.append(Bar(from: from, below: below, count: Int64(index - start)))
            }
            from = below
            below *= 2
        }
        return bars
    }
}

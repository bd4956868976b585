/// How long something took how often, as a Prometheus histogram counts it.
public struct LatencyHistogram: Hashable, Sendable, Codable {
    /// The upper ends of its buckets in microseconds, ascending; the last bucket, which has no end, is left out.
    public private(set) var bounds: [Int64] = []
    /// How often it took no longer than each bound.
    public private(set) var counts: [Int64] = []
    /// How often it happened in all.
    public internal(set) var total: Int64 = 0

    /// The most buckets that are kept: etcd's have 14 and 17.
    static let bucketLimit = 64

    /// Nothing counted.
    public init() {}

    /// Adds a bucket, or what another series has in the same bucket.
    ///
    /// - Parameter seconds: its upper end.
    mutating func add(_ count: Int64, upTo seconds: Double) {
        guard seconds.isFinite, let bound = Int64(exactly: (seconds * 1_000_000).rounded()), bound >= 0 else { return }
        if let index = bounds.firstIndex(where: { $0 >= bound }) {
            if bounds[index] == bound {
                counts[index] &+= count
            } else if bounds.count < LatencyHistogram.bucketLimit {
                bounds.insert(bound, at: index)
                counts.insert(count, at: index)
            }
        } else if bounds.count < LatencyHistogram.bucketLimit {
            bounds.append(bound)
            counts.append(count)
        }
    }

    /// What was counted since an earlier look at the same histogram; nil if it is not the same, or began anew.
    public func since(_ earlier: LatencyHistogram) -> LatencyHistogram? {
        guard bounds == earlier.bounds, total >= earlier.total,
            zip(counts, earlier.counts).allSatisfy({ $0 >= $1 })
        else { return nil }
        var difference = self
        difference.total = total - earlier.total
        difference.counts = zip(counts, earlier.counts).map { $0 - $1 }
        return difference
    }

    /// How long so many of a thousand took at most, in microseconds, as Prometheus' `histogram_quantile` tells it: within
    /// a bucket as if all of it were spread evenly, and never more than the last bound. Nil where nothing was counted.
    ///
    /// Source: https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile
    public func quantile(perMille: Int64) -> Int64? {
        guard total > 0, let last = bounds.last else { return nil }
        let rank = Double(total) * Double(perMille) / 1_000
        guard let index = counts.firstIndex(where: { Double($0) >= rank }) else { return last }
        let (start, below) = index == 0 ? (0, 0) : (bounds[index - 1], counts[index - 1])
        let inside = Double(counts[index] - below)
        guard inside > 0 else { return bounds[index] }
        return start + Int64((Double(bounds[index] - start) * (rank - Double(below)) / inside).rounded())
    }
}

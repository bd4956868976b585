import Tuning

extension Setting {
    /// A hash table in which a full connection-tracking table stays fast to search.
    ///
    /// Every connection stands twice in the hash, so four entries a bucket make chains of eight when the table is
    /// full; with fewer buckets every packet pays. Also written by: kube-proxy, which raises it to a quarter of its own
    /// table; the module's `hashsize` parameter is the same number.
    static let connectionTrackingBuckets = Setting(
        id: "connection-tracking-buckets",
        summary: "The connection-tracking hash has a bucket for every four entries or more",
        why: """
            Every connection stands twice in the hash. With few buckets for many entries every packet walks long \
            chains, and CPU time in softirq rises with the load. The kernel rounds the number up to a whole memory \
            page of buckets, so the number read back may be larger than the one written.
            """,
        unit: .buckets,
        sources: [
            "kube-proxy 1.36 pkg/proxy/conntrack/sysctls.go: hashsize is at least max/4",
            "Linux 6.18: numbers are rounded up to a multiple of 512, tested",
        ],
        limitRange: 1...ConnectionTrackingSize.mostBuckets
    ) { facts, parameters in
        if let reason = facts.reasonToLeaveConnectionTrackingAlone { return .leaveAlone(because: reason) }
        guard let entries = parameters.asked(of: .connectionTrackingTable) else {
            return .leaveAlone(because: "nothing is asked of the table")
        }
        // A quarter, rounded up: policy gives no table so large that three more would overflow.
        let quarter = max((entries + 3) / 4, 1)
        let granularity = facts.connectionTrackingGranularity
        let affordable = facts.affordableConnectionTrackingBuckets
        let target = Target(
            .connectionTrackingBuckets,
            .atLeast(min(quarter, affordable)),
            granularity: granularity
        )
        if let reason = facts.reasonToSizeConnectionTrackingLater { return .later([target], because: reason) }
        let cut = affordable < quarter ? ", cut to what memory or the kernel allows" : ""
        return .set(
            [target],
            because: "a quarter of \(entries) entries, in whole pages of \(granularity) buckets\(cut)"
        )
    }
}

extension Facts {
    /// One page of list heads of 8 bytes each: what the kernel rounds a number of buckets up to.
    fileprivate var connectionTrackingGranularity: Int64 { max(memory.pageByteCount / 8, 1) }

    /// The most buckets that the node can spare, in whole pages: a hundredth of memory. A table of nine tenths of memory,
    /// the most that policy may allow by percent, has a quarter of its entries in less.
    var affordableConnectionTrackingBuckets: Int64 {
        guard let memory = memory.totalByteCount else { return ConnectionTrackingSize.mostBuckets }
        let page = connectionTrackingGranularity
        return min(max(memory / 100 / 8 / page, 1) * page, ConnectionTrackingSize.mostBuckets)
    }
}

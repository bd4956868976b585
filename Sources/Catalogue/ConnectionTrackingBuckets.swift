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
        takesLimits: true
    ) { facts, parameters in
        if let reason = facts.reasonToLeaveConnectionTrackingAlone { return .leaveAlone(because: reason) }
        guard let entries = parameters.asked(of: .connectionTrackingTable) else {
            return .leaveAlone(because: "nothing is asked of the table")
        }
        // A quarter, rounded up: three more never overflow, the kernel's largest table is far below.
        let quarter = max((min(entries, ConnectionTrackingSize.largest) + 3) / 4, 1)
        // One page of list heads of 8 bytes each.
        let granularity = max(facts.memory.pageByteCount / 8, 1)
        let target = Target(.connectionTrackingBuckets, .atLeast(quarter), granularity: granularity)
        if let reason = facts.reasonToSizeConnectionTrackingLater { return .later([target], because: reason) }
        return .set(
            [target],
            because: "a quarter of \(entries) entries, in whole pages of \(granularity) buckets"
        )
    }
}

/// The arithmetic of kube-proxy for the size of the connection-tracking table.
///
/// Source: `getConntrackMax` of Kubernetes (`cmd/kube-proxy/app` up to 1.34, `pkg/proxy/conntrack/sysctls.go` after),
/// and observed outputs of 1.31 to 1.36. The CPUs are the node's online logical CPUs: neither affinity nor a control
/// group nor `GOMAXPROCS` counts.
public struct KubeProxyTable: Hashable, Sendable {
    /// What kube-proxy wants the table to hold, in entries; nil for «leave it as it is».
    public var wanted: Int64?
    /// How that came about, in words.
    public var because: String

    /// Computes what kube-proxy wants.
    ///
    /// - Parameters:
    ///   - maxPerCore: entries for each CPU; 0 leaves the table alone, whatever `min` is.
    ///   - min: the least number of entries.
    ///   - cpus: the number of online CPUs.
    public init(maxPerCore: Int64, min: Int64, cpus: Int64, rules: KubeProxyRules) {
        guard maxPerCore > 0 else {
            (wanted, because) = (nil, "maxPerCore is 0: the table is left as it is, and min is ignored")
            return
        }
        let (product, overflows) = maxPerCore.multipliedReportingOverflow(by: Swift.max(cpus, 1))
        let scaled = overflows ? Int64.max : product
        let words = "\(maxPerCore) entries × \(cpus) CPUs = \(scaled)"
        if let cap = rules.cap, scaled > cap {
            wanted = cap
            because = "\(words), capped at \(cap)" + (min > cap ? "; the cap wins over min \(min)" : "")
        } else if scaled > min {
            (wanted, because) = (scaled, words)
        } else {
            (wanted, because) = (min, "\(words), raised to min \(min)")
        }
    }
}

/// How a kube-proxy is configured, defaults filled in: what bears on the connection-tracking table, and what can keep
/// the program from starting.
///
/// Durations are in nanoseconds. Defaults: `SetDefaults_KubeProxyConfiguration` of Kubernetes and the default
/// configuration that 1.31 to 1.36 write.
public struct KubeProxyConfiguration: Hashable, Sendable {
    /// How often rules are synchronised in one mode.
    struct Synchronisation: Hashable, Sendable {
        var masqueradeBit: Int64 = 14
        var period: Int64 = 30 * second
        var leastPeriod: Int64 = 1 * second
    }

    /// What local traffic is told by.
    struct LocalDetection: Hashable, Sendable {
        var mode = ""
        var bridgeInterface = ""
        var interfaceNamePrefix = ""
        var clusterBlocks: [String] = []
    }

    static let second: Int64 = 1_000_000_000
    static let healthPort: Int64 = 10256
    static let metricsPort: Int64 = 10249

    /// The proxy mode; empty for the default.
    public internal(set) var mode = ""
    /// Entries of the table for each CPU; 0 leaves the table alone.
    public internal(set) var maxPerCore: Int64 = 32 * 1024
    /// The least number of entries of the table.
    public internal(set) var min: Int64 = 128 * 1024
    /// Whether ``maxPerCore`` was given rather than filled in.
    public internal(set) var isMaxPerCoreGiven = false
    /// Whether ``min`` was given rather than filled in.
    public internal(set) var isMinGiven = false

    var timeouts: [String: Int64] = [:]
    var iptables = Synchronisation()
    var ipvs = Synchronisation(leastPeriod: 0)
    var nftables = Synchronisation()
    var ipvsTimeouts: [String: Int64] = [:]
    var ipvsExcludedBlocks: [String] = []
    /// How ipvs chooses among a service's endpoints; empty for the default.
    public internal(set) var scheduler = ""
    var bindAddress = "0.0.0.0"
    var healthAddress = "0.0.0.0:10256"
    var metricsAddress = "127.0.0.1:10249"
    var outOfMemoryScore: Int64 = -999
    var synchronisationPeriod: Int64 = 15 * 60 * second
    var burst: Int64 = 10
    var localDetection = LocalDetection()
    var nodePortAddresses: [String] = []
    var portRange = ""
    var hiddenMetricsVersion = ""
    var loggingFormat = "text"
    var gates: [String: Bool] = [:]

    /// How often the rules of the mode in force are written anew, and how long it waits at least between two changes of
    /// them, in milliseconds.
    public var syncPeriods: (period: Int64, least: Int64) {
        let rules =
            switch mode {
            case "ipvs": ipvs
            case "nftables": nftables
            default: iptables
            }
        return (rules.period / 1_000_000, rules.leastPeriod / 1_000_000)
    }

    /// The configuration of a kube-proxy that is told nothing.
    init() {}
}

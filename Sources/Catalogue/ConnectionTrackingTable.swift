import Tuning

extension Parameter {
    /// How many connections the table has room for, for each online CPU.
    static let entriesPerCPU = Parameter(
        "entriesPerCPU",
        "connections to have room for, for each online CPU",
        range: 1...16_777_216,
        preset: 32_768
    )
    /// The most memory that a full table may take.
    static let memoryPercent = Parameter(
        "memoryPercent",
        "the most memory that a full table may take, in percent of all memory",
        range: 1...90,
        preset: 10
    )
}

extension Knob {
    static let connectionTrackingTable = Knob.sysctl("net/netfilter/nf_conntrack_max")
    static let connectionTrackingBuckets = Knob.sysctl("net/netfilter/nf_conntrack_buckets")
}

extension Setting {
    /// Room for every connection that a busy node tracks.
    ///
    /// A full table drops new connections while old ones go on: requests time out at random, and the only trace is
    /// `nf_conntrack: table full, dropping packet` in the kernel's log. The number follows the CPUs, as kube-proxy's
    /// own does. Also written by: kube-proxy at its start, tuned, sysctl.d, network plug-ins.
    static let connectionTrackingTable = Setting(
        id: "connection-tracking-table",
        summary: "The connection-tracking table has room for this node's connections",
        why: """
            A full table drops new connections while old ones go on: requests time out at random, and the only trace \
            is «nf_conntrack: table full, dropping packet» in the kernel's log. The number follows the online CPUs, \
            as kube-proxy's own does; 0 means no limit to the kernel and is accepted.
            """,
        unit: .entries,
        sources: [
            "notes of a large cluster's operators (kubespray, 2022): 2310720 on 16 cores, 144420 a core",
            "kube-proxy 1.36 pkg/proxy/conntrack/sysctls.go: 32768 a core, at least 131072",
            "Linux 6.18 Documentation/networking/nf_conntrack-sysctl.rst",
        ],
        parameters: [.entriesPerCPU, .memoryPercent],
        limitRange: 0...ConnectionTrackingSize.largest,
        effect: { facts, _, _ in
            let hasCilium = facts.components.contains { $0.name == "cilium-agent" }
            guard hasCilium, facts.kubeProxy == nil, !facts.connectionTracking.isTracking else { return .effective }
            return .inert(because: "Cilium runs without kube-proxy and tracks connections in its own BPF maps")
        }
    ) { facts, parameters in
        if let reason = facts.reasonToLeaveConnectionTrackingAlone { return .leaveAlone(because: reason) }
        let size = ConnectionTrackingSize(facts: facts, parameters: parameters)
        let target = Target(.connectionTrackingTable, .atLeast(size.entries), zeroIsUnlimited: true)
        if let reason = facts.reasonToSizeConnectionTrackingLater { return .later([target], because: reason) }
        let caution = facts.kubeProxy?.caution(against: size.entries)
        return .set([target], because: size.reason, cautions: caution.map { [$0] } ?? [])
    }
}

extension Facts {
    /// Why the table cannot be sized on this node; nil where it can.
    var reasonToLeaveConnectionTrackingAlone: String? {
        if network.isInitialNamespace == false {
            "this is not the machine's first network namespace: the table has one size for the machine, read-only here"
        } else if connectionTracking.module == .absent {
            "this kernel has no connection tracking"
        } else if cpus < 1 {
            "the number of online CPUs is unknown"
        } else {
            nil
        }
    }

    /// Why the table cannot be sized yet; nil where it can.
    var reasonToSizeConnectionTrackingLater: String? {
        connectionTracking.module == .loadable
            ? "nf_conntrack is not loaded yet: connection-tracking-boot sizes it at boot, the service when it is loaded"
            : nil
    }
}

/// The size of the table with the words that explain it.
struct ConnectionTrackingSize {
    /// Memory for one entry of a full table, in bytes: the slab object of 256, its extensions for address translation
    /// and counters, and its share of the hash table. The lower end of what is seen in practice; a full table of
    /// entries with every extension takes more.
    /// sources: Linux 6.18 nf_conntrack slab of 256 bytes, 16 a page, measured
    static let entryByteCount: Int64 = 320
    /// The largest number that the kernel accepts. sources: Linux 6.18, tested
    static let largest: Int64 = 2_147_483_647
    /// The most buckets that every kernel takes, in whole pages of up to 64 KiB. With more, the module does not load.
    /// sources: Linux 6.18 net/netfilter/nf_conntrack_core.c nf_ct_alloc_hashtable: INT_MAX / 8; earlier UINT_MAX / 8
    static let mostBuckets: Int64 = 268_427_264

    let entries: Int64
    let reason: String

    init(facts: Facts, parameters: Parameters) {
        let perCPU = parameters[.entriesPerCPU]
        let (product, isTooLarge) = perCPU.multipliedReportingOverflow(by: facts.cpus)
        let wanted = isTooLarge ? Self.largest : min(product, Self.largest)
        let formula = "\(perCPU) entries × \(facts.cpus) online CPUs"
        guard let memory = facts.memory.totalByteCount else {
            entries = wanted
            reason = "\(formula); the node's memory is unknown, so nothing guards it"
            return
        }
        let percent = parameters[.memoryPercent]
        let affordable = max(memory / 100 * percent / Self.entryByteCount, 1)
        entries = min(wanted, affordable)
        let cost = "\(Self.mebibytes(entries)) MiB when full"
        if affordable < wanted {
            reason = """
                \(formula) would take \(Self.mebibytes(wanted)) MiB when full; \
                cut to \(percent) % of \(memory >> 20) MiB of memory: \(cost)
                """
        } else {
            reason = "\(formula); \(cost), of \(memory >> 20) MiB of memory"
        }
    }

    private static func mebibytes(_ entries: Int64) -> Int64 {
        (entries * entryByteCount + (1 << 20) - 1) >> 20
    }
}

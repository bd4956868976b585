import Tuning

/// What the files for the next boot say of a number of connection tracking: ours, or that another's is left to stand.
struct BootNumber {
    /// The file of ours that has the sysctls.
    static let sysctlPath = "/etc/sysctl.d/90-nodekeel.conf"

    /// What ours gives.
    private let number: Int64
    /// What another file gives, and where, if that is accepted.
    private let other: (value: Value, origin: String)?

    /// What is asked of a knob, at boot; nil if no number is asked of it.
    init?(of knob: Knob, _ facts: Facts, _ parameters: Parameters) {
        guard let target = parameters.target(of: knob), case .integer(let asked)? = target.bound.written else {
            return nil
        }
        if case .atLeast = target.bound {
            number = max(asked, facts.connectionTrackingPreset)
        } else {
            number = asked
        }
        let others = facts.sysctlAssignments.filter { $0.path != BootNumber.sysctlPath }
        var given = knob.standing(among: others).map { (Value(kernelText: $0.value), "\($0.path):\($0.line)") }
        if given == nil, knob == .connectionTrackingBuckets, let buckets = facts.connectionTracking.bootBuckets {
            given = (.integer(buckets), facts.connectionTracking.bootBucketsOrigin ?? "modprobe.d")
        }
        other = given.map { (target.meaning(of: $0.0), $0.1) }.flatMap { value, origin in
            // The kernel takes no number above, and then stays with its own.
            let isTable = knob == .connectionTrackingTable
            let most = isTable ? ConnectionTrackingSize.largest : ConnectionTrackingSize.mostBuckets
            let isTaken = Bound.atMost(most).accepts(value) || value == .unlimited
            return isTaken && target.bound.accepts(value) ? (value, origin) : nil
        }
    }

    /// The line of another file that is left standing for a knob although ours is there; nil where ours is.
    static func masking(_ knob: Knob, in facts: Facts) -> SysctlAssignment? {
        let ours = SysctlAssignment(key: knob.name, value: "", path: sysctlPath, line: 0)
        var lines = facts.sysctlAssignments.filter { $0.path != sysctlPath }
        let name = fileName(of: sysctlPath).utf8
        let place = lines.firstIndex { name.lexicographicallyPrecedes(fileName(of: $0.path).utf8) }
        lines.insert(ours, at: place ?? lines.endIndex)
        return knob.standing(among: lines).flatMap { $0 == ours ? nil : $0 }
    }

    /// A sysctl as sysctl.d usually has it, with dots.
    static func key(of knob: Knob) -> String {
        knob.name.split(separator: "/").joined(separator: ".")
    }

    private static func fileName(of path: String) -> Substring {
        path.split(separator: "/").last ?? ""
    }

    /// Whether a node can spare as many buckets, if it is for nodekeel to give them.
    func isAffordable(in facts: Facts) -> Bool {
        other != nil || number <= max(facts.affordableConnectionTrackingBuckets, facts.connectionTrackingPreset)
    }

    /// The line that gives the number, or a comment that says why there is none.
    func line(_ start: String, _ name: String) -> String {
        other == nil ? "\(start)\(number)" : "# \(name) is left to another file"
    }

    /// The number in words, such as `2000000 entries (/etc/sysctl.d/50-site.conf:1)`.
    func words(_ unit: String) -> String {
        other.map { "\($0.value) \(unit) (\($0.origin))" } ?? "\(number) \(unit)"
    }
}

extension Facts {
    /// The most buckets, and as many entries, that a kernel gives the table on this node when nobody says a number.
    ///
    /// sources: Linux 5.15 to 6.18 net/netfilter/nf_conntrack_core.c nf_conntrack_init_start; earlier ones give fewer
    /// buckets and as many entries. Below 1 GiB it is less than any setting asks for.
    fileprivate var connectionTrackingPreset: Int64 {
        switch memory.totalByteCount ?? 0 {
        case ...(1 << 30): 0
        case ...(4 << 30): 65_536
        default: 262_144
        }
    }
}

/// Who changed a knob: the write that was seen or, where nobody was watching, who may have been.
public struct Attribution: Hashable, Sendable, Codable {
    /// The write that made the knob what it is; nil if none was seen.
    public var write: KnobWrite?
    /// The components that started since the knob was last right, the newest first; empty where a write was seen.
    public var starters: [Writer]
    /// The `sysctl.d` lines that set the very value that was found; empty where a write was seen.
    public var assignments: [SysctlAssignment]

    /// The most suspects of either kind that are kept.
    static let suspectLimit = 8
    /// What `/proc/PID/stat` counts in. sources: USER_HZ, which is 100 wherever Kubernetes runs
    private static let ticksPerSecond: UInt64 = 100

    /// The attribution of a departure; nil if nothing points to anybody.
    ///
    /// A write counts only as far as the knob agrees: writes that the kernel rejected, or took in a network namespace of
    /// a pod's own, were seen too.
    ///
    /// - Parameters:
    ///   - finding: what was found.
    ///   - writes: what was seen since the last pass, the oldest first.
    ///   - facts: the node.
    ///   - uptime: when the knob was last looked at, in seconds since boot; nil if never.
    public init?(of finding: Finding, writes: [KnobWrite], facts: Facts, since uptime: Int64?) {
        let knob = finding.desired.target.knob
        switch knob {
        case .sysctl, .sysfs: break
        default: return nil
        }
        write = writes.last { $0.explains(finding) }
        starters = []
        assignments = []
        if write == nil {
            starters = Attribution.starters(in: facts, since: uptime)
            let names = knob.sysctls
            let equals = facts.sysctlAssignments.filter { assignment in
                !assignment.isExclusion && names.contains(assignment.key)
                    && Value(kernelText: assignment.value) == finding.observation.value
            }
            assignments = equals.suffix(Attribution.suspectLimit)
        }
        guard write != nil || !starters.isEmpty || !assignments.isEmpty else { return nil }
    }

    private static func starters(in facts: Facts, since uptime: Int64?) -> [Writer] {
        guard let uptime, let begin = UInt64(exactly: uptime) else { return [] }
        return facts.components
            .filter { $0.startTicks / ticksPerSecond >= begin }
            .sorted { $0.startTicks > $1.startTicks }
            .prefix(suspectLimit)
            .map { component in
                var writer = Writer(command: component.name)
                writer.pid = component.pid
                writer.executable = component.arguments.first
                writer.unit = component.unit
                writer.pod = component.podUID.map { Writer.Pod(uid: $0) }
                writer.container = component.containerID.map { Writer.Container(id: $0) }
                return writer
            }
    }
}

extension KnobWrite {
    /// Whether the knob can hold what it does because of this write.
    fileprivate func explains(_ finding: Finding) -> Bool {
        let target = finding.desired.target
        guard knob == target.knob, !isSame else { return false }
        // Of a storm's last writes only the number is known; a counterpart has a value of its own.
        guard let after, !target.knob.isCounterpart(path) else { return true }
        switch (Value(kernelText: after), finding.observation.value) {
        case (.integer(let written), .integer(let found)?):
            // The kernel rounds up.
            return found >= written && found.subtractingReportingOverflow(target.granularity).partialValue < written
        case (let written, let found): return written == found
        }
    }
}

extension Knob {
    /// The sysctls that change this knob when they are written, its own name first; none for what is no sysctl.
    ///
    /// sources: net/netfilter/nf_conntrack_standalone.c, Documentation/admin-guide/sysctl/vm.rst
    public var sysctls: [String] {
        guard case .sysctl(let path) = self else { return [] }
        return sysctlNames + [Knob.counterparts[path]].compactMap { $0 }
    }

    /// The line that systemd-sysctl leaves standing for this knob: that of its names that comes last.
    public func standing(among assignments: [SysctlAssignment]) -> SysctlAssignment? {
        let standing = sysctlNames.compactMap { SysctlAssignment.standing(for: $0, among: assignments) }
        return assignments.last { standing.contains($0) }
    }

    /// The names of this number, its own first; none for what is no sysctl.
    public var sysctlNames: [String] {
        guard case .sysctl(let path) = self else { return [] }
        return [path] + [Knob.secondNames[path]].compactMap { $0 }
    }

    /// The first name of what it holds: itself, unless the kernel has the number under another name too.
    public var canonical: Knob {
        switch self {
        case .sysctl("net/nf_conntrack_max"): .sysctl("net/netfilter/nf_conntrack_max")
        case .sysfs("module/nf_conntrack/parameters/hashsize"): .sysctl("net/netfilter/nf_conntrack_buckets")
        default: self
        }
    }

    /// Whether writing a sysctl changes this knob to something else than what is written.
    fileprivate func isCounterpart(_ path: String) -> Bool {
        guard case .sysctl(let own) = self else { return false }
        return Knob.counterparts[own] == path
    }

    /// Two names of one number.
    private static let secondNames = [
        "net/netfilter/nf_conntrack_max": "net/nf_conntrack_max",
        "net/nf_conntrack_max": "net/netfilter/nf_conntrack_max",
    ]

    /// Two numbers of which the kernel sets one to 0 when the other is written.
    private static let counterparts = [
        "vm/dirty_ratio": "vm/dirty_bytes",
        "vm/dirty_bytes": "vm/dirty_ratio",
        "vm/dirty_background_ratio": "vm/dirty_background_bytes",
        "vm/dirty_background_bytes": "vm/dirty_background_ratio",
    ]
}

import Tuning

extension Setting {
    /// Files that give the table its size before anything tracks a connection.
    ///
    /// nf_conntrack is loaded by the first rule that needs it, long after sysctl.d was applied: a value set at run time
    /// is gone after a reboot and nobody notices. `modules-load.d` loads it early, `modprobe.d` sizes the hash while it
    /// loads, `sysctl.d` sets the rest. Also written by: nobody; the files are nodekeel's own.
    ///
    /// The last of the files counts, and 90 is late: so they hold only what a node does not get at boot without them.
    /// What the knobs hold now does not decide, or a number that somebody tried for a moment would be there for ever.
    static let connectionTrackingBoot = Setting(
        id: "connection-tracking-boot",
        summary: "The connection-tracking limits hold from boot on, before the service starts",
        why: """
            nf_conntrack is loaded by the first rule that needs it, long after sysctl.d was applied, so a limit that \
            was only set at run time is gone after a reboot. Three small files load the module early and size it. What \
            another file or the kernel itself gives at boot is not lowered where policy asks for a floor.
            """,
        unit: .none,
        sources: [
            "systemd 252 sysctl.d(5), modules-load.d(5)",
            "kmod 30 modprobe.d(5)",
            "Linux 6.1 nf_conntrack module parameter hashsize",
            "Linux 6.1 net/netfilter/nf_conntrack_core.c: 262144 buckets and entries above 4 GiB of memory",
        ],
        effect: effectOfBootFile
    ) { facts, parameters in
        if let reason = facts.reasonToLeaveConnectionTrackingAlone { return .leaveAlone(because: reason) }
        guard
            let entries = BootNumber(of: .connectionTrackingTable, facts, parameters),
            let buckets = BootNumber(of: .connectionTrackingBuckets, facts, parameters)
        else { return .leaveAlone(because: "nothing is asked of the table and its buckets") }
        guard buckets.isAffordable(in: facts) else {
            return .leaveAlone(
                because: "\(buckets.words("buckets")) are more than a hundredth of memory: where there is no room for "
                    + "them, the module does not load, and nothing is tracked or translated"
            )
        }
        var targets: [Target] = []
        if facts.connectionTracking.module != .builtIn {
            targets.append(bootFile("/etc/modules-load.d/nodekeel.conf", ["nf_conntrack"]))
            targets.append(
                bootFile(modprobePath, [buckets.line("options nf_conntrack hashsize=", "hashsize of nf_conntrack")])
            )
        }
        targets.append(
            bootFile(
                BootNumber.sysctlPath,
                [(Knob.connectionTrackingBuckets, buckets), (.connectionTrackingTable, entries)].map { knob, number in
                    let key = BootNumber.key(of: knob)
                    return number.line("\(key) = ", key)
                }
            )
        )
        let isBuiltIn = facts.connectionTracking.module == .builtIn
        let how = isBuiltIn ? "the table is sized at boot" : "the module is sized while it loads"
        return .set(targets, because: "\(how): \(entries.words("entries")), \(buckets.words("buckets"))")
    }

    private static let modprobePath = "/etc/modprobe.d/nodekeel.conf"

    private static func bootFile(_ path: String, _ lines: [String]) -> Target {
        let header = "# Written by nodekeel (connection-tracking-boot); undo: nodekeel revert connection-tracking-boot"
        let content = ([header] + lines).joined(separator: "\n") + "\n"
        return Target(.file(path), .exactly(.text(content)), activation: .nextBoot)
    }

    /// A line of another file that gives too little has the last word at boot if it comes later.
    private static let effectOfBootFile: @Sendable (Facts, Target, Value) -> Effect = { facts, target, value in
        guard target.knob == .file(BootNumber.sysctlPath), case .text(let text) = value else { return .effective }
        // Where a file gives enough, ours has no line for it.
        let masking = [Knob.connectionTrackingTable, .connectionTrackingBuckets].lazy
            .filter { text.contains("\n\(BootNumber.key(of: $0)) = ") }
            .compactMap { BootNumber.masking($0, in: facts) }
            .first
        guard let masking else { return .effective }
        return .masked(by: "\(masking.path):\(masking.line), which sets \(masking.key) to \(masking.value)")
    }
}

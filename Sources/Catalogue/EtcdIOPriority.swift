import Tuning

extension Parameter {
    /// The I/O class of etcd.
    static let etcdIOClass = Parameter(
        "class",
        """
        the I/O class of every thread: by-scheduler is best-effort where nobody gave it realtime, but not where the disk's \
        scheduler was seen to make etcd slower by it
        """,
        words: ["by-scheduler", "best-effort", "realtime", "idle", "none"]
    )
    /// The I/O level of etcd.
    static let etcdIOLevel = Parameter(
        "level",
        "the level in its I/O class, from 0, the first served, to 7",
        range: 0...7,
        preset: 0
    )
}

extension Setting {
    /// etcd's writes are served before its neighbours'.
    ///
    /// Each write of the cluster is one fdatasync of etcd's log, and a neighbour that fills the disk's queue makes it
    /// wait. `ionice -p` reaches one thread of nine or more, and never the one that syncs. Whether a class or a level does
    /// anything is the leaf disk's scheduler's affair: most look at neither, and the effect says so with what would help.
    /// best-effort 0 is the seed's and etcd's own advice; it is kept from bfq, where it was measured to make etcd slower.
    /// Somebody who gave it the realtime class chose what mq-deadline does look at: unless policy names a class, that stays.
    /// Also written by: systemd's `IOSchedulingClass=` at a start, people with ionice.
    static let etcdIOPriority = Setting(
        id: "etcd-io-priority",
        summary: "Every thread of etcd has its disk writes served before its neighbours'",
        why: """
            Each write of the cluster is one sync of etcd's log. A neighbour that fills the disk's queue makes all of them \
            wait. Only some I/O schedulers look at a class, and only one at a level; a disk of its own helps always.
            """,
        unit: .none,
        sources: [
            "notes of a large cluster's operators (kubespray, 2022): ionice -c2 -n0",
            "https://etcd.io/docs/v3.6/tuning/#disk",
            "Linux 6.18 Documentation/block/ioprio.rst; block/mq-deadline.c since 5.14, block/bfq-iosched.c",
            "measured on Linux 6.18: sync writer beside random writers, under four schedulers",
        ],
        parameters: [.etcdIOClass, .etcdIOLevel],
        effect: { facts, target, value in
            guard case .priority(let selector, .io) = target.knob, let priority = IOPriority(value.description) else {
                return .effective
            }
            return IOPriorityEffect(of: priority, for: facts.members(of: selector), facts: facts).effect
        }
    ) { facts, parameters in
        if let reason = facts.reasonToLeaveEtcdAlone { return .leaveAlone(because: reason) }
        let isFree = parameters.word(.etcdIOClass) == "by-scheduler"
        let name = isFree ? "best-effort" : parameters.word(.etcdIOClass)
        let schedulingClass = IOPriority.Class.allCases.first { $0.name == name } ?? .none
        let level = UInt16(clamping: parameters[.etcdIOLevel])
        guard let priority = IOPriority(schedulingClass, level: level) else {
            return .leaveAlone(because: "there is no I/O level \(level)")
        }
        let harmed = isFree ? facts.etcdPlaces.filter { facts.bfqDisk(of: $0) != nil } : []
        let members = facts.etcdPlaces.filter { !harmed.contains($0) }
        guard !members.isEmpty else {
            let disk = harmed.first.flatMap(facts.bfqDisk)?.name ?? "its disk"
            return .leaveAlone(because: "\(disk) is scheduled by bfq, \(IOPriorityEffect.harmUnderBFQ)")
        }
        return .set(
            members.flatMap { targets(for: $0, priority, isFree: isFree) },
            because: reason(priority, isFree: isFree, members, harmed),
            cautions: cautions(priority, members, facts: facts)
        )
    }

    private static func targets(for member: EtcdMember, _ priority: IOPriority, isFree: Bool) -> [Target] {
        let realtime = isFree ? IOPriority.levels.compactMap { IOPriority(.realtime, level: $0) } : []
        let accepted = ([priority] + realtime).map { Value.text($0.description) }
        let bound: Bound = isFree ? .oneOf(accepted) : .exactly(accepted[0])
        // The realtime class of the unit's own files holds.
        let next = (isFree ? member.unitRealtime : nil) ?? priority
        var lines = ["IOSchedulingClass=\(next.schedulingClass.name)"]
        if next.schedulingClass == .bestEffort || next.schedulingClass == .realtime {
            lines.append("IOSchedulingPriority=\(next.level)")
        }
        return [Target(.priority(of: member.selector, .io), bound)]
            + (member.service.map { [etcdDropIn(of: $0, for: "etcd-io-priority", lines)] } ?? [])
    }

    private static func reason(
        _ priority: IOPriority,
        isFree: Bool,
        _ members: [EtcdMember],
        _ harmed: [EtcdMember]
    ) -> String {
        let places = members.map(\.name).joined(separator: ", ")
        let left = harmed.map(\.name).joined(separator: ", ")
        return "the cluster's writes wait for the log of etcd, here in \(places)"
            + (isFree ? "" : "; policy asks for \(priority)")
            + (harmed.isEmpty
                ? "" : "; not in \(left), whose disk is scheduled by bfq: \(IOPriorityEffect.harmUnderBFQ)")
    }

    private static func cautions(_ priority: IOPriority, _ members: [EtcdMember], facts: Facts) -> [Caution] {
        var cautions: [Caution] = []
        if priority.schedulingClass == .realtime {
            cautions.append(
                Caution(
                    danger:
                        "the realtime class can starve all others on etcd's disk: kubelet, journal, container images",
                    remedy: "give etcd a disk of its own, or set settings.etcd-io-priority.class back to by-scheduler"
                )
            )
        }
        if priority.schedulingClass == .bestEffort, let disk = members.lazy.compactMap(facts.bfqDisk).first {
            cautions.append(
                Caution(
                    danger: "\(disk.name) is scheduled by bfq, \(IOPriorityEffect.harmUnderBFQ)",
                    remedy:
                        "set settings.etcd-io-priority.class back to by-scheduler, or schedule the disk by mq-deadline"
                )
            )
        }
        return cautions
    }
}

extension EtcdMember {
    /// The realtime priority that its service gives it by its own files; nil where that gives another or none.
    fileprivate var unitRealtime: IOPriority? {
        guard let name = unitSettings?["IOSchedulingClass"], ["realtime", "1"].contains(name) else { return nil }
        let level = unitNumber("IOSchedulingPriority", in: 0...7).map { UInt16($0) }
        return IOPriority(.realtime, level: level ?? IOPriority.presetLevel)
    }
}

extension Facts {
    /// A disk of a member that bfq schedules.
    fileprivate func bfqDisk(of member: EtcdMember) -> Disk? {
        disks(of: member).first { $0.scheduler == "bfq" }
    }
}

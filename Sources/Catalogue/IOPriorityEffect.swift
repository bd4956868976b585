import Tuning

/// What an I/O priority does to processes, from the schedulers of the disks that they wait for.
struct IOPriorityEffect {
    /// What best-effort 0 did to etcd under bfq.
    /// sources: Linux 6.18, sync writer of 2,300 bytes beside random writers: 607 to 395 writes a second on a fast
    /// device; on a slow rotational one a median of 79 and 15 ms became 300 and 175 ms
    static let harmUnderBFQ = """
        under which best-effort 0 was measured to make etcd's syncs slower, not faster; the realtime class made them \
        faster, at the cost of all others on the disk
        """

    let effect: Effect

    /// The effect for all members of one knob: one that is served is enough.
    init(of priority: IOPriority, for members: [EtcdMember], facts: Facts) {
        // A policy that asks for none wants nothing of the scheduler.
        guard priority.schedulingClass != .none else {
            effect = .effective
            return
        }
        let disks = members.flatMap(facts.disks(of:))
        guard !disks.isEmpty else {
            effect = .inert(because: "the disk below its log is not known, so no scheduler can be seen to look at it")
            return
        }
        let reasons = disks.map { disk in
            Self.reason(against: priority, on: disk, kernel: facts.kernelVersion).map { "\(disk.name) \($0)" }
        }
        guard !reasons.contains(nil) else {
            effect = .effective
            return
        }
        var seen: Set<String> = []
        let all = reasons.compactMap { $0 }.filter { seen.insert($0).inserted }.joined(separator: "; ")
        effect = .inert(because: "\(all). \(Self.help)")
    }

    /// What helps where priorities do not.
    private static let help = """
        A disk of its own for etcd's log helps under every scheduler, at the cost of the disk and of one restart (--wal-dir)
        """

    /// Why a disk's scheduler makes no difference between this priority and none; nil where it does.
    private static func reason(against priority: IOPriority, on disk: Disk, kernel: (major: Int, minor: Int)?)
        -> String?
    {
        switch disk.scheduler {
        case "bfq":
            return nil
        case "mq-deadline":
            // sources: Linux 5.14 block/mq-deadline.c, c807ab520fc3
            guard let kernel, kernel.major > 5 || kernel.major == 5 && kernel.minor >= 14 else {
                return "is scheduled by mq-deadline, which looks at no class before Linux 5.14"
            }
            guard priority.schedulingClass == .bestEffort else { return nil }
            return """
                is scheduled by mq-deadline, which knows three classes and no levels: best-effort is what everybody has. \
                The realtime class would count, at the cost of all others on the disk; so would the idle class on whoever \
                fills it
                """
        case "kyber":
            return "is scheduled by kyber, which looks at no priority"
        case let other:
            return """
                is scheduled by \(other ?? "nobody"), which looks at no priority; mq-deadline with the realtime class would, at \
                the cost of throughput on a fast disk
                """
        }
    }
}

import Tuning

extension Parameter {
    /// The nice value of etcd.
    static let etcdNice = Parameter(
        "nice",
        "the nice value of every thread, from -20, the first served, to 19; a lower one is left as it is",
        range: -20...19,
        preset: -20
    )
}

extension Setting {
    /// etcd gets a CPU before its neighbours do.
    ///
    /// Every write of the cluster waits for etcd; one that waits for a CPU misses heartbeats, and the cluster elects
    /// another leader for nothing. `renice -p` reaches one thread of etcd's nine or more, and not those that come after:
    /// this reaches all, and tells a thread that left the line. -20 is the seed's and etcd's own advice. A nice value ranks
    /// threads inside their own CPU group only, so where etcd is alone in one it does nothing, and the effect says so.
    /// Also written by: systemd's `Nice=` at a start, people with renice.
    static let etcdCPUPriority = Setting(
        id: "etcd-cpu-priority",
        summary: "Every thread of etcd gets a CPU before its neighbours do",
        why: """
            Every write of the cluster waits for etcd. One that waits for a CPU misses heartbeats, and the cluster elects \
            another leader for nothing. A nice value ranks threads only inside their own control group: where etcd is \
            alone in one, as in a static pod, its weight counts instead.
            """,
        unit: .none,
        sources: [
            "notes of a large cluster's operators (kubespray, 2022): renice -n -20",
            "Linux 6.18 Documentation/scheduler/sched-nice-design.rst, sched-design-CFS.rst: groups and autogroups",
        ],
        parameters: [.etcdNice],
        effect: effectOfNice
    ) { facts, parameters in
        if let reason = facts.reasonToLeaveEtcdAlone { return .leaveAlone(because: reason) }
        let nice = parameters[.etcdNice]
        let targets = facts.etcdPlaces.flatMap { member -> [Target] in
            // A lower one of the unit's own files holds.
            let line = "Nice=\(min(nice, member.unitNumber("Nice", in: -20...19) ?? nice))"
            return [Target(.priority(of: member.selector, .cpu), .atMost(nice))]
                + (member.service.map { [etcdDropIn(of: $0, for: "etcd-cpu-priority", [line])] } ?? [])
        }
        let places = facts.etcdPlaces.map(\.name).joined(separator: ", ")
        return .set(targets, because: "the cluster's writes wait for etcd, here in \(places)")
    }

    private static let effectOfNice: @Sendable (Facts, Target, Value) -> Effect = { facts, target, _ in
        guard case .priority(let selector, .cpu) = target.knob else { return .effective }
        let reasons = facts.members(of: selector).map { reasonAgainstNice(of: $0, facts: facts) }
        guard let reason = reasons.first(where: { $0 == nil }) ?? reasons.first ?? nil else { return .effective }
        return .inert(because: reason)
    }

    /// Why a nice value ranks a member before nobody; nil where it does.
    private static func reasonAgainstNice(of member: EtcdMember, facts: Facts) -> String? {
        guard let group = member.cpu else { return "the CPU group of etcd is not known here" }
        if group.path == "/" {
            guard facts.cgroup.hasAutogroups == true else { return nil }
            return """
                the kernel makes a CPU group of each session (kernel/sched_autogroup_enabled is 1), and nice values rank \
                only inside it; a unit with a CPUWeight would count
                """
        }
        guard group.otherProcessCount == 0 else { return nil }
        return """
            nice values rank only inside a CPU group, and etcd is alone in \(group.path); \
            \(remedy(for: member, in: group))
            """
    }

    private static func remedy(for member: EtcdMember, in group: ResourceGroup) -> String {
        let share = "its weights guarantee it \(perCent(group.guaranteedPerMille)) of the CPUs when all are busy"
        switch member.place {
        case .pod: return "\(share); a larger CPU request in its manifest raises that, and restarts it (etcd-weight)"
        case .unit: return "\(share); its CPUWeight raises that (etcd-weight)"
        case .cgroup, .anywhere, nil: return share
        }
    }

    /// Thousandths in words: `3.8 %`.
    static func perCent(_ perMille: Int64) -> String {
        perMille % 10 == 0 ? "\(perMille / 10) %" : "\(perMille / 10).\(perMille % 10) %"
    }
}

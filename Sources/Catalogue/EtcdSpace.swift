import Tuning

extension Parameter {
    /// When etcd's database counts as nearly full.
    static let etcdWarnAtPercent = Parameter(
        "warnAtPercent",
        "how much of its quota etcd's database may take before it is told, in percent",
        range: 1...100,
        preset: 80
    )
}

extension Setting {
    /// etcd's database is not near its quota, and the disk has room for it up to there.
    ///
    /// At its quota etcd raises the alarm NOSPACE and takes no more writes; a larger quota does not lift it. Space that
    /// old revisions leave is given back to the disk by a defragmentation alone: below half in use it is worth one. A
    /// quota that the disk has no room for is none.
    /// Also written by: nobody; it is read only.
    static let etcdSpace = Setting(
        id: "etcd-space",
        summary: "etcd's database has room to grow, and no alarm is raised",
        why: """
            At its quota, or on a full disk, etcd takes no more writes: nothing in the cluster can be created or changed \
            until somebody compacts, defragments and disarms the alarm by hand.
            """,
        unit: .percent,
        sources: [
            "https://etcd.io/docs/v3.6/op-guide/maintenance/#space-quota: the alarm, compaction, defragmentation",
            "etcd 3.6.14 contrib/mixin: etcdDatabaseQuotaLowSpace, etcdDatabaseHighFragmentationRatio (half, 100 MB)",
        ],
        parameters: [.etcdWarnAtPercent],
        strictestMode: .observe
    ) { facts, parameters in
        if let reason = facts.reasonToTellNoCounters { return .leaveAlone(because: reason) }
        let percent = parameters[.etcdWarnAtPercent]
        let members = facts.etcd.filter { $0.measured != nil }
        let targets = members.flatMap { member -> [Target] in
            var targets = [
                member.measure(.alarm, .exactly(.text("none"))), member.measure(.quotaUse, .atMost(percent)),
                member.measure(.growth, .atMost(100)),
            ]
            if (member.measured?.counted.databaseInUseByteCount ?? 0) > fragmentationFloor {
                targets.append(member.measure(.databaseUse, .atLeast(50)))
            }
            return targets.filter(facts.isTold)
        }
        guard !targets.isEmpty else { return .leaveAlone(because: "this etcd tells nothing of its database") }
        return .set(
            targets,
            because: members.compactMap(sizes).joined(separator: "; ").orElse("told above \(percent) % of the quota"),
            cautions: members.flatMap { cautions(for: $0, percent, facts: facts) }
        )
    }

    /// Below this a database is not worth a defragmentation, in bytes.
    private static let fragmentationFloor: Int64 = 100 << 20

    private static func sizes(of member: EtcdMember) -> String? {
        guard let counted = member.measured?.counted, let size = counted.databaseByteCount,
            let quota = counted.quotaByteCount
        else { return nil }
        let room = member.data?.availableByteCount.map { ", \($0 >> 20) MiB free on its disk" } ?? ""
        return "the database of \(member.name) has \(size >> 20) MiB of \(quota >> 20)\(room)"
    }

    private static func cautions(for member: EtcdMember, _ percent: Int64, facts: Facts) -> [Caution] {
        guard let measured = member.measured else { return [] }
        var cautions: [Caution] = []
        func isAbove(_ measure: EtcdMember.Measure, _ limit: Int64) -> Bool {
            guard case .integer(let number)? = facts.option(measure.rawValue, of: member.component).value else {
                return false
            }
            return number > limit
        }
        if let alarm = measured.alarm, alarm != "none" {
            cautions.append(
                Caution(
                    danger: "\(member.name) is not well: \(alarm)",
                    remedy:
                        "for NOSPACE: etcdctl compact to a late revision, defrag member by member, then alarm disarm; "
                        + "a larger quota alone lifts nothing"
                )
            )
        } else if isAbove(.quotaUse, percent) {
            cautions.append(
                Caution(
                    danger: "\(member.name): its database will soon be at its quota",
                    remedy:
                        "etcdctl defrag member by member, find what fills it (events, secrets of releases), and see "
                        + "etcd-quota for a larger one"
                )
            )
        }
        if isAbove(.growth, 100) {
            cautions.append(
                Caution(
                    danger: "\(member.name): its disk is full before its database is at its quota",
                    remedy:
                        "make room below \(member.data?.path ?? "its data"), or lower the quota to what the disk holds"
                )
            )
        }
        return cautions
    }
}

import Tuning

/// The members of etcd, with what their writes wait for.
struct EtcdText {
    let facts: Facts

    /// A heading and a row for each member; nothing where there is none.
    func add(to page: inout Page) {
        guard !facts.etcd.isEmpty else { return }
        page.add(heading: "etcd")
        var table = Table(
            [
                .init(title: "PID", isNumeric: true), .init(title: "VERSION"), .init(title: "THREADS", isNumeric: true),
                .init(title: "RUNS IN", canWrap: true), .init(title: "WRITE-AHEAD LOG", canWrap: true),
                .init(title: "DISKS", canWrap: true), .init(title: "CPU", isNumeric: true),
            ],
            indent: 3
        )
        for member in facts.etcd.prefix(FactsText.rowLimit) {
            table.add([
                Span(member.pid.map { "\($0)" } ?? "none"),
                Span(member.version ?? "unknown"),
                Span("\(member.threadCount)"),
                Span(member.name),
                Span(member.wal?.path ?? member.data?.path ?? "unknown"),
                Span(disks(of: member.wal ?? member.data)),
                Span(share(of: member.cpu)),
            ])
        }
        page.add(table)
        page.add(Span("   CPU is what the weights of its groups guarantee when everything wants the CPUs", .faint))
        page.add(moreThan: FactsText.rowLimit, facts.etcd.count)
        for member in facts.etcd.prefix(FactsText.rowLimit) {
            if let refusal = member.refusal {
                page.add(Span("   \(member.name) would not start: \(refusal)", .bad))
            } else if let reason = member.unreadable {
                page.add(Span("   how \(member.name) is configured cannot be told: \(reason)", .faint))
            }
        }
    }

    private func disks(of store: EtcdMember.Store?) -> String {
        let disks = store?.disks ?? []
        guard !disks.isEmpty else { return "unknown" }
        return disks.map { name in
            let scheduler = facts.disks.first { $0.name == name }?.scheduler
            return name + (scheduler.map { " (\($0))" } ?? "")
        }.joined(separator: ", ")
    }

    /// `3.8 %`; a process of the root group has no weight, but its nice value.
    private func share(of group: ResourceGroup?) -> String {
        guard let group else { return "unknown" }
        guard !group.levels.isEmpty else { return "by nice" }
        let perMille = group.guaranteedPerMille
        return "\(perMille / 10).\(perMille % 10) %"
    }
}

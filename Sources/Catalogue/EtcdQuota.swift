import Tuning

extension Parameter {
    /// The least quota of etcd's database.
    static let etcdQuotaGibibytes = Parameter(
        "gibibytes",
        "the least quota of etcd's database, in GiB; etcd itself advises no more than 8",
        range: 1...100,
        preset: 8
    )
}

extension Setting {
    /// etcd's database may grow as large as a large cluster makes it.
    ///
    /// At its quota etcd raises an alarm and takes no more writes, until somebody compacts, defragments and disarms it. The
    /// default of 2 GiB is full with some ten thousand pods and their events; 8 GiB is the most that etcd advises, and a
    /// larger one only warns. The database is mapped into memory, so that a quota above what the node has is asking for
    /// slow reads: the number is lowered to memory. A negative quota is none. The smallest of all members counts, so that
    /// members may differ for as long as a change takes.
    /// Also written by: kubespray (2147483648), kubeadm's extraArgs.
    static let etcdQuota = Setting(
        id: "etcd-quota",
        summary: "etcd's database has room before it takes no more writes",
        why: """
            At its quota etcd takes no more writes: nothing in the cluster can be created or changed until somebody \
            compacts, defragments and disarms the alarm by hand. The default of 2 GiB is small for a large cluster.
            """,
        unit: .bytes,
        sources: [
            "etcd 3.6.14 server/storage/quota.go: 2 GiB by default, 8 GiB advised at most, none if negative",
            "https://etcd.io/docs/v3.6/faq/: memory for the whole database",
            "seed 000_2970: --quota-backend-bytes=8589934592",
        ],
        parameters: [.etcdQuotaGibibytes],
        isOptIn: true
    ) { facts, parameters in
        if let reason = facts.reasonToTellNoOptions { return .leaveAlone(because: reason) }
        let asked = parameters[.etcdQuotaGibibytes] << 30
        // Whole GiB of the memory that there is, but never less than the default.
        let memory = facts.memory.totalByteCount.map { max(($0 >> 30) << 30, 2 << 30) }
        let quota = min(asked, memory ?? asked)
        let reason =
            quota < asked
            ? "\(quota >> 30) GiB are what this node's memory holds of the \(asked >> 30) GiB that are asked for"
            : "\(quota >> 30) GiB are asked for"
        return .set(
            facts.etcd.map { Target(.option("quota-backend-bytes", of: $0.component), .atLeast(quota)) },
            because: reason,
            cautions: facts.etcd.compactMap { caution(for: $0, quota, facts: facts) }
        )
    }

    private static func caution(for member: EtcdMember, _ quota: Int64, facts: Facts) -> Caution? {
        let change = [member.change("quota-backend-bytes", to: "\(quota)")]
        if member.number(of: "quota-backend-bytes") == .unlimited {
            return member.caution("without a quota its database grows until the disk is full", change, in: facts)
        }
        guard let bytes = member.known("quota-backend-bytes") else { return nil }
        if bytes < quota {
            return member.caution("at \(bytes) bytes it takes no more writes", change, in: facts)
        }
        guard let memory = facts.memory.totalByteCount, bytes > max(memory, quota) else { return nil }
        return member.caution(
            "a quota of \(bytes) bytes is more than this node's memory of \(memory)",
            change,
            in: facts
        )
    }
}

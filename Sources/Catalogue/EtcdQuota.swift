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
    /// slow reads: the number is lowered to memory, but never to a database that is there. A negative quota is none. The
    /// smallest of all members counts, so that members may differ for as long as a change takes.
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
            facts.etcd.map { member in
                let isSmaller = member.known("quota-backend-bytes").map { $0 < quota } ?? true
                let least = isSmaller ? member.quota(ofAtLeast: quota) : quota
                return Target(.option("quota-backend-bytes", of: member.component), .atLeast(least))
            },
            because: reason,
            cautions: facts.etcd.compactMap { caution(for: $0, quota, facts: facts) }
        )
    }

    private static func caution(for member: EtcdMember, _ asked: Int64, facts: Facts) -> Caution? {
        let quota = member.quota(ofAtLeast: asked)
        let change = member.change("quota-backend-bytes", to: "\(quota)")
        if member.number(of: "quota-backend-bytes") == .unlimited {
            let danger = "without a quota its database grows until the disk is full"
            return member.caution(danger, [member.lowering(change)], in: facts)
        }
        guard let bytes = member.known("quota-backend-bytes") else { return nil }
        if bytes < asked { return member.caution("at \(bytes) bytes it takes no more writes", [change], in: facts) }
        guard let memory = facts.memory.totalByteCount, bytes > max(memory, asked) else { return nil }
        let danger = "a quota of \(bytes) bytes is more than this node's memory of \(memory)"
        guard quota > max(memory, asked) else {
            return member.caution(danger, [member.lowering(change)], in: facts)
        }
        return Caution(
            danger: "\(member.name): \(danger)",
            remedy: """
                leave the quota until its database, of \(member.databaseByteCount ?? 0) bytes now, is smaller (etcdctl \
                defrag, member by member) or the node has more memory: below its database etcd takes no more writes
                """
        )
    }
}

extension EtcdMember {
    /// The size of its database in bytes; nil where its metrics do not tell it.
    fileprivate var databaseByteCount: Int64? { measured?.counted.databaseByteCount }

    /// A quota that leaves its database a fifth of it, in whole GiB, but no less than what is asked for. Below the database
    /// a quota raises the alarm for the whole cluster; etcd-space tells a database of more than four fifths.
    fileprivate func quota(ofAtLeast asked: Int64) -> Int64 {
        guard let size = databaseByteCount, size > 0, size < 1 << 60 else { return asked }
        let roomy = size + size / 4
        return max(asked, ((roomy + (1 << 30) - 1) >> 30) << 30)
    }

    /// A change that may lower its quota, with what has to be known before.
    fileprivate func lowering(_ change: String) -> String {
        guard databaseByteCount == nil else { return change }
        return """
            look first how large its database is, which is not known here (etcdctl endpoint status): from a quota below that \
            on, the whole cluster takes no more writes; where it has a fifth of the number to spare, \(change)
            """
    }
}

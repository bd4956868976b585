import CLinux

/// What has been told of each writer and path, so that every write of a storm is counted, and counted once.
///
/// The kernel counts on and makes records of the first writes in a window only; this takes the differences.
struct WriteCounting {
    /// The most writers that are remembered; then those that are quiet are forgotten, here and in the kernel.
    static let limit = 512

    private struct Progress {
        /// The writer as the kernel knows it.
        let writer: sysctl_writer
        /// Its writes that have been told.
        var told: UInt64
        /// Its last record.
        var last: SysctlWrite
        /// Whether there may be writes of which no record was made.
        var hasRest: Bool
    }

    private struct Key: Hashable {
        let cgroup: UInt64
        let path: UInt64
        let command: String
    }

    private var progress: [Key: Progress] = [:]

    /// Whether writes may have happened that only a look at the kernel's count tells.
    var hasRest: Bool { progress.values.contains(where: \.hasRest) }

    /// A record as a write that stands for all since the record before.
    mutating func write(_ record: sysctl_write, cgroup: String?) -> SysctlWrite {
        var write = SysctlWrite(record, cgroup: cgroup)
        guard record.count > 0 else { return write }
        let key = Key(cgroup: record.cgroup, path: record.path_number, command: write.command)
        let told = progress[key]?.told ?? 0
        // A record may come after the kernel's count was looked at that has it in already.
        write.count = record.count > told ? record.count - told : 0
        progress[key] = Progress(
            writer: sysctl_writer(cgroup: record.cgroup, path: record.path_number, command: record.command),
            told: max(record.count, told),
            last: write,
            hasRest: progress[key]?.hasRest ?? false || record.window_count >= SYSCTL_WINDOW_LIMIT
        )
        return write
    }

    /// Notes that records were lost: any writer may have written more than was told.
    mutating func doubtEverything() {
        for key in progress.keys { progress[key]?.hasRest = true }
    }

    /// The writes of which no record was made, as far as they can be known now.
    ///
    /// - Parameter now: Nanoseconds since boot.
    mutating func rest(now: UInt64, tally: (sysctl_writer) -> sysctl_tally?) -> [SysctlWrite] {
        var writes: [SysctlWrite] = []
        for (key, one) in progress where one.hasRest {
            guard let tally = tally(one.writer) else {
                progress[key]?.hasRest = false
                continue
            }
            // After its window the next write makes a record again.
            progress[key]?.hasRest = now <= tally.window_start &+ SYSCTL_WINDOW
            guard tally.count > one.told else { continue }
            var write = one.last
            write.after = nil
            write.count = tally.count - one.told
            write.uptimeNanoseconds = max(write.uptimeNanoseconds, tally.window_start)
            progress[key]?.told = tally.count
            writes.append(write)
        }
        return writes
    }

    /// Forgets quiet writers if there are too many, and gives them to the caller to be forgotten in the kernel.
    ///
    /// - Parameter now: Nanoseconds since boot. One that wrote within the last second may have a record on its way.
    mutating func prune(now: UInt64) -> [sysctl_writer] {
        guard progress.count > WriteCounting.limit else { return [] }
        let quiet = progress.filter { !$0.value.hasRest && now > $0.value.last.uptimeNanoseconds &+ 1_000_000_000 }
        for key in quiet.keys { progress[key] = nil }
        return quiet.values.map(\.writer)
    }
}

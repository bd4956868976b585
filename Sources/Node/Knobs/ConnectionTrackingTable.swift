import Glibc
import Tuning

extension Node {
    /// How full the table is, in percent. A table without a limit is never full.
    func observeConnectionTrackingOccupancy() -> Observation {
        let count = observe(KernelFile(.sysctls, "net/netfilter/nf_conntrack_count"))
        let limit = observe(KernelFile(.sysctls, "net/netfilter/nf_conntrack_max"))
        switch (count, limit) {
        case (.value(.integer(let count), _, _), .value(.integer(let limit), _, _)) where count >= 0 && limit >= 0:
            guard limit > 0 else { return .value(.integer(0), text: "\(count) entries, no limit", isWritable: false) }
            let (hundredfold, isTooLarge) = count.multipliedReportingOverflow(by: 100)
            let percent = isTooLarge ? Int64.max : hundredfold / limit
            return .value(.integer(percent), text: "\(count) of \(limit) entries", isWritable: false)
        case (.missing, _), (_, .missing): return .missing
        case (.unreadable(let reason), _), (_, .unreadable(let reason)): return .unreadable(reason)
        case (.value(let count, _, _), .value(let limit, _, _)):
            return .unreadable("no counts: '\(count)' of '\(limit)'")
        }
    }

    /// How often the kernel has dropped or evicted a connection because the table was full, since boot.
    ///
    /// One line for each possible CPU, in hexadecimal, under names: their order changed between releases. `entries`
    /// repeats the whole table's count on every line and is not added up; neither is `insert_failed`, which counts
    /// races between packets rather than a full table.
    func observeConnectionTrackingRefusals() -> Observation {
        do {
            let text = try root.text(of: "/proc/net/stat/nf_conntrack", limit: 4 << 20)
            return Node.refusals(in: text)
        } catch {
            return error.errno == ENOENT ? .missing : .unreadable(error.reason)
        }
    }

    static func refusals(in text: String) -> Observation {
        let lines = text.split(separator: "\n").map { $0.split(separator: " ", omittingEmptySubsequences: true) }
        guard let header = lines.first else { return .unreadable("no header line") }
        let counted = ["drop", "early_drop"]
        let columns = counted.compactMap { name in header.firstIndex { $0 == name } }
        guard columns.count == counted.count else { return .unreadable("no columns 'drop' and 'early_drop'") }
        var sums = [Int64](repeating: 0, count: counted.count)
        for line in lines.dropFirst() {
            guard line.count == header.count else { return .unreadable("a line of \(line.count) columns") }
            for (index, column) in columns.enumerated() {
                guard let number = UInt32(line[column], radix: 16) else {
                    return .unreadable("'\(line[column].prefix(20))' is no hexadecimal number")
                }
                // A sum of 32-bit counters over fewer than 2³¹ lines cannot overflow.
                sums[index] += Int64(number)
            }
        }
        let words = zip(counted, sums).map { "\($0) \($1)" }.joined(separator: ", ")
        return .value(.integer(sums.reduce(0, +)), text: words, isWritable: false)
    }
}

public import Tuning

/// What the service has cost since it started, as the kernel counts.
public struct ServiceCost: Hashable, Sendable {
    /// Its process.
    public var pid: Int64
    /// How long it has run, in seconds.
    public var ageSeconds: Int64
    /// Processor time of user and kernel, in milliseconds.
    public var cpuMilliseconds: Int64
    /// What it has in memory, in bytes.
    public var residentByteCount: Int64
    /// How often it woke up by itself or for an event.
    public var wakeCount: Int64
}

extension Node {
    private static let processLimit = 200_000
    /// What `/proc/PID/stat` counts in. sources: USER_HZ, which is 100 wherever Kubernetes runs
    private static let ticksPerSecond: Int64 = 100

    /// The cost of the process of this name, the first that there is; nil if there is none.
    public func cost(ofService name: String, at now: Moment) -> ServiceCost? {
        let pids = ((try? root.names(in: "/proc")) ?? []).prefix(Node.processLimit).compactMap { Int64($0) }
        guard let pid = pids.first(where: { root.line(of: "/proc/\($0)/comm") == name }) else { return nil }
        // The name in parentheses may hold anything; what follows its last one is numbers.
        guard
            let line = root.line(of: "/proc/\(pid)/stat"), let end = line.lastIndex(of: ")"),
            case let words = line[line.index(after: end)...].split(separator: " "), words.count > 19,
            let user = Int64(words[11]), let kernel = Int64(words[12]), let start = Int64(words[19]),
            let status = try? root.text(of: "/proc/\(pid)/status")
        else { return nil }
        func number(_ key: String) -> Int64 {
            let line = status.split(separator: "\n").first { $0.hasPrefix("\(key):") }
            return line.flatMap { $0.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int64($0) } }
                ?? 0
        }
        return ServiceCost(
            pid: pid,
            ageSeconds: max(now.uptimeSeconds - start / Node.ticksPerSecond, 0),
            cpuMilliseconds: (user + kernel) * 1_000 / Node.ticksPerSecond,
            residentByteCount: number("VmRSS") * 1_024,
            wakeCount: number("voluntary_ctxt_switches")
        )
    }
}

import Glibc

extension Root {
    /// What `/proc/PID/stat` counts in. sources: USER_HZ, which is 100 wherever Kubernetes runs
    private static let ticksPerSecond: UInt64 = 100

    /// The time that `/proc/PID/stat` gives in ticks since boot, in milliseconds since 1970; nil if that is not known.
    func milliseconds(ofTicks ticks: UInt64) -> Int64? {
        guard
            let boot = bootMilliseconds,
            let tenths = Int64(exactly: ticks / (Root.ticksPerSecond / 10) * 100)
        else { return nil }
        return boot + tenths + Int64(ticks % 10) * 10
    }

    /// When the machine booted, in milliseconds since 1970: by its clocks, or as a captured tree tells it in seconds.
    private var bootMilliseconds: Int64? {
        guard isMachine else {
            guard let text = try? text(of: "/proc/stat", limit: 1 << 20) else { return nil }
            let line = text.split(separator: "\n").first { $0.hasPrefix("btime ") }
            return line.flatMap { Int64($0.dropFirst(6)) }.map {
                $0.multipliedReportingOverflow(by: 1_000).partialValue
            }
        }
        var uptime = timespec()
        var epoch = timespec()
        clock_gettime(CLOCK_BOOTTIME, &uptime)
        clock_gettime(CLOCK_REALTIME, &epoch)
        let seconds = Int64(epoch.tv_sec - uptime.tv_sec) * 1_000
        return seconds + Int64(epoch.tv_nsec - uptime.tv_nsec) / 1_000_000
    }
}

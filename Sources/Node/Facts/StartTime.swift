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

    /// When files were last changed, in milliseconds since 1970, by path; those that are not there have no time.
    func changeTimes(of files: [String]) -> [String: Int64] {
        files.reduce(into: [:]) { times, path in times[path] = (try? status(of: path))?.changedAtMilliseconds }
    }

    /// The files that are changed only later by the clock of now, in order; nil if there are none. When a process started
    /// is told by that clock too, whatever it showed then.
    static func laterThanNow(_ times: [String: Int64]) -> [String]? {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        // A second more: a clock that is put right is set back by less, again and again.
        let limit = (Int64(now.tv_sec) + 1) * 1_000
        let later = times.filter { $0.value > limit }.keys.sorted()
        return later.isEmpty ? nil : later
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

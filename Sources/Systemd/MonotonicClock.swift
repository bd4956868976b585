import Glibc

/// Time since boot without time asleep, the clock that systemd's own timeouts and the watchdog run by.
///
/// The standard library's clocks belong to its concurrency runtime, which the resident service does without.
enum MonotonicClock {
    static var now: Duration {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}

/// Durations as libsystemd takes them.
enum Microseconds {
    /// A duration in whole microseconds, rounded down; zero for a negative one, 2⁶³−1 for one that does not fit.
    static func clamping(_ duration: Duration) -> UInt64 {
        let (seconds, attoseconds) = duration.components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        guard !overflow else { return UInt64(Int64.max) }
        let (sum, carry) = whole.addingReportingOverflow(attoseconds / 1_000_000_000_000)
        return UInt64(carry ? Int64.max : sum)
    }
}

import CLinux
import Glibc

/// A timer of the kernel's (timerfd), which fires once or again and again.
///
/// The kernel counts the periods from the first time on: a late reader finds how many have passed, and none of them
/// moves the next.
public struct Timer: ~Copyable, EventSource {
    /// What a timer runs by. Neither clock is moved by anybody who sets the time of day.
    public enum Clock: Sendable {
        /// Stands still while the machine is suspended: what systemd's watchdog runs by, thus for feeding it, and
        /// for waits on something that is suspended too.
        case monotonic
        /// Goes on while the machine is suspended, and a time that passed meanwhile has come at once on resume: for
        /// the sweep, since what others did to a virtual machine that slept for a day wants to be seen now and not
        /// in a minute. It wakes nothing up (that would be `CLOCK_BOOTTIME_ALARM`).
        case boottime

        var number: Int32 {
            switch self {
            case .monotonic: CLOCK_MONOTONIC
            case .boottime: CLOCK_BOOTTIME
            }
        }

        /// The time since boot, by this clock.
        public var now: Duration {
            var time = timespec()
            clock_gettime(number, &time)
            return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
        }
    }

    /// The clock that absolute times are read by.
    public let clock: Clock
    private let descriptor: Descriptor

    /// The descriptor to wait on.
    public var number: Int32 { descriptor.number }

    /// Makes a timer that is not armed.
    public init(clock: Clock) throws(SystemError) {
        let number = timerfd_create(clock.number, Int32(TFD_CLOEXEC) | Int32(TFD_NONBLOCK))
        guard number >= 0 else { throw SystemError(operation: "make", object: "timer", errno: errno) }
        self.clock = clock
        descriptor = Descriptor(adopting: number)
    }

    /// Arms the timer at a time since boot; at once if that has passed.
    ///
    /// - Parameter period: The distance to every later time; nil for one time only.
    public func arm(at time: Duration, every period: Duration? = nil) throws(SystemError) {
        // Zero would disarm.
        try set(first: max(time, .nanoseconds(1)), period: period.map { max($0, .nanoseconds(1)) } ?? .zero)
    }

    /// Arms the timer at a distance from now.
    ///
    /// - Parameter period: The distance to every later time; nil for one time only.
    public func arm(after delay: Duration, every period: Duration? = nil) throws(SystemError) {
        try arm(at: clock.now + max(delay, .zero), every: period)
    }

    /// Lets the timer rest; a time that has passed and was not read is forgotten too.
    public func disarm() throws(SystemError) {
        try set(first: .zero, period: .zero)
    }

    /// How many times have passed since the last call; 0 when none has. Never waits.
    public func expirations() throws(SystemError) -> UInt64 {
        var count: UInt64 = 0
        _ = try withUnsafeMutableBytes(of: &count) { (bytes) throws(SystemError) in
            try descriptor.read(into: bytes, of: "timer")
        }
        return count
    }

    private func set(first: Duration, period: Duration) throws(SystemError) {
        var setting = itimerspec(it_interval: Self.parts(period), it_value: Self.parts(first))
        guard timerfd_settime(descriptor.number, Int32(TFD_TIMER_ABSTIME), &setting, nil) == 0 else {
            throw SystemError(operation: "arm", object: "timer", errno: errno)
        }
    }

    private static func parts(_ duration: Duration) -> timespec {
        let (seconds, attoseconds) = duration.components
        return timespec(tv_sec: Int(clamping: seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
    }
}

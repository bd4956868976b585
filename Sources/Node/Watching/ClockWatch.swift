import CLinux
import Glibc

/// Tells when somebody sets the time of day, and when the machine wakes up: what waits for a time of day, such as the end
/// of a hold or a restart's window, may have come at once.
///
/// sources: timerfd_create(2), TFD_TIMER_CANCEL_ON_SET
public struct ClockWatch: ~Copyable, EventSource {
    /// A time of day that never comes: the kernel takes no later one. sources: include/linux/ktime.h, KTIME_SEC_MAX
    private static let never = 9_223_372_036

    private let descriptor: Descriptor

    /// The descriptor to wait on.
    public var number: Int32 { descriptor.number }

    /// Begins to watch.
    public init() throws(SystemError) {
        let number = timerfd_create(CLOCK_REALTIME, Int32(TFD_CLOEXEC) | Int32(TFD_NONBLOCK))
        guard number >= 0 else { throw SystemError(operation: "make", object: "timer", errno: errno) }
        let descriptor = Descriptor(adopting: number)
        try ClockWatch.arm(descriptor)
        self.descriptor = descriptor
    }

    /// Whether the clock was set since the last call, or since watching began. Never waits.
    public func wasSet() throws(SystemError) -> Bool {
        var count: UInt64 = 0
        guard read(descriptor.number, &count, MemoryLayout<UInt64>.size) < 0, errno == ECANCELED else { return false }
        try ClockWatch.arm(descriptor)
        return true
    }

    private static func arm(_ descriptor: borrowing Descriptor) throws(SystemError) {
        let flags = Int32(TFD_TIMER_ABSTIME) | Int32(TFD_TIMER_CANCEL_ON_SET)
        var setting = itimerspec(it_interval: timespec(), it_value: timespec(tv_sec: never, tv_nsec: 0))
        guard timerfd_settime(descriptor.number, flags, &setting, nil) == 0 else {
            throw SystemError(operation: "arm", object: "timer", errno: errno)
        }
    }
}

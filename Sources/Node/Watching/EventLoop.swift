import CLinux
import Glibc

/// The one place where the service sleeps: epoll(7), level-triggered, on one thread.
///
/// It hands out tokens and calls nobody back, so that what happens next stays in one visible `switch`. A source that
/// was not read is reported again; a source that is let go of leaves the set by itself.
public struct EventLoop: ~Copyable, EventSource {
    /// Tokens handed out by one wait; more wait for the next.
    public static let eventLimit = 64

    private let descriptor: Descriptor

    /// The descriptor to wait on: a set is a source of another set, with news while one of its own has.
    public var number: Int32 { descriptor.number }

    /// Makes an empty set.
    public init() throws(SystemError) {
        let number = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard number >= 0 else { throw SystemError(operation: "make", object: "event loop", errno: errno) }
        descriptor = Descriptor(adopting: number)
    }

    /// Watches a source for something to read; `EEXIST` for one that is there already.
    public func add(_ source: borrowing some EventSource & ~Copyable, token: UInt64) throws(SystemError) {
        var event = epoll_event()
        event.events = EPOLLIN.rawValue
        event.data.u64 = token
        guard epoll_ctl(descriptor.number, EPOLL_CTL_ADD, source.number, &event) == 0 else {
            throw SystemError(operation: "watch", object: "descriptor \(source.number)", errno: errno)
        }
    }

    /// Watches a source no longer.
    public func remove(_ source: borrowing some EventSource & ~Copyable) throws(SystemError) {
        var unused = epoll_event()
        guard epoll_ctl(descriptor.number, EPOLL_CTL_DEL, source.number, &unused) == 0 else {
            throw SystemError(operation: "unwatch", object: "descriptor \(source.number)", errno: errno)
        }
    }

    /// Sleeps until a source has news.
    ///
    /// - Parameter timeout: How long at most, counted without time asleep and rounded up to a millisecond; nil for no
    ///   limit. A signal that interrupts does not shorten it.
    /// - Returns: The tokens of the sources with news; none when the time is over.
    public func wait(timeout: Duration? = nil) throws(SystemError) -> [UInt64] {
        let deadline = timeout.map { Timer.Clock.monotonic.now + $0 }
        while true {
            let remaining = deadline.map { Self.milliseconds($0 - Timer.Clock.monotonic.now) } ?? -1
            var failure: Int32 = 0
            let tokens = withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: Self.eventLimit) { events in
                let count = epoll_wait(descriptor.number, events.baseAddress, Int32(Self.eventLimit), remaining)
                if count < 0 { failure = errno }
                return events.prefix(max(0, Int(count))).map(\.data.u64)
            }
            if failure == 0 { return tokens }
            guard failure == EINTR else {
                throw SystemError(operation: "wait in", object: "event loop", errno: failure)
            }
        }
    }

    /// A duration in whole milliseconds, rounded up: rounded down, the last millisecond would be spent spinning.
    static func milliseconds(_ duration: Duration) -> Int32 {
        guard duration > .zero else { return 0 }
        guard duration < .milliseconds(Int64(Int32.max)) else { return .max }
        let (seconds, attoseconds) = duration.components
        let (whole, rest) = attoseconds.quotientAndRemainder(dividingBy: 1_000_000_000_000_000)
        return Int32(clamping: seconds * 1000 + whole + (rest > 0 ? 1 : 0))
    }
}

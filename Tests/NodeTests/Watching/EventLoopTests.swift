import Glibc
import Testing

@testable import Node

@Suite("The event loop and its sources")
struct EventLoopTests {
    @Test func `hands out the tokens of the sources with news, until they are read or removed`() throws {
        let loop = try EventLoop()
        let one = try Timer(clock: .monotonic)
        let two = try Timer(clock: .boottime)
        try loop.add(one, token: 1)
        try loop.add(two, token: .max)
        #expect(try loop.wait(timeout: .zero) == [])
        try one.arm(after: .zero)
        #expect(try loop.wait(timeout: .seconds(10)) == [1])
        try two.arm(at: .zero)
        #expect(try loop.wait(timeout: .seconds(10)).contains(.max))
        #expect(Set(try loop.wait(timeout: .seconds(10))) == [1, .max])
        #expect(try one.expirations() == 1)
        #expect(try loop.wait(timeout: .zero) == [.max])
        try loop.remove(two)
        #expect(try loop.wait(timeout: .zero) == [])
    }

    @Test func `forgets a source that is let go of`() throws {
        let loop = try EventLoop()
        do {
            let timer = try Timer(clock: .monotonic)
            try loop.add(timer, token: 7)
            try timer.arm(after: .zero)
            #expect(try loop.wait(timeout: .seconds(10)) == [7])
        }
        #expect(try loop.wait(timeout: .zero) == [])
    }

    @Test func `refuses a source that it has`() throws {
        let loop = try EventLoop()
        let timer = try Timer(clock: .monotonic)
        try loop.add(timer, token: 1)
        let error = #expect(throws: SystemError.self) { try loop.add(timer, token: 2) }
        #expect(error?.errno == EEXIST)
    }

    @Test(arguments: [
        (Duration.seconds(-1), Int32(0)), (.zero, 0), (.nanoseconds(1), 1), (.milliseconds(5), 5),
        (.microseconds(5001), 6), (.seconds(Int64.max), .max),
    ])
    func `rounds a time up to milliseconds without a trap`(duration: Duration, expected: Int32) {
        #expect(EventLoop.milliseconds(duration) == expected)
    }

    @Test func `counts the periods that passed unread, and does not drift`() throws {
        let loop = try EventLoop()
        let timer = try Timer(clock: .monotonic)
        try loop.add(timer, token: 1)
        let start = timer.clock.now
        try timer.arm(at: start, every: .milliseconds(10))
        var count: UInt64 = 0
        while count < 10 {
            #expect(try loop.wait(timeout: .seconds(10)) == [1])
            usleep(3000)
            count += try timer.expirations()
        }
        // The first fires at the start itself, so that the n-th is due n−1 periods later whatever the reader did.
        let passed = (timer.clock.now - start) / .milliseconds(10)
        #expect(Double(count) <= passed + 1)
    }

    @Test(arguments: [Duration.seconds(-5), .seconds(Int64.max)])
    func `takes any time without a trap`(time: Duration) throws {
        let timer = try Timer(clock: .boottime)
        try timer.arm(at: time, every: time)
        try timer.disarm()
        #expect(try timer.expirations() == 0)
    }

    @Test func `reads the signals that were sent to it, one of each kind`() throws {
        let loop = try EventLoop()
        let signals = try Signals([.hangup, .user1])
        try loop.add(signals, token: 3)
        #expect(try signals.next() == nil)
        // To this thread, since the mask is a thread's: the test's other threads would die of it.
        for number in [SIGHUP, SIGHUP, SIGUSR1] { pthread_kill(pthread_self(), number) }
        #expect(try loop.wait(timeout: .seconds(10)) == [3])
        #expect(try signals.next() == .hangup)
        #expect(try signals.next() == .user1)
        #expect(try signals.next() == nil)
        #expect(try loop.wait(timeout: .zero) == [])
    }

    @Test func `gives the signal mask back`() throws {
        // The test runner's threads block most signals themselves.
        var usual = sigset_t()
        var mask = sigset_t()
        sigaddset(&mask, SIGUSR1)
        pthread_sigmask(SIG_UNBLOCK, &mask, &usual)
        defer { pthread_sigmask(SIG_SETMASK, &usual, nil) }
        do {
            let signals = try Signals([.user1])
            pthread_sigmask(SIG_BLOCK, nil, &mask)
            #expect(sigismember(&mask, SIGUSR1) == 1)
            #expect(signals.number >= 0)
        }
        pthread_sigmask(SIG_BLOCK, nil, &mask)
        #expect(sigismember(&mask, SIGUSR1) == 0)
    }
}

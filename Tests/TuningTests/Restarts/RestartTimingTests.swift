import Testing

@testable import Tuning

@Suite("When a restart may be made")
struct RestartTimingTests {
    /// 2026-11-28, a Saturday, at 02:00 UTC, when the window opens.
    static let opening: Int64 = RestartWindowTests.friday + 26 * 3_600
    static let end = opening + 3 * 3_600

    static func policy(_ windows: [String] = ["Sat,Sun 02:00-05:00"], splay: Int64 = 1_800) throws -> RestartPolicy {
        var policy = RestartPolicy()
        policy.permission = .allowed
        policy.windows = try windows.map { try RestartWindow($0) }
        policy.splaySeconds = splay
        return policy
    }

    static func answer(
        _ policy: RestartPolicy,
        at now: Int64,
        since: Int64 = opening - 86_400,
        earlier: [Moment] = [],
        place: Int64 = 600
    ) -> RestartTiming.Answer {
        let moment = Moment(boot: "b", uptimeSeconds: 100_000 + now - opening, epochSeconds: now)
        return RestartTiming(policy: policy, wantedSince: since, earlier: earlier, now: moment, place: place)
            .answer(offset: { _ in 0 })
    }

    @Test(
        "Nothing is restarted where policy does not say that it may",
        arguments: [RestartPolicy.Permission.refused, nil]
    )
    func notAllowed(permission: RestartPolicy.Permission?) throws {
        var policy = try Self.policy()
        policy.permission = permission
        #expect(Self.answer(policy, at: Self.opening + 3_600) == .notAllowed)
        #expect(Self.answer(RestartPolicy(), at: Self.opening) == .notAllowed)
    }

    @Test("Before the window, it opens first, and this node's place comes then")
    func closed() throws {
        let policy = try Self.policy()
        #expect(Self.answer(policy, at: Self.opening - 1) == .waits(until: Self.opening + 600, .window))
        #expect(Self.answer(policy, at: Self.opening) == .waits(until: Self.opening + 600, .splay))
        #expect(Self.answer(policy, at: Self.opening + 599) == .waits(until: Self.opening + 600, .splay))
        #expect(Self.answer(policy, at: Self.opening + 600) == .due)
        #expect(Self.answer(policy, at: Self.end - 1) == .due)
        #expect(Self.answer(policy, at: Self.end) == .waits(until: Self.opening + 86_400 + 600, .window))
    }

    @Test("What is first wanted within a window spreads out from then on, or waits for the next")
    func wantedWithin() throws {
        let policy = try Self.policy()
        let since = Self.opening + 3_600
        #expect(Self.answer(policy, at: since, since: since) == .waits(until: since + 600, .splay))
        #expect(Self.answer(policy, at: since + 600, since: since) == .due)
        let late = Self.end - 60
        #expect(Self.answer(policy, at: late, since: late) == .waits(until: Self.opening + 86_400 + 600, .window))
    }

    @Test("Without a window, a node's place counts from when it was wanted")
    func anyTime() throws {
        let policy = try Self.policy([])
        #expect(Self.answer(policy, at: 1_000, since: 1_000) == .waits(until: 1_600, .splay))
        #expect(Self.answer(policy, at: 1_600, since: 1_000) == .due)
        // A clock that was set back does not make it wait as long as it was set back.
        #expect(Self.answer(policy, at: 1_000, since: 900_000) == .waits(until: 1_600, .splay))
    }

    @Test("The budget counts restarts of any hour, over reboots and clocks that were set too")
    func budget() throws {
        let policy = try Self.policy([], splay: 0)
        let now = Self.opening
        func earlier(_ seconds: Int64, boot: String = "b") -> Moment {
            Moment(boot: boot, uptimeSeconds: 100_000 - seconds, epochSeconds: now - seconds)
        }
        let waiting = RestartTiming.Answer.waits(until: now + 3_600 - 100, .budget)
        #expect(Self.answer(policy, at: now, earlier: [earlier(100)], place: 0) == waiting)
        #expect(Self.answer(policy, at: now, earlier: [earlier(100, boot: "a")], place: 0) == waiting)
        #expect(Self.answer(policy, at: now, earlier: [earlier(-100, boot: "a")], place: 0) == waiting)
        #expect(Self.answer(policy, at: now, earlier: [earlier(3_600)], place: 0) == .due)
        var two = policy
        two.atMostPerHour = 2
        #expect(Self.answer(two, at: now, earlier: [earlier(100)], place: 0) == .due)
        let second = Self.answer(two, at: now, earlier: [earlier(900), earlier(100)], place: 0)
        #expect(second == .waits(until: now + 3_600 - 900, .budget))
    }

    @Test("No splay is longer than the shortest window, or some nodes would wait for ever")
    func spread() throws {
        #expect(try Self.policy(["Sat 02:00-05:00", "Sun 02:00-02:10"], splay: 7_200).spreadSeconds == 600)
        #expect(try Self.policy([], splay: 7_200).spreadSeconds == 7_200)
        #expect(RestartPolicy().spreadSeconds == 0)
    }

    @Test("Every place in the splay is due within one window, and only there", arguments: [0, 1, 900, 1_799])
    func everyPlace(place: Int64) throws {
        let policy = try Self.policy()
        let due = (Self.opening - 3_600..<Self.end + 3_600).filter {
            Self.answer(policy, at: $0, place: place) == .due
        }
        #expect(due.first == Self.opening + place)
        #expect(due.last == Self.end - 1)
        #expect(due.count == Int(Self.end - Self.opening - place))
    }

    @Test("A later file changes the words that it says")
    func layers() throws {
        var later = RestartPolicy()
        later.permission = .refused
        let merged = later.laid(over: try Self.policy())
        #expect(!merged.isAllowed)
        #expect(merged.splaySeconds == 1_800)
        #expect(merged.words.map(\.key) == ["restart", "window", "splay"])
    }
}

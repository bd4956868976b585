/// When a unit that waits for a restart may have it, as far as policy and the clock decide.
///
/// - A node has its own place in the splay. It is counted from when its window opens or, if that is later, from when
///   the restart was first wanted, so that a change that comes to all nodes in the middle of a window does not restart
///   all of them at once.
/// - The budget counts restarts within any hour, not within hours of the clock.
public struct RestartTiming: Equatable, Sendable {
    /// What policy says of the unit.
    public var policy: RestartPolicy
    /// Since when the restart is wanted, in seconds since 1970.
    public var wantedSince: Int64
    /// When nodekeel restarted the unit before.
    public var earlier: [Moment]
    /// Now.
    public var now: Moment
    /// This node's place in the splay, in seconds.
    public var place: Int64

    /// What is the case.
    public enum Answer: Equatable, Sendable {
        /// It may be done now.
        case due
        /// Policy allows none.
        case notAllowed
        /// Not before this, in seconds since 1970.
        case waits(until: Int64, Reason)
    }

    /// What is waited for.
    public enum Reason: Equatable, Sendable {
        /// The window.
        case window
        /// This node's place in the splay.
        case splay
        /// The hour to be over since an earlier restart.
        case budget
    }

    /// The questions for one unit at one moment.
    public init(policy: RestartPolicy, wantedSince: Int64, earlier: [Moment], now: Moment, place: Int64) {
        self.policy = policy
        self.wantedSince = wantedSince
        self.earlier = earlier
        self.now = now
        self.place = place
    }

    /// The answer.
    ///
    /// - Parameter offset: how far the node's time of day is ahead of UTC at a moment, in seconds.
    public func answer(offset: (Int64) -> Int64) -> Answer {
        guard policy.isAllowed else { return .notAllowed }
        // A clock that was set back must not make a change wait that was there before.
        let since = min(wantedSince, now.epochSeconds)
        let budget = budgetEnd
        let windows = policy.windows ?? []
        guard !windows.isEmpty else { return answer(opening: since, since: since, budget: budget) }
        let stretches = windows.map { $0.stretch(at: now.epochSeconds, offset: offset) }
        let open = stretches.filter { $0.contains(now.epochSeconds) }
        for stretch in open.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            // Where the place lies behind the end, the next window is this node's.
            guard max(stretch.lowerBound, since) + place < stretch.upperBound else { continue }
            return answer(opening: stretch.lowerBound, since: since, budget: budget)
        }
        let next = windows.map { window in
            let stretch = window.stretch(at: now.epochSeconds, offset: offset)
            guard stretch.contains(now.epochSeconds) else { return stretch.lowerBound }
            return window.stretch(at: stretch.upperBound, offset: offset).lowerBound
        }
        return .waits(until: max((next.min() ?? .max - place) + place, budget ?? 0), .window)
    }

    private func answer(opening: Int64, since: Int64, budget: Int64?) -> Answer {
        let due = max(opening, since) + place
        if let budget, budget > now.epochSeconds { return .waits(until: max(budget, due), .budget) }
        return due <= now.epochSeconds ? .due : .waits(until: due, .splay)
    }

    /// When the budget allows the next restart; nil if it does now.
    private var budgetEnd: Int64? {
        let ages = earlier.map { past in
            past.boot == now.boot ? now.uptimeSeconds - past.uptimeSeconds : abs(now.epochSeconds - past.epochSeconds)
        }
        let recent = ages.filter { $0 < 3_600 }.sorted()
        guard recent.count >= policy.perHour else { return nil }
        return now.epochSeconds + 3_600 - recent[Int(policy.perHour) - 1]
    }
}

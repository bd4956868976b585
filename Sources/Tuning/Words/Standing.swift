/// What is remembered of one knob from pass to pass, within one boot. Times are seconds since boot.
public struct Standing: Hashable, Sendable, Codable {
    /// Whether it has held what it should at some time in this boot.
    public var hasBeenMet: Bool
    /// Since when the verdict is what it is.
    public var since: Int64
    /// When it drifted, the newest last; no more than ``limit`` are kept.
    public var drifts: [Int64]
    /// How often it has been contested without a quiet time in between.
    public var contests: Int
    /// Until when nothing is written, while it is contested.
    public var contestedUntil: Int64?
    /// Whether the present departure has been told.
    public var isTold: Bool

    /// So many drifts within ``window`` make a knob contested. Five leave room for a component that sets the knob once
    /// at each of a few restarts, and stop a quarrel that goes on.
    public static let limit = 5
    /// The time within which drifts are counted, in seconds.
    public static let window: Int64 = 600
    /// The first pause of a contested knob, in seconds; each further one is twice as long.
    public static let firstPause: Int64 = 300
    /// The longest pause, in seconds.
    public static let longestPause: Int64 = 3600

    /// Nothing remembered yet.
    public init(since: Int64) {
        hasBeenMet = false
        self.since = since
        drifts = []
        contests = 0
        contestedUntil = nil
        isTold = false
    }

    /// The same past without its quarrels: somebody who applies by hand means it.
    func forgiven() -> Standing {
        var standing = self
        standing.drifts = []
        standing.contests = 0
        standing.contestedUntil = nil
        return standing
    }

    /// Counts one drift; starts a pause when there were too many.
    mutating func countDrift(now: Int64) {
        drifts = (drifts.filter { now - $0 < Standing.window } + [now]).suffix(Standing.limit)
        guard drifts.count == Standing.limit else { return }
        let doublings = min(contests, 8)
        let pause = min(Standing.firstPause << doublings, Standing.longestPause)
        contests = min(contests + 1, 1_000)
        contestedUntil = now + pause
        drifts = []
    }

    /// Forgets earlier quarrels after a quiet time twice as long as the longest pause.
    mutating func settle(now: Int64) {
        if contestedUntil.map({ now >= $0 }) ?? false { contestedUntil = nil }
        if contests > 0, contestedUntil == nil, now - (drifts.last ?? since) > 2 * Standing.longestPause {
            contests = 0
        }
    }
}

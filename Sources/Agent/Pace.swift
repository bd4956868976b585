/// How soon an event is answered: the first at once, a storm of them at growing distances.
public struct Pace: Sendable {
    /// The distance after the second event, in milliseconds; each further one doubles it.
    static let firstGap: Int64 = 50
    /// The longest distance, in milliseconds: a storm costs a pass every two seconds and is seen that late at worst.
    static let longestGap: Int64 = 2_000

    private var gap: Int64 = 0
    private var last: Int64?

    /// Nothing has happened yet.
    public init() {}

    /// When an event that comes now may be answered, in milliseconds on the same clock.
    public func due(now: Int64) -> Int64 {
        last.map { max(now, $0 + gap) } ?? now
    }

    /// Notes that an event has been answered now.
    public mutating func answered(now: Int64) {
        let isQuiet = last.map { now - $0 > 2 * Pace.longestGap } ?? true
        gap = isQuiet ? Pace.firstGap : min(gap * 2, Pace.longestGap)
        last = now
    }
}

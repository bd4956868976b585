public import Tuning

/// Writes that were tried and have not been seen to take effect.
///
/// The kernel tells of a write before it takes the value, so that a look at once may come too early. It is looked again at
/// growing distances; a write that has changed nothing by the last one was rejected, or went to another namespace.
public struct UnsettledWrites: Sendable {
    /// When it is looked, in milliseconds after the write was told. A pass in between costs nothing but its own look.
    static let looks: [Int64] = [0, 2, 10, 50, 250, 1_000]

    private struct Waiting {
        var since: Int64
        var look = 0
        var due: Int64 { since + UnsettledWrites.looks[look] }
    }

    private var waiting: [Knob: Waiting] = [:]

    /// Nothing was written yet.
    public init() {}

    /// When to look next, in milliseconds on the clock of the other calls; nil for never.
    public var due: Int64? { waiting.values.map(\.due).min() }

    /// Notes a write that was told now.
    public mutating func note(_ knob: Knob, now: Int64) {
        waiting[knob] = Waiting(since: now)
    }

    /// Looks at what is due.
    ///
    /// - Parameter hasMoved: Whether a knob holds something else than at the last pass.
    /// - Returns: Whether any has, so that a pass is due.
    public mutating func look(now: Int64, _ hasMoved: (Knob) -> Bool) -> Bool {
        var isAnyMoved = false
        for (knob, one) in waiting where one.due <= now {
            if hasMoved(knob) {
                isAnyMoved = true
                waiting[knob] = nil
                continue
            }
            let next = UnsettledWrites.looks.firstIndex { one.since + $0 > now }
            waiting[knob] = next.map { Waiting(since: one.since, look: $0) }
        }
        return isAnyMoved
    }
}

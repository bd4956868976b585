public import Tuning

/// What the service has seen others write, for as long as it may explain what a pass finds.
public struct Witness: Sendable {
    /// The most writes that are remembered: a pass comes within seconds, and storms are counted. One program may set
    /// hundreds of knobs at once, as `sysctl --system` does; a write takes half a kilobyte.
    static let limit = 1_024
    /// How long a write may explain what is found, in seconds: a writer may be held up between trying and writing.
    static let patienceSeconds: Int64 = 5

    /// The writes, the oldest first.
    public private(set) var writes: [KnobWrite] = []

    /// When a write was last seen to get lost, in seconds since 1970; nil for none that may explain what is found.
    private var lostAt: Int64?

    /// Whether every write that may explain what is found is among them.
    public var isComplete: Bool { lostAt == nil }

    /// Nothing seen yet.
    public init() {}

    /// Notes a write; the same value from the same writer is counted.
    public mutating func note(_ write: KnobWrite) {
        var write = write
        let earlier = writes.lastIndex { other in
            other.knob == write.knob && other.path == write.path && other.writer.command == write.writer.command
                && other.writer.cgroup == write.writer.cgroup && other.after == write.after
        }
        if let earlier {
            write.absorb(writes.remove(at: earlier))
        } else if writes.count >= Witness.limit {
            noteLoss(at: writes.removeFirst().epochSeconds)
        }
        writes.append(write)
    }

    /// Notes that there were writes that are not known, or not yet.
    public mutating func noteLoss(at epochSeconds: Int64) {
        lostAt = max(lostAt ?? epochSeconds, epochSeconds)
    }

    /// Forgets what is too old to explain anything.
    public mutating func settle(now epochSeconds: Int64) {
        func isOver(_ moment: Int64) -> Bool {
            epochSeconds - moment > Witness.patienceSeconds || moment > epochSeconds
        }
        writes.removeAll { isOver($0.epochSeconds) }
        if lostAt.map(isOver) ?? false { lostAt = nil }
    }
}

public import Tuning

/// What the service has seen others write, for as long as it may explain what a pass finds.
public struct Witness: Sendable {
    /// The most writes that are remembered: a pass comes within seconds, and storms are counted.
    static let limit = 64
    /// How long a write may explain what is found, in seconds: a writer may be held up between trying and writing.
    static let patienceSeconds: Int64 = 5

    /// The writes, the oldest first.
    public private(set) var writes: [KnobWrite] = []

    /// Nothing seen yet.
    public init() {}

    /// Notes a write; the same value from the same writer is counted.
    public mutating func note(_ write: KnobWrite) {
        var write = write
        let earlier = writes.firstIndex { other in
            other.knob == write.knob && other.path == write.path && other.writer.command == write.writer.command
                && other.writer.cgroup == write.writer.cgroup && other.after == write.after
        }
        if let earlier {
            write.absorb(writes.remove(at: earlier))
        } else if writes.count >= Witness.limit {
            writes.removeFirst()
        }
        writes.append(write)
    }

    /// Forgets what is too old to explain anything.
    public mutating func settle(now epochSeconds: Int64) {
        writes.removeAll { epochSeconds - $0.epochSeconds > Witness.patienceSeconds || $0.epochSeconds > epochSeconds }
    }
}

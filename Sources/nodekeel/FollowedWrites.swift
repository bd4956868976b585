import Node
import Reporting
import Tuning

/// Writes to sysctls as they happen, each with what the node holds once it is over.
///
/// Nothing here waits with a record untaken: the control group of a writer that exits at once is gone a moment later,
/// and with it the writer's name. So each writer is named when its write is taken, and looked at is what comes of it
/// afterwards.
struct FollowedWrites: ~Copyable {
    /// How often, and how far apart, it is looked whether a write took effect.
    private static let lookCount = 5
    private static let lookDistance = Duration.milliseconds(2)
    /// In a storm nobody waits for what each write comes to.
    private static let stormCount = 8

    /// A write that was named and not told yet.
    private struct Open {
        let write: KnobWrite
        var held: String?
        var looksLeft: Int
    }

    private let node: Node
    private let loop: EventLoop
    private var monitor: SysctlMonitor
    private var reading: WriterReading
    private var open: [Open] = []
    private var lookDue: Duration?

    /// Follows these sysctls; nil for all.
    init(of node: Node, _ paths: Set<String>?) throws {
        var monitor = try SysctlMonitor(paths == nil ? .everything : .watched, of: node.root)
        try monitor.watch(paths ?? [])
        let loop = try EventLoop()
        try loop.add(monitor, token: 0)
        self.node = node
        self.loop = loop
        self.monitor = monitor
        reading = WriterReading(of: node.root)
    }

    /// The next writes, in the order in which they were made; waits for news.
    mutating func next() throws -> [WriteAnswer] {
        let untilLook = lookDue.map { max(.zero, $0 - Timer.Clock.monotonic.now) }
        let untilRest = monitor.hasRest ? SysctlMonitor.restDelay : nil
        _ = try loop.wait(timeout: [untilLook, untilRest].compactMap { $0 }.min())
        take()
        if lookDue.map({ $0 <= Timer.Clock.monotonic.now }) ?? true { look() }
        let settledCount = open.firstIndex { $0.looksLeft > 0 } ?? open.count
        let answers = open.prefix(settledCount).map { WriteAnswer($0.write, holds: $0.held) }
        open.removeFirst(settledCount)
        lookDue = open.isEmpty ? nil : lookDue
        return answers
    }

    /// Takes what was written, with who wrote it.
    private mutating func take() {
        let taken = monitor.take()
        if taken.lostCount > 0 {
            Terminal.complain("nodekeel: \(taken.lostCount) writes came too fast to be shown")
        }
        let writes = FollowedWrites.folded(taken.writes)
        let isStorm = writes.count > FollowedWrites.stormCount
        let now = node.moment.epochSeconds
        for write in writes {
            let known = KnobWrite(
                knob: .sysctl(write.path),
                path: write.path,
                writer: reading.writer(of: write),
                before: write.before,
                after: write.after,
                count: Int64(clamping: write.count),
                epochSeconds: now
            )
            let isLookedAt = !isStorm && write.after != nil
            open.append(Open(write: known, looksLeft: isLookedAt ? FollowedWrites.lookCount : 0))
        }
    }

    /// Looks at what the node's own sysctls hold: a write is over as soon as that is what was written.
    private mutating func look() {
        for index in open.indices where open[index].looksLeft > 0 {
            let observation = node.observe(open[index].write.knob, facts: Facts())
            open[index].held = observation.value?.kernelText
            let isOver = observation.value.map { $0 == open[index].write.after.map(Value.init(kernelText:)) } ?? true
            open[index].looksLeft = isOver ? 0 : open[index].looksLeft - 1
        }
        lookDue = Timer.Clock.monotonic.now + FollowedWrites.lookDistance
    }

    /// Writes one after the other that are alike in all but their time, as one with a count.
    private static func folded(_ writes: [SysctlWrite]) -> [SysctlWrite] {
        writes.reduce(into: []) { folded, write in
            var alike = write
            if let last = folded.last {
                (alike.count, alike.uptimeNanoseconds) = (last.count, last.uptimeNanoseconds)
                if alike == last {
                    folded[folded.count - 1].count += write.count
                    return
                }
            }
            folded.append(write)
        }
    }
}

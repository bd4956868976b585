import Agent
import Node
import Tuning

/// The writes of others to the sysctls that are kept, from the kernel's telling to the look that settles them.
final class SysctlWatch: EventSource {
    /// So many records in one take are a storm, of which the next part is taken a little later.
    private static let stormCount = 64
    /// How much later, in milliseconds: what a storm costs is bounded by it, whoever makes it.
    private static let stormPause: Int64 = 100

    private var monitor: SysctlMonitor
    private var reading: WriterReading
    private var knobs: [String: [Knob]] = [:]
    private var unsettled = UnsettledWrites()
    private var restDue: Int64?
    /// How many records were lost so far, since they came faster than they could be told.
    private(set) var lostCount: UInt64 = 0

    /// The descriptor to wait on.
    var number: Int32 { monitor.number }

    init(of node: Node) throws(SysctlMonitorError) {
        monitor = try SysctlMonitor(.watched, of: node.root)
        reading = WriterReading(of: node.root)
    }

    /// The sysctls that are watched.
    var paths: Set<String> { Set(knobs.keys) }

    /// Whether there are more sysctls than can be watched: the last of them are not.
    private(set) var isPartial = false

    /// Watches what changes these knobs, and nothing else.
    ///
    /// - Returns: Whether that is something else than before.
    func watch(_ kept: [Knob]) throws(SystemError) -> Bool {
        var changed: [String: [Knob]] = [:]
        isPartial = false
        for knob in kept {
            for path in knob.sysctls where !(changed[path]?.contains(knob) ?? false) {
                guard changed[path] != nil || changed.count < SysctlMonitor.pathLimit else {
                    isPartial = true
                    continue
                }
                changed[path, default: []].append(knob)
            }
        }
        guard changed != knobs else { return false }
        try monitor.watch(Set(changed.keys))
        knobs = changed
        return true
    }

    /// When to take again, or to look whether a write took effect, although nothing is told, in milliseconds; nil for
    /// never.
    var due: Int64? { [restDue, unsettled.due].compactMap(\.self).min() }

    /// Whether the kernel is known to have more to tell by then.
    var hasRest: Bool { restDue != nil }

    /// Whether the descriptor is better not waited on until ``due``.
    private(set) var isPaused = false

    /// Whether anything that was written has taken effect since it was last looked.
    ///
    /// - Parameter hasMoved: whether a knob holds something else than at the last pass.
    func look(now: Int64, _ hasMoved: (Knob) -> Bool) -> Bool {
        unsettled.look(now: now, hasMoved)
    }

    /// What was written since the last call, by knob, and whether anything was lost.
    func take(now: Int64, epochSeconds: Int64) -> (writes: [KnobWrite], isIncomplete: Bool) {
        let taken = monitor.take()
        lostCount &+= taken.lostCount
        isPaused = taken.writes.count >= SysctlWatch.stormCount
        restDue = isPaused || monitor.hasRest ? now + SysctlWatch.stormPause : nil
        var writes: [KnobWrite] = []
        for write in taken.writes {
            guard let changed = knobs[write.path] else { continue }
            let writer = reading.writer(of: write)
            writes += changed.map { knob in
                KnobWrite(
                    knob: knob,
                    path: write.path,
                    writer: writer,
                    before: write.before,
                    after: write.after,
                    count: Int64(clamping: write.count),
                    epochSeconds: epochSeconds
                )
            }
        }
        for write in writes where !write.isSame { unsettled.note(write.knob, now: now) }
        return (writes, taken.lostCount > 0)
    }
}

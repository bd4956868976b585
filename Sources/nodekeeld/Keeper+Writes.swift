import Agent
import Node
import Tuning

// What others write to sysctls, as the kernel tells it.
extension Keeper {
    /// When to take what was written, or to look whether it took effect, although nothing is told, in milliseconds of the
    /// monotonic clock; nil for never.
    var writesDue: Int64? { sysctls?.due }

    /// Has the kernel tell of writes to sysctls; where it does not, inotify and the sweep find some and all of them.
    mutating func watchSysctls() {
        guard sysctls == nil else { return }
        do {
            sysctls = try SysctlWatch(of: node)
        } catch {
            noteBlindness(Keeper.sysctlSource, because: error.description)
        }
    }

    /// Has the kernel tell of writes to what the last pass judged.
    ///
    /// - Returns: whether something was not watched before: what was written to it between the look and the watch is
    ///   found by another look.
    mutating func watchJudgedSysctls() -> Bool {
        guard let sysctls else { return false }
        do {
            let isNew = try sysctls.watch(knobs)
            let excess = sysctls.isPartial ? "no more than \(SysctlMonitor.pathLimit) of them can be watched" : nil
            noteBlindness(Keeper.sysctlSource, because: excess)
            return isNew
        } catch {
            loseSysctls(because: error)
            return false
        }
    }

    /// Does without the kernel's telling until the next pass that finds anything tries again.
    mutating func loseSysctls(because error: SystemError) {
        sysctls = nil
        noteBlindness(Keeper.sysctlSource, because: error.description)
    }

    /// Takes what was written up to now, so that it explains what is found, and is looked at soon whether it took effect.
    ///
    /// - Returns: all that may explain what is found, the oldest first.
    @discardableResult
    mutating func takeWrites() -> [KnobWrite] {
        guard let sysctls else { return witness.writes }
        let moment = node.moment
        let taken = sysctls.take(now: Service.milliseconds, epochSeconds: moment.epochSeconds)
        if taken.isIncomplete || sysctls.hasRest { witness.noteLoss(at: moment.epochSeconds) }
        if taken.isIncomplete { hasLostWrites = true }
        for write in taken.writes {
            witness.note(write)
            lastWriters.note(write)
        }
        hasNewWriters = hasNewWriters || !taken.writes.isEmpty
        return witness.writes
    }

    /// Whether anything that was written has taken effect since the last pass, or may have and nobody knows.
    mutating func findsWritesInEffect() -> Bool {
        defer { hasLostWrites = false }
        let isAny = sysctls?.look(now: Service.milliseconds, hasMoved) ?? false
        return isAny || hasLostWrites
    }
}

import Agent
import Node
import Tuning

// Passes that find nothing new.
extension Keeper {
    /// Whether everything is as the last pass left it, but for readings that move by themselves; the report says so then.
    ///
    /// Whatever was heard of meanwhile is looked at by a whole pass.
    mutating func findsTheSame() -> Bool {
        guard
            let look = lastLook, rejected == nil, failure == nil, trial == nil, witness.writes.isEmpty,
            restarting.due == nil, let moved = previous.flatMap({ look.glance(at: node, after: $0) })
        else { return false }
        previous?.moment = node.moment
        for (index, finding) in moved { previous?.findings[index] = finding }
        guard let report = previous else { return false }
        do throws(SystemError) {
            try leftReport?.renew(report, moved: Array(moved.keys), on: node)
        } catch {
            // Somebody else left a report meanwhile: the next pass goes by that no more than this one.
            leftReport = try? LeftReport(leaving: report, on: node)
        }
        tellSummary(of: report)
        return true
    }

    /// Remembers what a pass went by that had nothing to write.
    mutating func rememberLook(_ examination: Examination) {
        guard rejected == nil, trial == nil, trialTrouble == nil, restarting.due == nil else { return }
        lastLook = previous.flatMap { LastLook(of: examination, $0, on: node) }
    }
}

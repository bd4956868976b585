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
            rejected == nil, failure == nil, trial == nil, witness.writes.isEmpty, restarting.isAtRest,
            var report = previous, let glance = lastLook?.glance(at: node, after: report)
        else { return false }
        previous = nil
        report.moment = node.moment
        for (index, finding) in glance.moved { report.findings[index] = finding }
        previous = report
        try? node.keepTraffic(of: glance.facts.apiserverTalkers)
        if (try? leftReport?.renew(report, moved: Array(glance.moved.keys), on: node)) == nil,
            !takeReportOfCommand()
        {
            leftReport = try? LeftReport(leaving: report, on: node)
        }
        tellSummary(of: report)
        return true
    }

    /// Remembers what a pass went by that had nothing to write; `ledger` is the file as it was before it was read.
    mutating func rememberLook(_ examination: Examination, ledger: FileStatus?) {
        guard rejected == nil, trial == nil, trialTrouble == nil, restarting.isAtRest else { return }
        lastLook = previous.flatMap { LastLook(of: examination, $0, ledger: ledger, on: node) }
    }

    /// Goes on from the report of a command, where one left it since this service left its own: whoever applies by hand
    /// has ended quarrels.
    ///
    /// - Returns: whether one did.
    @discardableResult
    mutating func takeReportOfCommand() -> Bool {
        guard let left = leftReport, !left.isThere(on: node), let report = LastReport.read(of: node) else {
            return false
        }
        let now = node.moment
        guard report.moment.boot == now.boot, report.moment.uptimeSeconds <= now.uptimeSeconds else { return false }
        previous = report
        lastLook = nil
        leftReport = nil
        return true
    }
}

import Agent
import ArgumentParser
import Catalogue
import Node
import Reporting
import Tuning

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show how this node stands as of the last run, and whether anybody is looking.",
        discussion: "Exit status: 0 if all was met, 2 if something was not, or if nothing has looked in this boot."
    )

    @ParentCommand var nodekeel: Nodekeel
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let options = try options.over(nodekeel.options)
        let node = try options.node()
        let ledger = try Ledger.read(of: node)
        let now = node.moment
        let report = LastReport.read(of: node)
        if let objection = LastReport.objection(on: node) { Terminal.complain("nodekeel: \(objection)") }
        let awaited = report?.moment.boot == now.boot ? report?.findings.unitsAwaitingRestart ?? [] : []
        let policy = (try? options.readPolicy(of: node))?.policy
        try options.print(
            StatusAnswer(
                node: node.hostName,
                trial: try Trial.opened(on: node).map {
                    StatusAnswer.OnTrial(settings: $0.settings, secondsLeft: $0.secondsLeft(at: now))
                },
                report: report,
                service: ServiceState.service(of: node, at: now),
                policy: policy.map { PolicyLine($0) },
                holds: ledger.holds(at: now),
                originals: ledger.originals,
                restarts: policy.map { [RestartLine](of: awaited, under: $0, on: node, at: now) } ?? [],
                now: now,
                settings: catalogue
            )
        )
        guard let report, report.moment.boot == now.boot, report.isAllMet else { throw NotAllMet() }
    }
}

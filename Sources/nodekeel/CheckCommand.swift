import Agent
import ArgumentParser
import Node
import Reporting
import Tuning

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Compare every setting with what the node holds; change nothing.",
        discussion: "Exit status: 0 if all is met, 2 if something is unmet, drifted or failed."
    )

    @ParentCommand var nodekeel: Nodekeel
    @OptionGroup var options: GlobalOptions

    @Flag(help: "Tell the journal what changed since the last report, and leave the report for the next run.")
    var journal = false

    func run() throws {
        let options = try options.over(nodekeel.options)
        let node = try options.node()
        let run = Run(on: node, under: try options.readPolicy(of: node))
        let holds = try Ledger.read(of: node).holds(at: node.moment)
        let previous = LastReport.readFindings(of: node)
        let examination = try run.examined(holds: holds, after: previous)
        let checked = run.report(examination, outcomes: [], after: previous)
        if journal {
            guard node.root.isMachine else { throw Failure("nodekeel: --journal is for the machine itself") }
            Telling.byCommand.tell(checked.events)
            do {
                try LastReport.write(checked.report, on: node)
            } catch {
                throw Failure(error)
            }
        }
        let next = node.root.isMachine ? "sudo nodekeel apply" : nil
        try options.print(
            CheckAnswer(
                report: checked.report,
                settings: examination.inForce.settings,
                next: next,
                node: node.hostName
            )
        )
        guard checked.report.isAllMet else { throw NotAllMet() }
    }
}

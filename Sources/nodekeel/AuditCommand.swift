import Agent
import ArgumentParser
import Node
import Reporting
import Tuning

struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Show how every component of this node is set, the worst first, and the exact changes.",
        discussion: """
            The same findings as of check, by component: each with its value, what set it, what is expected, why, from \
            which source, and what to change where. With --format sarif as a log for tools that gather such findings.

            Exit status: 0 if all is met, 2 if something is unmet, drifted or could not be told.
            """
    )

    @ParentCommand var nodekeel: Nodekeel
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let options = try options.over(nodekeel.options, answering: GlobalOptions.Format.allCases)
        let node = try options.node()
        let run = Run(on: node, under: try options.readPolicy(of: node))
        let holds = try Ledger.read(of: node).holds(at: node.moment)
        let previous = LastReport.readFindings(of: node)
        let examination = try run.examined(holds: holds, after: previous)
        let report = run.report(examination, outcomes: [], after: previous).report
        let answer = AuditAnswer(
            report: report,
            facts: examination.facts,
            settings: examination.inForce.settings,
            next: node.root.isMachine ? "sudo nodekeel apply" : nil
        )
        if options.format == .sarif {
            try Terminal.print(answer.sarif())
        } else {
            try options.print(answer)
        }
        guard report.isAllMet else { throw NotAllMet() }
    }
}

import Agent
import ArgumentParser
import Node
import Reporting
import Tuning

struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show every write that apply would make, and why; change nothing.",
        discussion: "Exit status: 0 if there is nothing to do, 2 if something is not as it should be."
    )

    @ParentCommand var nodekeel: Nodekeel
    @OptionGroup var options: GlobalOptions

    @Option(
        help: ArgumentHelp(
            "Plan for a node that is elsewhere, from its `facts --format json`.",
            valueName: "file"
        )
    )
    var facts: String?

    func run() throws {
        let options = options.over(nodekeel.options)
        let node = try options.node()
        if let facts {
            let elsewhere = try NodeCapture.read(facts).node(file: facts)
            let plan = try ElsewherePlan(elsewhere, under: try options.readPolicy(of: node))
            try options.print(plan.answer)
            guard plan.isAllMet else { throw NotAllMet() }
            return
        }
        let run = Run(on: node, under: try options.readPolicy(of: node))
        let ledger = try Ledger.read(of: node)
        let examination = try run.examined(
            holds: ledger.holdsOutlivingApply(at: node.moment),
            after: LastReport.read(of: node)?.forgiven()
        )
        try options.print(
            PlanAnswer(
                plan: examination.plan,
                findings: examination.findings,
                leftAlone: examination.leftAlone,
                originals: ledger.originals,
                moment: examination.moment,
                settings: examination.inForce.settings,
                next: node.root.isMachine ? "sudo nodekeel apply" : nil
            )
        )
        guard examination.findings.allSatisfy({ $0.verdict == .met }) else { throw NotAllMet() }
    }
}

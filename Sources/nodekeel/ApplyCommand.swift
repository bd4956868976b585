import Agent
import ArgumentParser
import Node
import Reporting
import Tuning

struct ApplyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Make the writes that plan shows; every original is kept for revert.",
        discussion: """
            Exit status: 0 if everything that policy enforces holds, 2 if something does not. What is only observed \
            is shown and does not count, nor is what --only or --skip leaves out.
            """
    )

    @ParentCommand var nodekeel: Nodekeel
    @OptionGroup var options: GlobalOptions
    @OptionGroup var choiceOptions: ChoiceOptions

    @Flag(help: "Leave settings that were reverted as they are; apply by hand takes them up again.")
    var atBoot = false

    func run() throws {
        let options = try options.over(nodekeel.options)
        let node = try options.machine()
        let policy = try options.readPolicy(of: node)
        let choice = try choiceOptions.choice(under: policy)
        let run = Run(on: node, under: policy, choosing: choice)
        let lock = try NodeLock.take(of: node)
        var ledger = try Ledger.read(of: node)
        let last = LastReport.read(of: node)
        let previous = atBoot ? last : last?.forgiven(choice)
        let now = node.moment
        let examination = try run.examined(
            holds: atBoot ? ledger.holds(at: now) : ledger.holdsOutlivingApply(of: choice, at: now),
            after: previous
        )
        let applied: Applied
        do throws(LedgerError) {
            if !atBoot { try ledger.release(where: { $0.endsByApply(of: choice) }, holding: lock) }
            applied = try run.apply(examination, ledger: &ledger, after: previous, holding: lock)
        } catch {
            throw Failure(error, advice: "Nothing was changed.")
        }
        Telling.byCommand.tell(applied.events)
        Telling.byCommand.tell(.summary(applied.report))
        do {
            try LastReport.write(applied.report, on: node)
        } catch {
            Terminal.complain("nodekeel: \(error); status will not know of this run")
        }
        try options.print(ApplyAnswer(report: applied.report, settings: examination.inForce.settings))
        guard applied.report.isAllEnforcedMet else { throw NotAllMet() }
    }
}

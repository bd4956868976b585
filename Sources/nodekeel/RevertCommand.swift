import Agent
import ArgumentParser
import Catalogue
import Node
import Reporting
import Tuning

struct RevertCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revert",
        abstract: "Give every knob back what it held before nodekeel first wrote it, and step aside.",
        discussion: """
            Without a setting everything is given back. The service leaves what was reverted alone, over reboots too, \
            until `nodekeel apply` takes it up again.
            """
    )

    @ParentCommand var nodekeel: Nodekeel
    @OptionGroup var options: GlobalOptions

    @Argument(
        help: ArgumentHelp("Only these settings.", valueName: "setting"),
        completion: .list(catalogue.map(\.id.rawValue))
    )
    var ids: [String] = []

    func run() throws {
        let options = try options.over(nodekeel.options)
        let node = try options.machine()
        let chosen = try ids.map { try Setting.ID.known($0, of: node, options) }
        let lock = try NodeLock.take(of: node)
        var ledger = try Ledger.read(of: node)
        let reverting = Reverting(chosen.isEmpty ? nil : chosen, of: node, ledger: ledger)
        let untouched = reverting.untouched
        let outcomes: [CarriedOut]
        do throws(LedgerError) {
            outcomes = try reverting.carryOut(on: node, ledger: &ledger, holding: lock)
            // What is left of a trial is undone by the service when its time is over, as it would have been.
            if chosen.isEmpty { try Trial.end(on: node, holding: lock) }
        } catch {
            throw Failure(error, advice: "What is not given back yet is still in the ledger.")
        }
        leaveReport(of: node, options: options, ledger: ledger)
        Telling.byCommand.tell(outcomes.map { .reverted($0) })
        let holds = ledger.holds(at: reverting.moment).filter { reverting.settings.contains($0.setting) }
        try options.print(
            RevertAnswer(
                outcomes: outcomes,
                untouched: untouched,
                leftToService: reverting.leftToService,
                holds: holds,
                settings: catalogue
            ),
            afterwards: Terminal.changeMade
        )
        guard outcomes.allSatisfy({ $0.outcome == .applied }) else { throw NotAllMet() }
    }

    /// Leaves a report of the node as it is now. A policy that cannot be read is no reason not to have reverted.
    private func leaveReport(of node: Node, options: GlobalOptions, ledger: Ledger) {
        guard let policy = try? options.readPolicy(of: node) else { return }
        let run = Run(on: node, under: policy)
        guard let examination = try? run.examine(holds: ledger.holds(at: node.moment), after: nil) else { return }
        try? LastReport.write(run.report(examination, outcomes: [], after: nil).report, on: node)
    }
}

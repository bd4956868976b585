import Agent
import ArgumentParser
import Catalogue
import Node
import Reporting
import Tuning

struct ReleaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "End the hold on a setting or a knob, from `hold`, from `revert`, or by mode yield."
    )

    @ParentCommand var nodekeel: Nodekeel
    @OptionGroup var options: GlobalOptions

    @Argument(
        help: ArgumentHelp("The settings, with all their knobs, or single knobs.", valueName: "setting|knob"),
        completion: .list(catalogue.map(\.id.rawValue))
    )
    var names: [String]

    func run() throws {
        let options = try options.over(nodekeel.options, answering: [.text])
        let node = try options.machine()
        let lock = try NodeLock.take(of: node)
        var ledger = try Ledger.read(of: node)
        let held = ledger.holds(at: node.moment)
        var ended: [Hold] = []
        for name in names {
            let named = held.filter { $0.goes(by: name) }
            // A misspelt setting is refused. A knob, whose name has a slash, need not be asked for by any setting now.
            if named.isEmpty, !name.contains("/") { _ = try Setting.ID.known(name, of: node, options) }
            ended += named
        }
        do {
            try ledger.release(where: ended.contains, holding: lock)
        } catch {
            throw Failure(error)
        }
        Telling.byCommand.tell(ended.map { .holdEnded($0) })
        let subjects = ended.map { $0.subject.escaped(limit: 1_000) }.joined(separator: ", ")
        let answer = ended.isEmpty ? "nothing was held\n" : "released: \(subjects)\n"
        try Terminal.print(answer, afterwards: Terminal.changeMade)
    }
}

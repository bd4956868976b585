import Agent
import ArgumentParser
import Catalogue
import Node
import Reporting
import Tuning

struct ReleaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "End the hold on a setting, from `hold` or from `revert`."
    )

    @ParentCommand var nodekeel: Nodekeel
    @OptionGroup var options: GlobalOptions

    @Argument(
        help: ArgumentHelp("The settings.", valueName: "setting"),
        completion: .list(catalogue.map(\.id.rawValue))
    )
    var ids: [String]

    func run() throws {
        let options = options.over(nodekeel.options)
        let node = try options.machine()
        let chosen = try ids.map { try Setting.ID.known($0, of: node, options) }
        let lock = try NodeLock.take(of: node)
        var ledger = try Ledger.read(of: node)
        let ended = ledger.holds(at: node.moment).filter { chosen.contains($0.setting) }
        do {
            try ledger.release(where: { chosen.contains($0.setting) }, holding: lock)
        } catch {
            throw Failure(error)
        }
        for hold in ended { Telling.byCommand.tell(.holdEnded(hold)) }
        let names = ended.map(\.setting.rawValue).joined(separator: ", ")
        Terminal.print(ended.isEmpty ? "nothing was held\n" : "released: \(names)\n")
    }
}

import Agent
import ArgumentParser
import Catalogue
import Node
import Reporting
import Tuning

struct HoldCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold",
        abstract: "Step aside from a setting: it is watched and told, and not written."
    )

    @ParentCommand var nodekeel: Nodekeel
    @OptionGroup var options: GlobalOptions

    @Argument(
        help: ArgumentHelp("The setting.", valueName: "setting"),
        completion: .list(catalogue.map(\.id.rawValue))
    )
    var id: String

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("How long, such as 2h; without it until released.", valueName: "time")
    )
    var time: String?

    @Option(help: ArgumentHelp("Why, such as a ticket's number.", valueName: "text"))
    var reason: String

    func run() throws {
        let options = options.over(nodekeel.options)
        var seconds: Int64?
        if let time {
            guard let length = DurationText.seconds(in: time), length > 0 else {
                throw Failure("nodekeel: '\(time.escaped())' is no length of time such as 30m or 2h")
            }
            seconds = length
        }
        let node = try options.machine()
        let setting = try Setting.ID.known(id, of: node, options)
        let lock = try NodeLock.take(of: node)
        var ledger = try Ledger.read(of: node)
        let now = node.moment
        let endsAt = seconds.map { now.epochSeconds.addingReportingOverflow($0) }.map {
            $0.overflow ? .max : $0.partialValue
        }
        let hold = Hold(setting: setting, reason: reason, isFromRevert: false, endsAt: endsAt)
        do {
            try ledger.hold([hold], holding: lock)
        } catch {
            throw Failure(error)
        }
        Telling.byCommand.tell(.holdSet(hold))
        Terminal.print("\(hold.setting): \(hold.text)\n")
    }
}

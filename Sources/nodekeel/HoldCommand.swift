import Agent
import ArgumentParser
import Catalogue
import Node
import Reporting
import Tuning

struct HoldCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold",
        abstract: "Step aside from a setting or one of its knobs: it is watched and told, and not written."
    )

    @ParentCommand var nodekeel: Nodekeel
    @OptionGroup var options: GlobalOptions

    @Argument(
        help: ArgumentHelp("The setting, or one knob of it, such as net/core/somaxconn.", valueName: "setting|knob"),
        completion: .list(catalogue.map(\.id.rawValue))
    )
    var name: String

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("How long, such as 2h; without it until released.", valueName: "time")
    )
    var time: String?

    @Option(help: ArgumentHelp("Why, such as a ticket's number.", valueName: "text"))
    var reason: String

    func run() throws {
        let options = try options.over(nodekeel.options, answering: [.text])
        var seconds: Int64?
        if let time {
            guard let length = DurationText.seconds(in: time), length > 0 else {
                throw Failure("nodekeel: '\(time.escaped())' is no length of time such as 30m or 2h")
            }
            seconds = length
        }
        let node = try options.machine()
        let (setting, knob) = try Setting.ID.held(name, of: node, options)
        let lock = try NodeLock.take(of: node)
        var ledger = try Ledger.read(of: node)
        let now = node.moment
        let endsAt = seconds.map { now.epochSeconds.addingReportingOverflow($0) }.map {
            $0.overflow ? .max : $0.partialValue
        }
        let hold = Hold(setting: setting, knob: knob, reason: reason, isFromRevert: false, endsAt: endsAt)
        do {
            try ledger.hold([hold], holding: lock)
        } catch {
            throw Failure(error)
        }
        Telling.byCommand.tell(.holdSet(hold))
        try Terminal.print("\(hold.sentence.escaped(limit: 1_000))\n", afterwards: Terminal.changeMade)
    }
}

extension Setting.ID {
    /// The setting of this name, or the one that asks for the knob of this name, with that knob.
    fileprivate static func held(
        _ name: String,
        of node: Node,
        _ options: GlobalOptions
    ) throws(Failure) -> (Setting.ID, Knob?) {
        // No setting has a slash in its name, and every knob that can be written has one.
        guard name.contains("/") else { return (try known(name, of: node, options), nil) }
        let path = name.hasPrefix("/proc/sys/") ? String(name.dropFirst("/proc/sys/".count)) : name
        let run = Run(on: node, under: try options.readPolicy(of: node))
        let asked = try run.examined(holds: [], after: nil).findings.map(\.desired)
        guard let desired = asked.first(where: { $0.target.knob.name == path }) else {
            let names = asked.map(\.target.knob.name)
            let meant = nearest(to: path, among: names).map { "; did you mean '\($0)'?" } ?? ""
            throw Failure("nodekeel: no setting asks for '\(name.escaped())' here\(meant)")
        }
        return (desired.setting, desired.target.knob)
    }
}

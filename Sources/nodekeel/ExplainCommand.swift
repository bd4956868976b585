import Agent
import ArgumentParser
import Catalogue
import Node
import Reporting
import Tuning

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract:
            "Show everything about one setting on this node: why, from which numbers, who else sets it, how to undo it."
    )

    @ParentCommand var nodekeel: Nodekeel
    @OptionGroup var options: GlobalOptions

    @Argument(
        help: ArgumentHelp("The setting, such as connection-tracking-table.", valueName: "setting"),
        completion: .list(catalogue.map(\.id.rawValue))
    )
    var id: String

    func run() throws {
        let options = try options.over(nodekeel.options)
        let node = try options.node()
        let run = Run(on: node, under: try options.readPolicy(of: node))
        let ledger = try Ledger.read(of: node)
        let previous = LastReport.readFindings(of: node)
        let examination = try run.examined(holds: ledger.holds(at: node.moment), after: previous)
        let setting = try Setting.known(id, among: examination.inForce.settings)
        try options.print(
            ExplainAnswer(
                setting: setting,
                findings: examination.findings,
                leftAlone: examination.leftAlone,
                originals: ledger.originals,
                writes: LastWriters.read(of: node).writes,
                policy: examination.inForce.policy,
                facts: examination.facts,
                now: examination.moment
            )
        )
    }
}

extension Setting {
    /// The setting of this name.
    static func known(_ id: String, among settings: [Setting]) throws(Failure) -> Setting {
        if let setting = settings.first(where: { $0.id.rawValue == id }) { return setting }
        throw Failure(unknownSetting: id, among: settings.map(\.id.rawValue))
    }
}

extension Setting.ID {
    /// The setting of this name: built in, custom by the policy as far as that can be read, or one that the ledger
    /// remembers though policy does not know it any more.
    static func known(_ name: String, of node: Node, _ options: GlobalOptions) throws(Failure) -> Setting.ID {
        if catalogue.contains(where: { $0.id.rawValue == name }) { return Setting.ID(rawValue: name) }
        let ledger = try Ledger.read(of: node)
        let custom = (try? options.readPolicy(of: node))?.customIDs ?? []
        let remembered = ledger.originals.map(\.setting) + ledger.holds(at: node.moment).map(\.setting)
        let known = Set(custom + remembered).map(\.rawValue).sorted()
        guard known.contains(name) else {
            throw Failure(unknownSetting: name, among: catalogue.map(\.id.rawValue) + known)
        }
        return Setting.ID(rawValue: name)
    }
}

extension Failure {
    /// No setting of this name.
    init(unknownSetting name: String, among names: [String]) {
        let meant = nearest(to: name, among: names).map { "; did you mean '\($0)'?" }
        self.init("nodekeel: no setting '\(name.escaped())'\(meant ?? ""); known: \(names.joined(separator: ", "))")
    }
}

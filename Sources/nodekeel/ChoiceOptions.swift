import Agent
import ArgumentParser
import Catalogue
import Reporting
import Tuning

/// The options of commands that may be about some settings only.
struct ChoiceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Write this setting and no other; may be given several times.", valueName: "setting"),
        completion: .list(catalogue.map(\.id.rawValue))
    )
    var only: [String] = []

    @Option(
        help: ArgumentHelp("Do not write this setting; may be given several times.", valueName: "setting"),
        completion: .list(catalogue.map(\.id.rawValue))
    )
    var skip: [String] = []

    /// The settings that are chosen among those of the catalogue and of a policy.
    func choice(under policy: ReadPolicy) throws(Failure) -> Choice {
        let known = catalogue.map(\.id) + policy.customIDs
        func id(_ name: String) throws(Failure) -> Setting.ID {
            guard let id = known.first(where: { $0.rawValue == name }) else {
                throw Failure(unknownSetting: name, among: known.map(\.rawValue))
            }
            return id
        }
        var choice = Choice()
        for name in skip { choice.skipped.insert(try id(name)) }
        guard !only.isEmpty else { return choice }
        var ids: Set<Setting.ID> = []
        for name in only { ids.insert(try id(name)) }
        if let both = ids.intersection(choice.skipped).map(\.rawValue).min() {
            throw Failure("nodekeel: '\(both)' stands in both --only and --skip; name it in one of them")
        }
        choice.only = ids
        return choice
    }

    /// The same options for a command that is named, with a blank before each; empty where there are none.
    var text: String {
        (only.map { " --only \($0)" } + skip.map { " --skip \($0)" }).joined()
    }
}

import Agent
import ArgumentParser
import Reporting

struct ProfileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile",
        abstract: "List, show and compare the profiles that a policy may start from.",
        discussion: """
            A site's own profiles stand in \(ReadPolicy.profileDirectory)/NAME.yaml, with the keys summary, extends, \
            mode, settings and custom. With --policy FILE, those in the directory 'profiles' beside FILE come first.
            """,
        subcommands: [List.self, Show.self, Difference.self]
    )

    @ParentCommand var nodekeel: Nodekeel
    @OptionGroup var options: GlobalOptions

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List every profile.")

        @ParentCommand var profile: ProfileCommand
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let options = try options.over(profile.options).over(profile.nodekeel.options)
            let profiles = ReadPolicy.profiles(of: try options.node(), namedIn: options.policy)
            try options.print(ProfileListAnswer(profiles: profiles))
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show what a profile says, with what it extends, and where each word comes from."
        )

        @ParentCommand var profile: ProfileCommand
        @OptionGroup var options: GlobalOptions

        @Argument(help: ArgumentHelp("The profile, such as large-cluster.", valueName: "name"))
        var name: String

        func run() throws {
            let options = try options.over(profile.options).over(profile.nodekeel.options)
            try options.print(PolicyAnswer(entries: try options.profileEntries(name)))
        }
    }

    struct Difference: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "diff",
            abstract: "Show where two profiles say different things; exit status 2 if they do."
        )

        @ParentCommand var profile: ProfileCommand
        @OptionGroup var options: GlobalOptions

        @Argument(help: ArgumentHelp("One profile.", valueName: "a"))
        var first: String
        @Argument(help: ArgumentHelp("Another.", valueName: "b"))
        var second: String

        func run() throws {
            let options = try options.over(profile.options).over(profile.nodekeel.options)
            let answer = ProfileDifferenceAnswer(
                first,
                try options.profileEntries(first),
                second,
                try options.profileEntries(second)
            )
            try options.print(answer)
            guard answer.isEmpty else { throw NotAllMet() }
        }
    }
}

extension GlobalOptions {
    /// What a profile says: what a policy says that says nothing else.
    fileprivate func profileEntries(_ name: String) throws(Failure) -> [PolicyEntry] {
        let node = try node()
        do {
            return try ReadPolicy(profile: name, of: node, namedIn: policy).entries.filter { $0.key != "interval" }
        } catch {
            throw Failure(error)
        }
    }
}

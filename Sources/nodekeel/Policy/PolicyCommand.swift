import Agent
import ArgumentParser
import Node
import Reporting

struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Check, show and test a policy, or evaluate a formula.",
        subcommands: [Check.self, Show.self, Evaluate.self, Test.self]
    )

    @ParentCommand var nodekeel: Nodekeel
    @OptionGroup var options: GlobalOptions

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Check a policy file, or the node's policy on the node; exit status 1 if it cannot be used.",
            discussion: """
                A file is only read. The node's policy is also computed on the node, as the service does: a formula may \
                have no value here, and two settings may want different values of one knob. 'nodekeel plan --policy FILE' \
                does the same with a file.
                """
        )

        @ParentCommand var policy: PolicyCommand
        @OptionGroup var options: GlobalOptions

        @Argument(help: ArgumentHelp("The file; without it the node's policy.", valueName: "file"))
        var file: String?

        func run() throws {
            var options = try options.over(policy.options).over(policy.nodekeel.options, answering: [.text])
            options.policy = file ?? options.policy
            let node = try options.node()
            let read = try options.readPolicy(of: node)
            if file == nil { _ = try Run(on: node, under: read).examined(holds: [], after: nil) }
            let files =
                read.paths.isEmpty ? "no policy file: the default policy holds" : read.paths.joined(separator: ", ")
            try Terminal.print("\(files): good\n")
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show the merged policy, each key with the file and line that has the last word."
        )

        @ParentCommand var policy: PolicyCommand
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let options = try options.over(policy.options).over(policy.nodekeel.options)
            try options.print(PolicyAnswer(entries: try options.readPolicy(of: try options.node()).entries))
        }
    }
}

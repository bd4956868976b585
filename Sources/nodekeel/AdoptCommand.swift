import Agent
import ArgumentParser
import Node
import Tuning

struct AdoptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adopt",
        abstract: "Print a policy made of what this node holds and of the files that set it.",
        discussion: """
            From sysctl.d and from TuneD's active profiles, each line with where it came from and who else sets the \
            key. The values are those that the node holds now.
            """
    )

    @ParentCommand var nodekeel: Nodekeel
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let options = try options.over(nodekeel.options, answering: [.text])
        let node = try options.node()
        try Terminal.print(Adoption(of: node, facts: Facts(reading: node.root, cluster: Cluster())).text)
    }
}

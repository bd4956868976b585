import Agent
import ArgumentParser
import Node
import Reporting
import Tuning

struct FactsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "facts",
        abstract: "Show what this node is: CPUs, memory, disks, components, and what kube-proxy will set.",
        discussion: """
            With --format json what the knobs say comes with it, so that `nodekeel plan --facts` makes the same plan \
            elsewhere: every sysctl, and of the other knobs those that the catalogue and the policy ask for.
            """
    )

    @ParentCommand var nodekeel: Nodekeel
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let options = try options.over(nodekeel.options)
        let node = try options.node()
        let policy = try options.readPolicy(of: node)
        let facts = Facts(reading: node.root, cluster: policy.policy.cluster)
        let observed = options.format == .json ? NodeObservations(of: node, under: policy) : nil
        try options.print(FactsAnswer(facts: facts, observed: observed))
    }
}

import Agent
import Catalogue
import Checkout
import Node
import Reporting
import Testing
import Tuning

/// What the commands answer on every captured machine, compared whole: a change of any of it is read as a diff.
///
/// Nothing in these answers depends on when or where they are made: a first pass has no past, and a captured tree its
/// own boot.
@Suite("On a captured machine")
struct GoldenTests {
    static let machines = (try? Checkout.names(in: directory).filter { !$0.hasSuffix(".sh") }) ?? []
    private static let directory = "Tests/Fixtures/nodes"

    static func node(_ machine: String) throws -> Node {
        Node(root: try Root(at: "\(Checkout.top)/\(directory)/\(machine)"))
    }

    private func expect(_ answer: String, in name: String) throws {
        let difference = try Checkout.difference(of: "Tests/Golden/\(name)", from: answer)
        #expect(difference == nil)
    }

    private func examine(_ machine: String, under profile: Profile) throws -> (run: Run<Node>, examination: Examination)
    {
        let node = try Self.node(machine)
        let run = Run(on: node, under: try ReadPolicy(profile: profile.name, of: node))
        return (run, try run.examine(holds: [], after: nil))
    }

    @Test("the facts are those of the machine", arguments: machines)
    func facts(machine: String) throws {
        let facts = Facts(reading: try Self.node(machine).root, cluster: Cluster())
        try expect(FactsAnswer(facts: facts).json(), in: "\(machine).facts.json")
    }

    @Test("the plan of large-cluster is made", arguments: machines)
    func plan(machine: String) throws {
        let (run, examination) = try examine(machine, under: .largeCluster)
        let answer = PlanAnswer(
            plan: examination.plan,
            findings: examination.findings,
            leftAlone: examination.leftAlone,
            originals: [],
            edits: run.node.partialEdits(by: examination.plan),
            moment: examination.moment,
            settings: catalogue
        )
        try expect(answer.text(in: Style()), in: "\(machine).plan")
    }

    @Test("every setting is judged under each profile", arguments: machines, Profile.all.map(\.name))
    func check(machine: String, profile: String) throws {
        let profile = try #require(Profile.all.first { $0.name == profile })
        let (run, examination) = try examine(machine, under: profile)
        let report = run.report(examination, outcomes: [], after: nil).report
        try expect(
            CheckAnswer(report: report, settings: catalogue).text(in: Style()),
            in: "\(machine).\(profile.name).check"
        )
    }

    @Test("no two settings are at odds, whatever policy says of the cluster and asks to be kept", arguments: machines)
    func agreement(machine: String) throws {
        for profile in Profile.all {
            for nodes: Int64 in [1, 300, 5_000, 100_000] {
                var policy = Policy(profile: profile)
                policy.mode = .enforce
                policy.cluster = Cluster(nodes: nodes, apiserverQPS: 250_000, kubernetesVersion: "1.34.2")
                for setting in catalogue where setting.isOptIn {
                    policy.settings[setting.id] = SettingPolicy(mode: .enforce)
                }
                let facts = Facts(reading: try Self.node(machine).root, cluster: policy.cluster)
                #expect(Wishes(of: catalogue, for: facts, under: policy, holds: []).conflicts.isEmpty)
            }
        }
    }

    /// While the answers are written anew, some are not there yet.
    @Test("nothing is kept of a machine that is gone", .enabled(if: !Checkout.isRefreshing))
    func orphans() throws {
        let kinds = [".facts.json", ".plan"] + Profile.all.map { ".\($0.name).check" }
        let expected = Self.machines.flatMap { machine in kinds.map { machine + $0 } }
        #expect(!expected.isEmpty)
        #expect(try Checkout.names(in: "Tests/Golden") == expected.sorted())
    }
}

import Agent
import Node
import Reporting
import Testing
import Tuning

@Suite("A policy that is rolled out")
struct RolloutPolicyTests {
    private func machine(_ policy: String) throws -> ScratchMachine {
        let machine = try ScratchMachine()
        try machine.write("etc/nodekeel/policy.yaml", policy)
        return machine
    }

    /// What a machine says of a policy; it is there as long as it is asked.
    private func ask<Answer>(_ policy: String, _ question: (Node) throws -> Answer) throws -> Answer {
        let machine = try machine(policy)
        return try withExtendedLifetime(machine) { try question($0.node) }
    }

    private func examination(_ node: Node) throws -> Examination {
        try Run(on: node, under: try ReadPolicy(of: node)).examine(holds: [], after: nil)
    }

    @Test("is only observed on a node that is not in yet, and says so")
    func outside() throws {
        let machine = try machine("mode: enforce\nrollout: {percent: 0, salt: may}\n")
        let examination = try examination(machine.node)
        #expect(examination.plan.isEmpty)
        let table = try #require(examination.findings.first { $0.desired.setting == "connection-tracking-table" })
        #expect(table.desired.mode == .observe)
        #expect(
            table.desired.rolloutObjection?.hasPrefix("the rollout is at 0 % and this node comes in above ") == true
        )
        let told = examination.findings.first { $0.desired.setting == "connection-tracking-pressure" }
        #expect(told?.desired.rolloutObjection == nil)
        let answer = PlanAnswer(
            plan: examination.plan,
            findings: examination.findings,
            leftAlone: [],
            originals: [],
            moment: examination.moment,
            settings: []
        )
        #expect(answer.text(in: Style(columns: 300)).contains("only observed for now: the rollout is at 0 %"))
    }

    @Test("holds on a node that is in as if there were no rollout")
    func inside() throws {
        let rolled = try ask("mode: enforce\nrollout: {percent: 100}\n", examination)
        let plain = try ask("mode: enforce\n", examination)
        #expect(rolled.plan == plain.plan)
        #expect(!rolled.plan.isEmpty)
    }

    @Test("leaves a node without a machine ID out until it is over", arguments: ["uninitialized\n", ""])
    func unnamed(machineID: String) throws {
        let machine = try machine("mode: enforce\nrollout: {percent: 99.99}\n")
        try machine.write("etc/machine-id", machineID)
        #expect(try examination(machine.node).plan.isEmpty)
    }

    @Test("shows share, salt and directory with where they come from")
    func entries() throws {
        let policy = "rollout: {percent: 0.25, salt: may}\nmetrics: {textfile: /srv/m/}\n"
        let entries = try ask(policy) { try ReadPolicy(of: $0).entries }
            .filter { $0.key.contains(".") && !$0.key.hasPrefix("settings.") }
        #expect(entries.map(\.key) == ["rollout.percent", "rollout.salt", "metrics.textfile"])
        #expect(entries.map(\.value) == [.text("0.25"), .text("may"), .text("/srv/m")])
        #expect(
            entries.map(\.origin) == [
                "/etc/nodekeel/policy.yaml:1", "/etc/nodekeel/policy.yaml:1", "/etc/nodekeel/policy.yaml:2",
            ]
        )
    }

    @Test(
        "refuses what is no share and no directory, with the place",
        arguments: [
            ("rollout: {percent: 101}", "1:20"), ("rollout: {percent: -1}", "1:20"),
            ("rollout: {percent: 1.234}", "1:20"),
            ("rollout: {percent: ten}", "1:20"), ("rollout: {percent: 99999999999999999999}", "1:20"),
            ("rollout: {percent: [1]}", "1:20"), ("rollout: {salt: x}", "1:10"), ("rollout: {percnt: 1}", "1:11"),
            ("rollout: 10", "1:10"), ("metrics: {textfile: relative}", "1:21"), ("metrics: {textfile: 1}", "1:21"),
        ]
    )
    func mistakes(policy: String, place: String) throws {
        let error = #expect(throws: PolicyError.self) { try ask(policy + "\n") { try ReadPolicy(of: $0) } }
        #expect(error?.description.contains("policy.yaml:\(place)") == true, "\(error?.description ?? "")")
    }
}

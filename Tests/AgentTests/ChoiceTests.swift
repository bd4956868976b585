import Agent
import Node
import Reporting
import Testing
import Tuning

@Suite("A run about some settings")
struct ChoiceTests {
    private func run(on node: Node, _ choice: Choice) throws -> Run<Node> {
        Run(on: node, under: try ReadPolicy(profile: "large-cluster", of: node), choosing: choice)
    }

    @Test("writes only what is chosen, and judges the rest as it always does")
    func only() throws {
        let node = try ScratchMachine()
        let lock = try NodeLock(of: node.node.root)
        var ledger = try Ledger(of: node.node)
        let run = try run(on: node.node, Choice(only: ["connection-tracking-boot"]))
        let examination = try run.examine(holds: [], after: nil)
        let table = try #require(examination.findings.first { $0.desired.setting == "connection-tracking-table" })
        #expect(table.verdict == .unmet)
        #expect(table.restraint == .leftOut)
        let applied = try run.apply(examination, ledger: &ledger, after: nil, holding: lock)
        #expect(Set(applied.report.outcomes.map(\.change.setting)) == ["connection-tracking-boot"])
        #expect(node.text("proc/sys/net/netfilter/nf_conntrack_max") == "65536\n")
        #expect(applied.report.isAllEnforcedMet)
        #expect(!applied.report.isAllMet)
        let all = try Run(on: node.node, under: run.policy).examine(holds: [], after: applied.report)
        #expect(
            applied.report.fingerprint
                == Run(on: node.node, under: run.policy).report(all, outcomes: [], after: nil).report.fingerprint
        )
    }

    @Test("leaves out what is skipped")
    func skipped() throws {
        let node = try ScratchMachine()
        let examination = try run(on: node.node, Choice(skipped: ["connection-tracking-boot"]))
            .examine(holds: [], after: nil)
        #expect(!examination.plan.isEmpty)
        #expect(!examination.plan.changes.contains { $0.setting == "connection-tracking-boot" })
        #expect(!examination.isAllChosenMet)
    }

    @Test("keeps the kubelet's fields of other settings as they are")
    func fragment() throws {
        let scratch = try kubeletMachine(arguments: "--config-dir=/etc/kubernetes/kubelet.conf.d")
        func fields(_ choice: Choice) throws -> Set<Setting.ID> {
            let plan = try run(on: scratch.node, choice).examine(holds: [], after: nil).plan
            return Set(plan.changes.filter(\.knob.isKubeletField).map(\.setting))
        }
        let all = try fields(.everything)
        #expect(all.count > 1)
        let one = try #require(all.min { $0.rawValue < $1.rawValue })
        #expect(try fields(Choice(only: [one])) == [one])
        #expect(try fields(Choice(skipped: [one])) == all.subtracting([one]))
    }

    @Test("ends holds that came from revert, and past quarrels, of what it is about")
    func holds() {
        let choice = Choice(only: ["a"])
        let reverted = Hold(setting: "a", reason: "reverted", isFromRevert: true, endsAt: nil)
        let other = Hold(setting: "b", reason: "reverted", isFromRevert: true, endsAt: nil)
        let own = Hold(setting: "a", reason: "INC-1", isFromRevert: false, endsAt: nil)
        #expect([reverted, other, own].map { $0.endsByApply(of: choice) } == [true, false, false])
        #expect(other.endsByApply(of: .everything))
    }
}

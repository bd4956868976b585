import Agent
import Node
import Testing
import Tuning

@Suite("What is told of a kubelet that would not start")
struct KubeletEventTests {
    private func apply(_ machine: ScratchMachine, after previous: Report?) throws -> Applied {
        let run = Run(on: machine.node, under: try ReadPolicy(of: machine.node))
        var ledger = try Ledger(of: machine.node)
        let lock = try NodeLock(of: machine.node.root)
        let examination = try run.examine(holds: [], after: previous)
        return try run.apply(examination, ledger: &ledger, after: previous, holding: lock)
    }

    private func ofFields(_ events: [Event]) -> (lost: Int, back: Int) {
        var counts = (lost: 0, back: 0)
        for event in events {
            switch event {
            case .unreadable(let finding) where finding.desired.target.knob.isKubeletField: counts.lost += 1
            case .resolved(let finding) where finding.desired.target.knob.isKubeletField: counts.back += 1
            default: break
            }
        }
        return counts
    }

    @Test("It is one event for all of its fields, and one when it would start again")
    func once() throws {
        let machine = try kubeletMachine()
        let first = try apply(machine, after: nil).report
        try machine.write("var/lib/kubelet/config.yaml", "maxPods: [\n")
        let broken = try apply(machine, after: first)
        #expect(ofFields(broken.events) == (1, 0))
        let fields = broken.report.findings.filter { $0.desired.target.knob.isKubeletField }
        #expect(fields.count > 5)
        #expect(fields.allSatisfy { $0.verdict == .unknown && $0.standing.isTold })
        let still = try apply(machine, after: broken.report)
        #expect(ofFields(still.events) == (0, 0))
        try machine.write("var/lib/kubelet/config.yaml", kubeletHeader)
        #expect(ofFields(try apply(machine, after: still.report).events) == (0, 1))
    }
}

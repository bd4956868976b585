import Agent
import Node
import Testing
import Tuning

@Suite("Whoever writes without a pause")
struct StormTests {
    @Test("is answered a few times and then left, also where each answer is overwritten as soon as it was read back")
    func overwritten() throws {
        let table = "proc/sys/net/netfilter/nf_conntrack_max"
        let machine = try ScratchMachine()
        let run = Run(on: machine.node, under: try ReadPolicy(of: machine.node))
        try machine.write(table, "288840\n")
        var previous = run.report(try run.examine(holds: [], after: nil), outcomes: [], after: nil).report
        try machine.write(table, "65536\n")
        var events: [Event] = []
        for _ in 0..<20 {
            let examination = try run.examine(holds: [], after: previous)
            let changes = examination.plan.changes.filter { $0.setting == "connection-tracking-table" }
            let outcomes = changes.map { CarriedOut(change: $0, outcome: .applied) }
            let applied = run.report(examination, outcomes: outcomes, after: previous)
            events += applied.events
            previous = applied.report
        }
        let putBack = events.count { if case .putBack = $0 { true } else { false } }
        let contested = events.count { if case .contested = $0 { true } else { false } }
        #expect((putBack, contested) == (Standing.limit - 1, 1))
    }
}

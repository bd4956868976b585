import Agent
import Glibc
import Node
import Testing
import Tuning

@Suite("An apply on trial")
struct TrialTests {
    private let machine: ScratchMachine
    private var node: Node { machine.node }
    private static let table = "proc/sys/net/netfilter/nf_conntrack_max"

    /// Numbers of six digits: a file is not cut short by a write, as a kernel's value is.
    init() throws {
        machine = try ScratchMachine()
        try machine.write(Self.table, "100000")
    }

    /// Applies what the policy asks for, on trial, as the command does.
    private func tryOut(seconds: Int64 = 60) throws -> Trial {
        let lock = try NodeLock(of: node.root)
        var ledger = try Ledger(of: node)
        let run = Run(on: node, under: try ReadPolicy(of: node))
        let examination = try run.examine(holds: [], after: nil)
        let trial = Trial(of: examination.plan, beside: ledger.originals, gates: [], at: node.moment, seconds: seconds)
        let applied = try run.apply(examination, onTrial: trial, ledger: &ledger, after: nil, holding: lock)
        #expect(applied.report.outcomes.allSatisfy { $0.outcome == .applied })
        return trial
    }

    private func undo(_ trial: Trial) throws -> [CarriedOut] {
        let lock = try NodeLock(of: node.root)
        var ledger = try Ledger(of: node)
        return try Undoing(trial).carryOut(on: node, ledger: &ledger, holding: lock)
    }

    @Test("is on disk while it is open, and gives everything back when it is undone")
    func undone() throws {
        let trial = try tryOut()
        #expect(try Trial.open(on: node) == trial)
        #expect(machine.text(Self.table) != "100000")
        #expect(machine.text("etc/sysctl.d/90-nodekeel.conf") != nil)
        let outcomes = try undo(trial)
        #expect(outcomes.allSatisfy { $0.outcome == .applied })
        #expect(machine.text(Self.table) == "100000")
        #expect(machine.text("etc/sysctl.d/90-nodekeel.conf") == nil)
        #expect(try Trial.open(on: node) == nil)
        let ledger = try Ledger(of: node)
        #expect(ledger.originals == [])
        #expect(Set(ledger.holds(at: node.moment).map(\.setting)) == Set(trial.settings))
        let run = Run(on: node, under: try ReadPolicy(of: node))
        #expect(try run.examine(holds: ledger.holds(at: node.moment), after: nil).plan.isEmpty)
        #expect(
            try !run.examine(holds: ledger.holdsOutlivingApply(of: .everything, at: node.moment), after: nil).plan
                .isEmpty
        )
    }

    @Test("that cannot begin leaves no trial open, and no hold ended")
    func failing() throws {
        let lock = try NodeLock(of: node.root)
        var ledger = try Ledger(of: node)
        let hold = Hold(setting: "etcd-weight", reason: "reverted", isFromRevert: true, endsAt: nil)
        try ledger.hold([hold], holding: lock)
        let run = Run(on: node, under: try ReadPolicy(of: node))
        let examination = try run.examine(holds: [], after: nil)
        let trial = Trial(of: examination.plan, beside: [], gates: [], at: node.moment, seconds: 60)
        // Nothing can take the place of a directory that is not empty.
        try #require(unlink("\(machine.path)/var/lib/nodekeel/ledger.json") == 0)
        try machine.write("var/lib/nodekeel/ledger.json/x", "")
        #expect(throws: LedgerError.self) {
            try run.apply(
                examination,
                onTrial: trial,
                ledger: &ledger,
                after: nil,
                ending: \.isFromRevert,
                holding: lock
            )
        }
        #expect(try Trial.open(on: node) == nil)
        #expect(ledger.holds(at: node.moment) == [hold])
        #expect(machine.text(Self.table) == "100000")
        #expect(machine.text("etc/sysctl.d/90-nodekeel.conf") == nil)
    }

    @Test("is over where its deadline cannot be")
    func deadline() throws {
        var trial = try tryOut()
        for deadline in [Int64.min, -1, 0] {
            trial.deadlineUptimeSeconds = deadline
            #expect(trial.secondsLeft(at: node.moment) == 0)
        }
    }

    @Test("goes back to what held before it, and not to what held before nodekeel")
    func second() throws {
        try machine.write("etc/nodekeel/policy.yaml", "settings: {connection-tracking-table: {exactly: 700000}}\n")
        _ = try tryOut()
        let lock = try NodeLock(of: node.root)
        try Trial.end(on: node, holding: lock)
        _ = consume lock
        let earlier = try Ledger(of: node).originals
        #expect(machine.text(Self.table) == "700000")
        try machine.write("etc/nodekeel/policy.yaml", "settings: {connection-tracking-table: {exactly: 800000}}\n")
        let trial = try tryOut()
        #expect(machine.text(Self.table) == "800000")
        _ = try undo(trial)
        #expect(machine.text(Self.table) == "700000")
        let originals = try Ledger(of: node).originals
        #expect(originals.map(\.knob) == earlier.map(\.knob))
        #expect(originals.map(\.text) == earlier.map(\.text))
    }

    @Test("is over after its time, and in another boot at once")
    func time() throws {
        var trial = try tryOut(seconds: 60)
        var now = node.moment
        #expect((1...60).contains(trial.secondsLeft(at: now)))
        now.uptimeSeconds += 60
        #expect(trial.secondsLeft(at: now) == 0)
        trial.boot = "another"
        #expect(trial.secondsLeft(at: node.moment) == 0)
    }

    @Test("leaves what others changed meanwhile only where the knob holds what it did before")
    func changed() throws {
        let trial = try tryOut()
        try machine.write(Self.table, "100000")
        let outcomes = try undo(trial)
        #expect(!outcomes.contains { $0.change.knob == .sysctl("net/netfilter/nf_conntrack_max") })
        #expect(outcomes.allSatisfy { $0.outcome == .applied })
    }

    @Test("that cannot be understood is an error, and none is none", arguments: ["{", "{}", "{\"schemaVersion\": 2}"])
    func broken(text: String) throws {
        #expect(try Trial.open(on: node) == nil)
        try machine.write("var/lib/nodekeel/trial.json", text)
        #expect(throws: LedgerError.self) { try Trial.open(on: node) }
    }
}

import Agent
import Node
import Testing
import Tuning

@Suite("Giving back what was there before nodekeel")
struct RevertTests {
    private static let number = "proc/sys/vm/max_map_count"
    private static let boot = "proc/sys/kernel/random/boot_id"
    private static let file = "etc/sysctl.d/90-nodekeel.conf"

    private let machine: ScratchMachine
    private var node: Node { machine.node }
    private var originals: [Original] { get throws { try Ledger(of: node).originals } }

    /// Numbers of six digits: a file is not cut short by a write, as a kernel's value is.
    init() throws {
        machine = try ScratchMachine()
        try machine.write(Self.number, "100000")
    }

    private func want(_ number: Int) throws {
        let setting = "id: a-setting, sysctl: vm/max_map_count, exactly: \(number), mode: enforce, because: a test"
        try machine.write("etc/nodekeel/policy.yaml", "mode: observe\ncustom: [{\(setting)}]\n")
    }

    @discardableResult
    private func apply(after previous: Report? = nil) throws -> Report {
        let lock = try NodeLock(of: node.root)
        var ledger = try Ledger(of: node)
        let run = Run(on: node, under: try ReadPolicy(of: node))
        let examination = try run.examine(holds: [], after: previous)
        return try run.apply(examination, ledger: &ledger, after: previous, holding: lock).report
    }

    private func revert() throws -> [Outcome] {
        let lock = try NodeLock(of: node.root)
        var ledger = try Ledger(of: node)
        return try Reverting(nil, of: node, ledger: ledger).carryOut(on: node, ledger: &ledger, holding: lock)
            .map(\.outcome)
    }

    @Test("fails for a file that cannot be read, which is left and not forgotten")
    func unreadableFile() throws {
        try machine.write("proc/sys/net/netfilter/nf_conntrack_max", "100000")
        try apply()
        let ours = try #require(machine.text(Self.file))
        let bytes = Array(ours.utf8) + Array("# caf".utf8) + [0xE9, 0x0A]
        try machine.write(Self.file, bytes: bytes)
        let outcomes = try revert()
        #expect(outcomes.filter { $0 != .applied } == [.failed("it cannot be read: not UTF-8 text")])
        #expect(try node.root.bytes(of: "/\(Self.file)", limit: 1 << 20) == bytes)
        #expect(try originals.map(\.knob) == [.file("/\(Self.file)")])
        try machine.write(Self.file, ours)
        #expect(try revert() == [.applied])
        #expect(machine.text(Self.file) == nil)
        #expect(try originals.isEmpty)
    }

    @Test("fails for a sysctl that cannot be read, and gives it back once it can be")
    func unreadableSysctl() throws {
        try want(200_000)
        try apply()
        try machine.write(Self.number, String(repeating: "x", count: 1 << 17))
        guard case .failed? = try revert().first else {
            Issue.record("it was given back, or nothing was owed")
            return
        }
        #expect(try originals.map(\.text) == ["100000"])
        try machine.write(Self.number, "200000")
        #expect(try revert() == [.applied])
        #expect(machine.text(Self.number) == "100000")
        #expect(try originals.isEmpty)
    }

    @Test("knows what another boot began with, also where policy now asks for what the knob held in the one before")
    func originalOfNextBoot() throws {
        try want(200_000)
        try apply()
        try machine.write(Self.boot, "6d0a1f36-0000-4000-8000-000000000002\n")
        try machine.write(Self.number, "300000")
        try want(100_000)
        try apply()
        #expect(machine.text(Self.number) == "100000")
        #expect(try originals.map(\.text) == ["300000"])
        #expect(try revert() == [.applied])
        #expect(machine.text(Self.number) == "300000")
    }

    @Test("is not led astray by a drift in a boot that began with our own value")
    func driftInNextBoot() throws {
        try want(200_000)
        try apply()
        try machine.write(Self.boot, "6d0a1f36-0000-4000-8000-000000000002\n")
        let run = Run(on: node, under: try ReadPolicy(of: node))
        let seen = run.report(try run.examine(holds: [], after: nil), outcomes: [], after: nil).report
        try machine.write(Self.number, "500000")
        try apply(after: seen)
        #expect(machine.text(Self.number) == "200000")
        #expect(try originals.map(\.text) == ["100000"])
        #expect(try revert() == [.applied])
        #expect(machine.text(Self.number) == "100000")
    }

    @Test("is not led astray by a drift that comes after the apply of a boot found our own value")
    func laterDriftInNextBoot() throws {
        try want(200_000)
        try apply()
        try machine.write(Self.boot, "6d0a1f36-0000-4000-8000-000000000002\n")
        try apply()
        try machine.write(Self.number, "500000")
        #expect(try revert() == [.applied])
        #expect(machine.text(Self.number) == "100000")
    }
}

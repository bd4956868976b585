import Glibc
import Node
import Testing
import Tuning

@Suite("The ledger")
struct LedgerTests {
    private let now = Moment(boot: "boot", uptimeSeconds: 10, epochSeconds: 1_000)
    private let knob = Knob.sysctl("net/x")

    private func plan(_ text: String, on scratch: ScratchNode, knob: Knob? = nil) -> Plan {
        let knob = knob ?? self.knob
        let wanted: Value = if case .file = knob { .text(text) } else { Value(kernelText: text) }
        return Plan(changes: [
            Change(
                setting: "a-setting",
                knob: knob,
                before: scratch.node.observe(knob, facts: Facts()),
                text: text,
                target: Target(knob, .exactly(wanted)),
                because: "a test"
            )
        ])
    }

    private func apply(_ plan: Plan, on scratch: ScratchNode) throws -> [Outcome] {
        let lock = try NodeLock(of: scratch.node.root)
        var ledger = try Ledger(of: scratch.node)
        let recorded = try ledger.record(plan, at: now, holding: lock)
        return scratch.node.carryOut(recorded, facts: Facts(), holding: lock).map(\.outcome)
    }

    @Test("has the original on disk before the write, and keeps the first one")
    func firstOriginalStays() throws {
        let scratch = try ScratchNode(["proc/sys/net/x": "100\n", "var/lib/x": "", "run/x": ""])
        #expect(try apply(plan("200", on: scratch), on: scratch) == [.applied])
        #expect(try apply(plan("300", on: scratch), on: scratch) == [.applied])
        #expect(scratch.content(of: "proc/sys/net/x")?.hasPrefix("300") == true)
        let originals = try Ledger(of: scratch.node).originals
        #expect(originals.map(\.text) == ["100"])
        #expect(originals.map(\.written) == ["300"])
    }

    @Test(
        "that is broken stops every write and loses nothing",
        arguments: ["", "{", "[]", #"{"schemaVersion":99,"originals":[],"holds":[]}"#]
    )
    func broken(content: String) throws {
        let scratch = try ScratchNode(["proc/sys/net/x": "100\n", "var/lib/nodekeel/ledger.json": content, "run/x": ""])
        #expect(throws: LedgerError.self) { try apply(plan("200", on: scratch), on: scratch) }
        #expect(scratch.content(of: "proc/sys/net/x") == "100\n")
        #expect(scratch.content(of: "var/lib/nodekeel/ledger.json") == content)
    }

    @Test("gives back a file with its own mode, and takes away one that was not there")
    func files() throws {
        let scratch = try ScratchNode(["etc/old": "theirs\n", "var/lib/x": "", "run/x": ""])
        chmod("\(scratch.path)/etc/old", 0o640)
        let old = Knob.file("/etc/old")
        let new = Knob.file("/etc/made.d/new")
        #expect(try apply(plan("ours\n", on: scratch, knob: old), on: scratch) == [.applied])
        #expect(try apply(plan("ours\n", on: scratch, knob: new), on: scratch) == [.applied])
        #expect(try scratch.node.root.status(of: "/etc/old").mode == 0o640)
        #expect(try scratch.node.root.status(of: "/etc/made.d/new").mode == 0o644)
        let ledger = try Ledger(of: scratch.node)
        let observed = Dictionary(
            uniqueKeysWithValues: [old, new].map { ($0, scratch.node.observe($0, facts: Facts())) }
        )
        let reverting = Plan(reverting: ledger.originals, observed: observed, at: now)
        #expect(try apply(reverting, on: scratch) == [.applied, .applied])
        #expect(scratch.content(of: "etc/old") == "theirs\n")
        #expect(try scratch.node.root.status(of: "/etc/old").mode == 0o640)
        #expect(scratch.content(of: "etc/made.d/new") == nil)
    }

    @Test("keeps holds until they end")
    func holds() throws {
        let scratch = try ScratchNode(["var/lib/x": "", "run/x": ""])
        let lock = try NodeLock(of: scratch.node.root)
        var ledger = try Ledger(of: scratch.node)
        let ending = Hold(setting: "a", reason: "INC-1", isFromRevert: false, endsAt: 1_001)
        let lasting = Hold(setting: "b", reason: "reverted", isFromRevert: true, endsAt: nil)
        try ledger.hold([ending, lasting], holding: lock)
        let again = try Ledger(of: scratch.node)
        #expect(again.holds(at: now) == [ending, lasting])
        #expect(again.holds(at: Moment(boot: "x", uptimeSeconds: 0, epochSeconds: 1_001)) == [lasting])
        try ledger.release(where: \.isFromRevert, holding: lock)
        #expect(try Ledger(of: scratch.node).holds(at: now) == [ending])
    }

    @Test("keeps holds on single knobs, until all of the setting is held")
    func holdsOfKnobs() throws {
        let scratch = try ScratchNode(["var/lib/x": "", "run/x": ""])
        let lock = try NodeLock(of: scratch.node.root)
        var ledger = try Ledger(of: scratch.node)
        func hold(_ knob: Knob?, _ reason: String) -> Hold {
            Hold(setting: "a", knob: knob, reason: reason, isFromRevert: false, endsAt: nil, boot: now.boot)
        }
        try ledger.hold([hold(.sysctl("x"), "1"), hold(.sysctl("y"), "2")], holding: lock)
        try ledger.hold([hold(.sysctl("y"), "3")], holding: lock)
        #expect(try Ledger(of: scratch.node).holds(at: now).map(\.reason) == ["1", "3"])
        #expect(ledger.holds(at: Moment(boot: "another", uptimeSeconds: 0, epochSeconds: 0)) == [])
        try ledger.hold([hold(nil, "4")], holding: lock)
        #expect(ledger.holds(at: now).map(\.reason) == ["4"])
    }

    @Test("is written by one process at a time")
    func lock() throws {
        let scratch = try ScratchNode(["run/x": ""])
        do {
            let held = try NodeLock(of: scratch.node.root)
            #expect(throws: SystemError(operation: "lock", object: NodeLock.path, errno: EWOULDBLOCK)) {
                _ = try NodeLock(of: scratch.node.root, patienceMilliseconds: 50)
            }
            _ = consume held
        }
        _ = try NodeLock(of: scratch.node.root, patienceMilliseconds: 0)
    }

    @Test("says what the kernel made of a value that it took and changed")
    func ignoredValue() throws {
        let scratch = try ScratchNode(["proc/sys/net/x": "100\n", "var/lib/x": "", "run/x": ""])
        var changed = plan("200", on: scratch)
        changed.changes[0].target = Target(knob, .atLeast(250))
        #expect(try apply(changed, on: scratch) == [.ignored(.integer(200))])
    }
}

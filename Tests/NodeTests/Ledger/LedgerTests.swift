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

    private func apply(_ plan: Plan, on scratch: ScratchNode, seen findings: [Finding] = []) throws -> [Outcome] {
        let lock = try NodeLock(of: scratch.node.root)
        var ledger = try Ledger(of: scratch.node)
        let recorded = try ledger.record(plan, seen: findings, at: now, holding: lock)
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

    @Test("forgets originals of devices that are gone when it takes up another, but no other's")
    func goneDevices() throws {
        let scratch = try ScratchNode(["etc/x": "theirs", "var/lib/x": "", "run/x": ""])
        func take(_ name: String, seen findings: [Finding] = []) throws {
            try scratch.write("proc/sys/net/\(name)", "100\n")
            let outcome = try apply(plan("200", on: scratch, knob: .sysctl("net/\(name)")), on: scratch, seen: findings)
            #expect(outcome == [.applied])
        }
        func lose(_ path: String) { #expect(unlink("\(scratch.path)/\(path)") == 0) }
        func known() throws -> [String] { try Ledger(of: scratch.node).originals.map(\.knob.name) }

        for name in ["veth1/x", "veth2/x", "wanted", "unreadable"] { try take(name) }
        #expect(try apply(plan("ours", on: scratch, knob: .file("/etc/x")), on: scratch) == [.applied])
        for name in ["veth1/x", "veth2/x", "wanted", "unreadable"] { lose("proc/sys/net/\(name)") }
        lose("etc/x")
        mkdir("\(scratch.path)/proc/sys/net/unreadable", 0o755)
        let before = ["net/veth1/x", "net/veth2/x", "net/wanted", "net/unreadable", "/etc/x"]
        #expect(try known() == before)

        // A module that is to be loaded again is still asked for: what it held before nodekeel may be of use.
        let desired = Desired(
            setting: "a-setting",
            target: Target(.sysctl("net/wanted"), .atLeast(200)),
            mode: .enforce,
            because: ""
        )
        let finding = Finding(judging: desired, observed: .missing, at: now, after: nil) { _, _ in .effective }
        try take("veth3/x", seen: [finding])
        #expect(try known() == ["net/wanted", "net/unreadable", "/etc/x", "net/veth3/x"])
        try take("veth1/x", seen: [finding])
        #expect(try known() == ["net/wanted", "net/unreadable", "/etc/x", "net/veth3/x", "net/veth1/x"])
    }

    @Test("is never written longer than it is read, and keeps room for stepping aside")
    func full() throws {
        let long = String(repeating: "a", count: (15 << 20) - 1_000)
        let original = #"{"setting":"b","knob":{"kind":"file","name":"/etc/x"},"text":"\#(long)","recordedAt":1}"#
        let full = #"{"schemaVersion":1,"originals":[\#(original)],"holds":[]}"#
        let files = ["proc/sys/net/x": "100\n", "var/lib/nodekeel/ledger.json": full, "run/x": ""]
        let scratch = try ScratchNode(files)
        let tooMuch = plan("200" + String(repeating: " ", count: 1_000), on: scratch)
        let lock = try NodeLock(of: scratch.node.root)
        var ledger = try Ledger(of: scratch.node)
        do throws(LedgerError) {
            _ = try ledger.record(tooMuch, at: now, holding: lock)
            Issue.record("it was recorded")
        } catch {
            #expect(error.reason.contains("15728640 is the most"), "\(error)")
        }
        #expect(ledger.originals.count == 1)

        let reason = String(repeating: "b", count: 2_000)
        try ledger.hold([Hold(setting: "b", reason: reason, isFromRevert: true, endsAt: nil)], holding: lock)
        #expect(try scratch.node.root.status(of: Ledger.path).byteCount > 15 << 20)
        try ledger.forget([.file("/etc/x")], holding: lock)
        #expect(try Ledger(of: scratch.node).originals == [])
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

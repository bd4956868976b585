import Testing
import Tuning

private let now = Moment(boot: "this boot", uptimeSeconds: 100, epochSeconds: 1_000)
private let table = Knob.sysctl("net/netfilter/nf_conntrack_max")
private let buckets = Knob.sysctl("net/netfilter/nf_conntrack_buckets")

private func finding(
    _ knob: Knob,
    holds number: Int64,
    wants least: Int64,
    mode: Mode = .enforce,
    isWritable: Bool = true,
    hold: Hold? = nil
) -> Finding {
    Finding(
        judging: Desired(
            setting: Setting.ID(rawValue: knob.name),
            target: Target(knob, .atLeast(least)),
            mode: mode,
            because: "a test",
            hold: hold
        ),
        observed: .value(.integer(number), text: "\(number)", isWritable: isWritable),
        at: now,
        after: nil,
        effect: { _, _ in .effective }
    )
}

@Suite("A plan")
struct PlanTests {
    @Test("writes the hash size before the table size, whatever order they were asked in")
    func coupledKnobs() {
        let plan = Plan(for: [finding(table, holds: 1, wants: 4), finding(buckets, holds: 1, wants: 2)])
        #expect(plan.changes.map(\.knob) == [buckets, table])
        #expect(plan.changes.map(\.text) == ["2", "4"])
    }

    @Test(
        "puts no single number in the place of words or of several numbers",
        arguments: [Value.text("always"), .list([.integer(4_096), .integer(2), .integer(6)])],
        [Bound.atLeast(8), .atMost(1)]
    )
    func noNumber(value: Value, bound: Bound) throws {
        var finding = finding(.sysctl("net/ipv4/tcp_rmem"), holds: 1, wants: 4)
        finding.desired.target = Target(.sysctl("net/ipv4/tcp_rmem"), bound)
        finding.observation = .value(value, text: value.kernelText, isWritable: true)
        #expect(Plan(for: [finding]).isEmpty)
        guard case .obstructed(let reason) = finding.restraint else {
            Issue.record("nothing says why")
            return
        }
        #expect(reason.hasSuffix("(exactly)"))
    }

    @Test("leaves what is met, observed, held or read-only")
    func restraint() {
        let hold = Hold(setting: "x", reason: "a test", isFromRevert: false, endsAt: nil)
        let findings = [
            finding(table, holds: 9, wants: 4),
            finding(table, holds: 1, wants: 4, mode: .observe),
            finding(table, holds: 1, wants: 4, isWritable: false),
            finding(table, holds: 1, wants: 4, hold: hold),
            finding(.occupancy(.connectionTracking), holds: 1, wants: 4),
        ]
        #expect(Plan(for: findings).isEmpty)
        #expect(findings.map(\.restraint) == [.nothingToDo, .observed, .readOnly, .held(hold), .observed])
    }
}

@Suite("An original")
struct OriginalTests {
    private func change(_ text: String, over before: String, knob: Knob = table) -> Change {
        Change(
            setting: "a-setting",
            knob: knob,
            before: .value(Value(kernelText: before), text: before, isWritable: true),
            text: text,
            target: Target(knob, .exactly(Value(kernelText: text))),
            because: "a test"
        )
    }

    private func reverted(_ original: Original, holds text: String?, in boot: String = now.boot) -> [String?] {
        let observation: Observation =
            text.map { .value(Value(kernelText: $0), text: $0, isWritable: true) } ?? .missing
        let moment = Moment(boot: boot, uptimeSeconds: 5, epochSeconds: 2_000)
        return Plan(reverting: [original], observed: [original.knob: observation], at: moment).changes.map(\.text)
    }

    @Test("is what the knob held before the first write, however often it is written after")
    func firstWins() {
        let first = Original(of: change("200", over: "100"), at: now)
        let later = first.continued(by: change("300", over: "150"), at: now)
        #expect(later.text == "100")
        #expect(reverted(later, holds: "300") == ["100"])
        #expect(reverted(later, holds: "100") == [])
    }

    @Test("is put back after a reboot that brought our own value, and not after one that brought the kernel's")
    func reboots() {
        let original = Original(of: change("200", over: "100"), at: now)
        #expect(reverted(original, holds: "200", in: "next boot") == ["100"])
        #expect(reverted(original, holds: "64", in: "next boot") == [])
    }

    @Test("is taken anew when a reboot has given the knob another value")
    func newBoot() {
        let next = Moment(boot: "next boot", uptimeSeconds: 5, epochSeconds: 2_000)
        let original = Original(of: change("200", over: "100"), at: now)
        #expect(original.continued(by: change("200", over: "64"), at: next).text == "64")
        #expect(original.continued(by: change("300", over: "200"), at: next).text == "100")
    }

    @Test("of a file that was not there means that it is taken away")
    func newFile() {
        let file = Knob.file("/etc/x")
        let change = Change(
            setting: "a-setting",
            knob: file,
            before: .missing,
            text: "ours",
            target: Target(file, .exactly(.text("ours"))),
            because: "a test"
        )
        let original = Original(of: change, at: now)
        #expect(reverted(original, holds: "ours") == [nil])
        #expect(reverted(original, holds: nil) == [])
    }
}

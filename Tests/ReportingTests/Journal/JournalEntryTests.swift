import Reporting
import Testing
import Tuning

@Suite("What the journal is told")
struct JournalEntryTests {
    @Test("A transition says what, where, why and what was done", arguments: JournalSamples.transitions.indices)
    func transition(index: Int) {
        let sample = JournalSamples.transitions[index]
        let entry = JournalEntry(sample.event, units: JournalSamples.units)
        #expect(entry.message == sample.message)
        #expect(entry.priority.rawValue == sample.priority)
    }

    @Test(
        "The service says what it does in one sentence",
        arguments: JournalSamples.ofService.indices
    )
    func service(index: Int) {
        let sample = JournalSamples.ofService[index]
        let entry = JournalEntry(sample.event, units: JournalSamples.units)
        #expect(entry.message == sample.message)
        #expect(entry.priority.rawValue == sample.priority)
    }

    @Test("A drift has every field that an alert asks for, and systemd's own beside them")
    func fields() {
        let entry = JournalEntry(
            .putBack(Samples.finding(), from: .integer(2_310_720), found: Samples.value(131_072)),
            units: JournalSamples.units
        )
        let expected = [
            "NODEKEEL_SETTING": "connection-tracking-table",
            "NODEKEEL_KNOB": "net/netfilter/nf_conntrack_max",
            "NODEKEEL_WANTED": "2310720 entries",
            "NODEKEEL_OBSERVED": "131072",
            "NODEKEEL_VERDICT": "drifted",
            "NODEKEEL_BECAUSE": "144420 entries for each of 16 CPUs online",
            "NODEKEEL_MODE": "enforce",
            "SYSCTL": "net/netfilter/nf_conntrack_max",
            "OLDVALUE": "2310720",
            "NEWVALUE": "131072",
            "OURVALUE": "2310720",
            "NODEKEEL_WRITER": "not seen",
        ]
        #expect(Dictionary(entry.fields.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 }) == expected)
        let met = Samples.finding(holds: Samples.value(2_310_720), verdict: .met)
        #expect(JournalEntry(.resolved(met), units: JournalSamples.units)["NODEKEEL_EFFECT"] == "effective")
    }

    @Test("A drift whose writer was seen has it in one line, part by part, and in systemd's fields for a process")
    func writerFields() {
        let entry = JournalEntry(.drifted(JournalSamples.written(), from: nil), units: JournalSamples.units)
        #expect(entry["NODEKEEL_WRITER"] == "kube-proxy (pod kube-system/kube-proxy-x7k2p, pid 4242)")
        #expect(entry["NODEKEEL_WRITER_POD"] == "kube-system/kube-proxy-x7k2p")
        #expect(entry["NODEKEEL_WRITER_CONTAINER"] == "proxy")
        #expect(entry["NODEKEEL_WRITER_UNIT"] == "cri-containerd-0a0a.scope")
        #expect(entry["NODEKEEL_WRITER_EXECUTABLE"] == "/usr/local/bin/kube-proxy")
        #expect(entry["NODEKEEL_WRITER_UID"] == "0")
        #expect(entry["NODEKEEL_WRITES"] == "1")
        #expect(entry["OBJECT_PID"] == "4242")
        #expect(entry["OBJECT_COMM"] == "kube-proxy")
        let met = Samples.finding(holds: Samples.value(2_310_720), verdict: .met)
        #expect(JournalEntry(.resolved(met), units: JournalSamples.units)["NODEKEEL_WRITER"] == nil)
    }

    @Test("Unlimited is a word for people and 0 for the kernel's fields")
    func unlimited() {
        let entry = JournalEntry(
            .drifted(Samples.finding(holds: Samples.value(0)), from: .unlimited),
            units: JournalSamples.units
        )
        #expect(entry["NODEKEEL_OBSERVED"] == "unlimited")
        #expect(entry["OLDVALUE"] == "0")
        #expect(entry["NEWVALUE"] == "0")
    }

    @Test("Only a sysctl has systemd's fields")
    func noSysctl() {
        let entry = JournalEntry(.unmet(JournalSamples.pressure), units: JournalSamples.units)
        #expect(entry["SYSCTL"] == nil)
    }

    @Test("A failed revert is told as a failure")
    func failedRevert() {
        let entry = JournalEntry(
            .reverted(CarriedOut(change: Samples.change(), outcome: .failed("Read-only file system"))),
            units: JournalSamples.units
        )
        #expect(entry.kind == .failed)
        #expect(entry["NODEKEEL_REASON"] == "Read-only file system")
    }

    @Test("A summary of a healthy node is for the record, of another a warning; each count is a field")
    func summary() {
        let met = Samples.finding(holds: Samples.value(2_310_720), verdict: .met)
        let healthy = JournalEntry(.summary(Samples.report([met])), units: JournalSamples.units)
        #expect(healthy.priority == .information)
        #expect(healthy.message == "1 setting: 1 met")
        let ill = JournalEntry(.summary(Samples.report()), units: JournalSamples.units)
        #expect(ill.priority == .warning)
        #expect(ill["NODEKEEL_DRIFTED"] == "1")
        #expect(ill["NODEKEEL_CONTESTED"] == "0")
    }

    @Test("Every kind has an ID of 128 random bits, and an event that sends it")
    func kinds() {
        for kind in MessageKind.allCases {
            #expect(kind.rawValue.utf8.count == 32)
            #expect(kind.rawValue.allSatisfy { "0123456789abcdef".contains($0) })
        }
        #expect(Set(JournalSamples.entries.map(\.kind)) == Set(MessageKind.allCases))
    }

    @Test("The settings of a trial are a field as a command takes them, however many they are")
    func tried() {
        let settings = ["a", "b", "c", "d", "e", "f"].map(Setting.ID.init(rawValue:))
        let entry = JournalEntry(.trialBegun(settings, seconds: 5), units: JournalSamples.units)
        #expect(entry["NODEKEEL_SETTINGS_TRIED"] == "a b c d e f")
        #expect(entry.message.hasPrefix("a, b, c, d, e and 1 more applied on trial"))
    }

    @Test("Field names are such as journald takes, each once")
    func fieldNames() {
        for entry in JournalSamples.entries {
            let names = entry.fields.map(\.name)
            #expect(Set(names).count == names.count)
            for name in names {
                #expect(name.allSatisfy { $0 == "_" || ("A"..."Z").contains($0) }, "\(name)")
                #expect(!name.hasPrefix("_"))
            }
        }
    }

    @Test("The status line is one line of truth without a time in it")
    func statusLine() {
        var findings = Samples.findings
        findings[1].desired.hold = Samples.hold()
        findings[3].effect = .inert(because: "x")
        let failed = CarriedOut(change: Samples.change(), outcome: .failed("x"))
        #expect(
            Samples.report(findings, outcomes: [failed]).statusLine
                == "4 settings: 2 met, 1 unmet, 1 drifted (connection-tracking-table, connection-tracking-boot); "
                + "1 write failed; 1 held; 1 without effect"
        )
        #expect(Samples.report([]).statusLine == "no setting applies to this node")
        let many = (0..<9).map { Samples.finding(Setting.ID(rawValue: "s\($0)"), verdict: .unmet) }
        #expect(Samples.report(many).statusLine == "9 settings: 9 unmet (s0, s1, s2 and 6 more)")
    }

    @Test("A setting counts once, with the worst of its knobs")
    func tally() {
        let findings = [
            Samples.finding("a", verdict: .met), Samples.finding("a", Samples.bucketsKnob, verdict: .drifted),
            Samples.finding("b", verdict: .unknown), Samples.finding("b", Samples.bucketsKnob, verdict: .met),
        ]
        #expect(Tally(of: findings).text == "2 settings: 1 unknown, 1 drifted")
        #expect(Tally(of: findings).worst == .drifted)
        #expect(Tally(of: findings).notMet == ["a", "b"])
    }
}

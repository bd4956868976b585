import Documents
import Reporting
import Testing
import Tuning

@Suite("What check answers")
struct CheckAnswerTests {
    @Test("The verdict leads, reasons follow, one line says it all")
    func whole() {
        let text = answer().text(in: Style(columns: 110))
        #expect(
            text == """
                VERDICT  SETTING                       KNOB                                       WANTED  OBSERVED  UNIT
                drifted  connection-tracking-table     net/netfilter/nf_conntrack_max            2310720    131072  entries
                met      connection-tracking-buckets   net/netfilter/nf_conntrack_buckets       ≥ 577680    578048  buckets
                unmet    connection-tracking-boot      /etc/modprobe.d/nodekeel-conntrack.conf  its text    absent
                met      connection-tracking-pressure  nf_conntrack occupancy                     ≤ 85 %      12 %

                connection-tracking-table: drifted for 12 min
                   knob      net/netfilter/nf_conntrack_max
                   observed  131072 entries
                   wanted    2310720 entries
                   why       144420 entries for each of 16 CPUs online
                   due       'nodekeel apply' writes 2310720 entries
                   danger    kube-proxy will lower the table to 1048576 at its next start
                   remedy    set conntrack.maxPerCore to 0 in the ConfigMap kube-system/kube-proxy

                connection-tracking-boot: unmet for 12 min
                   knob      /etc/modprobe.d/nodekeel-conntrack.conf
                   observed  absent
                   wanted    its text
                   why       the module takes its size when it is loaded
                   due       'nodekeel apply' writes its text

                Left alone
                   kube-proxy-conntrack  no IPVS here

                4 settings: 2 met, 1 unmet, 1 drifted
                next: sudo nodekeel apply

                """
        )
    }

    @Test("When all is met there is the table, the summary and no command")
    func allMet() {
        let finding = Samples.finding(holds: Samples.value(2_310_720), verdict: .met)
        let text = answer(Samples.report([finding])).text(in: Style())
        #expect(!text.contains("next:"))
        #expect(text.hasSuffix("\n1 setting: 1 met\n"))
    }

    @Test("A value that is met and does nothing is told of")
    func inert() {
        let finding = Samples.finding(verdict: .met, effect: .inert(because: "no IPVS"))
        let text = answer(Samples.report([finding])).text(in: Style())
        #expect(text.contains("met, inert  connection-tracking-table"))
        #expect(text.contains("   effect  inert: no IPVS\n"))
    }

    @Test(
        "What is not written says why, and what changes that",
        arguments: [
            (Samples.finding(mode: .observe), "policy says 'settings.connection-tracking-table.mode: enforce'"),
            (Samples.finding(holds: Samples.value(1, isWritable: false)), "the kernel lets nobody write it here"),
            (Samples.finding(hold: Samples.hold()), "held: load test; 'nodekeel release connection-tracking-table'"),
            (Samples.finding(hold: Samples.hold(fromRevert: true)), "the next 'nodekeel apply' ends this"),
            (Samples.finding(hold: Samples.hold(endsAt: 1_795_369_300)), "held until 2026-11-22 17:41 UTC"),
            (Samples.finding(verdict: .contested, contestedUntil: 7_500), "nothing is written for another 5 min"),
            (Samples.finding(verdict: .contested, contestedUntil: .min), "nothing is written for another 0 s"),
            (
                Samples.finding(holds: .unreadable("Permission denied"), verdict: .unknown),
                "could not be read: Permission denied"
            ),
            (Samples.finding(holds: .missing, verdict: .unknown), "net/netfilter/nf_conntrack_max is not there"),
        ]
    )
    func restraint(finding: Finding, words: String) {
        let text = answer(Samples.report([finding])).text(in: Style(columns: 300))
        #expect(text.contains(words))
        #expect(!text.contains("due "))
        #expect(!text.contains("next:"))
    }

    @Test("0 in a table that it makes unlimited is called so")
    func unlimited() {
        let finding = Samples.finding(
            "connection-tracking-table",
            Samples.tableKnob,
            .atLeast(1),
            holds: Samples.value(0),
            verdict: .met
        )
        #expect(answer(Samples.report([finding])).text(in: Style()).contains("unlimited"))
    }

    @Test("Colour adds nothing but colour")
    func colour() {
        let coloured = answer().text(in: Style(isColoured: true))
        var plain = coloured
        for code in ["0", "1", "2", "31", "32", "33", "1;31"] { plain = plain.replacing("\u{1b}[\(code)m", with: "") }
        #expect(plain != coloured)
        #expect(plain == answer().text(in: Style()))
    }

    @Test("JSON is the report, with the numbers beside its findings")
    func json() throws {
        let text = try JSONText(Array(answer().json().utf8))
        let value = text.value
        #expect(value["schemaVersion"] == .integer(1))
        #expect(value["nodekeelVersion"] == .string(nodekeelVersion))
        #expect(value["isAllMet"] == .bool(false))
        #expect(value["summary"]?["drifted"] == .integer(1))
        #expect(value["summary"]?["contested"] == .integer(0))
        #expect(try JSON.decode(Report.self, from: text) == Samples.report())
    }

    private func answer(_ report: Report = Samples.report()) -> CheckAnswer {
        CheckAnswer(report: report, settings: Samples.settings, next: "sudo nodekeel apply")
    }
}

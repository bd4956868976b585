import Documents
import Reporting
import Testing
import Tuning

@Suite("What apply and revert answer")
struct OutcomeAnswerTests {
    private let outcomes = [
        CarriedOut(change: Samples.change(), outcome: .applied),
        CarriedOut(
            change: Samples.change(
                Samples.bucketsKnob,
                from: Samples.value(262_144),
                to: "577680",
                setting: "connection-tracking-buckets"
            ),
            outcome: .failed("Cannot allocate memory")
        ),
        CarriedOut(
            change: Samples.change(Samples.bootFile, from: .missing, to: "x\n", setting: "connection-tracking-boot"),
            outcome: .ignored(.text(""))
        ),
    ]

    @Test("What failed has its reason below it, and the last lines say how it went and how to undo it")
    func applied() {
        let met = Samples.finding(holds: Samples.value(2_310_720), verdict: .met)
        let report = Samples.report([met], outcomes: outcomes)
        #expect(
            ApplyAnswer(report: report, settings: Samples.settings).text(in: Style()) == """
                OUTCOME  KNOB                                       FROM        TO  SETTING
                applied  net/netfilter/nf_conntrack_max           131072   2310720  connection-tracking-table
                failed   net/netfilter/nf_conntrack_buckets       262144    577680  connection-tracking-buckets
                   because  Cannot allocate memory
                ignored  /etc/modprobe.d/nodekeel-conntrack.conf  absent  its text  connection-tracking-boot
                   but  the write was taken, and the knob holds another text

                1 write applied, 2 failed; 1 setting: 1 met
                undo: nodekeel revert

                """
        )
    }

    @Test("An apply with nothing to do says so")
    func nothing() {
        let met = Samples.finding(holds: Samples.value(2_310_720), verdict: .met)
        let text = ApplyAnswer(report: Samples.report([met]), settings: Samples.settings).text(in: Style())
        #expect(text == "nothing to write; 1 setting: 1 met\n")
    }

    @Test("A revert says what got back what, what needed nothing, and what is held now")
    func reverted() {
        let answer = RevertAnswer(
            outcomes: [outcomes[0]],
            untouched: [Original(of: outcomes[2].change, at: Samples.now)],
            holds: [Samples.hold(fromRevert: true, reason: "reverted")],
            settings: Samples.settings
        )
        #expect(
            answer.text(in: Style()) == """
                OUTCOME  KNOB                              FROM       TO  SETTING
                applied  net/netfilter/nf_conntrack_max  131072  2310720  connection-tracking-table

                Nothing to put back
                   /etc/modprobe.d/nodekeel-conntrack.conf  connection-tracking-boot

                1 write put back
                connection-tracking-table is held: reverted; the next 'nodekeel apply' ends this

                """
        )
    }

    @Test("JSON of an apply is the report, of a revert the outcomes")
    func json() throws {
        let report = Samples.report(outcomes: outcomes)
        let applied = try JSONText(Array(ApplyAnswer(report: report, settings: []).json().utf8))
        #expect(try JSON.decode(Report.self, from: applied) == report)
        #expect(applied.value["outcomes"]?[1]?["outcome"]?["failed"] == .string("Cannot allocate memory"))
        let answer = RevertAnswer(outcomes: outcomes, untouched: [], holds: [Samples.hold()], settings: [])
        let reverted = try JSON.parse(Array(answer.json().utf8))
        #expect(reverted["schemaVersion"] == .integer(1))
        #expect(reverted["outcomes"]?[0]?["change"]?["text"] == .string("2310720"))
        #expect(reverted["holds"]?[0]?["reason"] == .string("load test"))
    }
}

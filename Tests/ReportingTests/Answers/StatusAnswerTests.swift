import Documents
import Reporting
import Testing
import Tuning

@Suite("What status answers")
struct StatusAnswerTests {
    private let original = Original(of: Samples.change(from: Samples.value(262_144)), at: Samples.now)

    @Test("The verdict leads, then whether it can be believed, then what is not met")
    func whole() {
        let service = StatusAnswer.Service(
            isRunning: true,
            nextPassInSeconds: 48,
            blindSpots: ["sysctl writes: Operation not permitted"]
        )
        let text = answer(Samples.report(), service: service, holds: [Samples.hold()]).text(in: Style(columns: 110))
        #expect(
            text == """
                node         4 settings: 2 met, 1 unmet, 1 drifted
                last pass    12 s ago (2026-11-21 13:55 UTC) by nodekeel \(nodekeelVersion)
                fingerprint  \(Samples.report().fingerprint), the same on every node that stands the same
                service      runs, next pass within 48 s
                blind to     sysctl writes: Operation not permitted
                policy       profile large-cluster, mode enforce
                held         connection-tracking-table: load test; 'nodekeel release connection-tracking-table' ends this
                changed      1 knob, 'nodekeel revert' gives back what it held

                VERDICT  SETTING                    KNOB                                       WANTED  OBSERVED  UNIT
                drifted  connection-tracking-table  net/netfilter/nf_conntrack_max            2310720    131072  entries
                unmet    connection-tracking-boot   /etc/modprobe.d/nodekeel-conntrack.conf  its text    absent

                next: nodekeel check, nodekeel explain SETTING

                """
        )
    }

    @Test("A node on which nobody is looking does not pass for healthy")
    func stopped() {
        let text = answer(nil, service: .init(isRunning: false)).text(in: Style())
        #expect(text.contains("node     nothing is known yet: no pass has been made\n"))
        #expect(text.contains("does not run, nobody is looking: 'systemctl start nodekeeld'"))
    }

    @Test("A policy that the service had to reject is not told as the one that holds")
    func rejected() throws {
        let reason = "the last good one goes on: /etc/nodekeel/policy.yaml:1:60: division by zero"
        let rejected = answer(Samples.report(), service: .init(isRunning: true, policyRejection: reason))
        let text = rejected.text(in: Style(columns: 200))
        #expect(text.contains("policy       rejected, \(reason); 'nodekeel policy check' says more\n"))
        #expect(!text.contains("profile large-cluster"))
        let value = try JSON.parse(Array(rejected.json().utf8))
        #expect(value["policy"] == .null)
        #expect(value["service"]?["policyRejection"] == .string(reason))
    }

    @Test("A report of an earlier boot says so, and a clock that was set is no age")
    func oldReport() {
        var report = Samples.report()
        report.moment.boot = "earlier"
        #expect(answer(report).text(in: Style()).contains("that was before the last reboot"))
        report.moment.epochSeconds = .max
        #expect(answer(report).text(in: Style()).contains("in the future: the clock was set"))
        report.moment.epochSeconds = .min
        #expect(answer(report).text(in: Style()).contains("in the future: the clock was set"))
    }

    @Test("A contested knob says how long it is left alone")
    func contested() {
        let text = answer(Samples.report([Samples.finding(verdict: .contested, contestedUntil: 7_800)])).text(
            in: Style()
        )
        #expect(text.contains("nothing is written for another 9 min"))
    }

    @Test("JSON has the verdict first, also where there is no report")
    func json() throws {
        let value = try JSON.parse(Array(answer(Samples.report(), holds: [Samples.hold()]).json().utf8))
        #expect(value["schemaVersion"] == .integer(1))
        #expect(value["verdict"] == .string("drifted"))
        #expect(value["summary"]?["unmet"] == .integer(1))
        #expect(value["ageSeconds"] == .integer(12))
        #expect(value["service"]?["isRunning"] == .bool(true))
        #expect(value["policy"]?["profile"] == .string("large-cluster"))
        #expect(value["holds"]?[0]?["setting"] == .string("connection-tracking-table"))
        #expect(value["notMet"]?[1]?["verdict"] == .string("unmet"))
        #expect(value["originals"]?[0]?["text"] == .string("262144\n"))
        let nothing = try JSON.parse(Array(answer(nil).json().utf8))
        #expect(nothing["verdict"] == .null)
        #expect(nothing["notMet"] == .array([]))
    }

    private func answer(
        _ report: Report?,
        service: StatusAnswer.Service = .init(isRunning: true),
        holds: [Hold] = []
    ) -> StatusAnswer {
        var now = Samples.now
        now.epochSeconds += 12
        now.uptimeSeconds += 12
        return StatusAnswer(
            report: report,
            service: service,
            policy: PolicyLine(profile: "large-cluster", mode: .enforce),
            holds: holds,
            originals: [original],
            now: now,
            settings: Samples.settings
        )
    }
}

import Reporting
import Testing
import Tuning

@Suite("What doctor answers")
struct DoctorAnswerTests {
    private func ofService(_ service: StatusAnswer.Service, age: Int64, boot: String = "b00t") -> [Diagnosis] {
        let now = Moment(boot: boot, uptimeSeconds: 7_200 + age, epochSeconds: 1_795_269_300 + age)
        return Diagnoses.ofService(service, report: Samples.report(), intervalSeconds: 60, now: now)
    }

    @Test("Each line is ok, degraded or failed, the worst first, with what to do")
    func text() {
        let answer = DoctorAnswer([
            Diagnosis("policy", .ok, "profile large-cluster"),
            Diagnosis("watching", .degraded, "blind to files", remedy: "look"),
            Diagnosis("service", .failed, "does not run", remedy: "systemctl start nodekeeld"),
        ])
        #expect(
            answer.text(in: Style()) == """
                failed    service   does not run
                   do  systemctl start nodekeeld
                degraded  watching  blind to files
                   do  look
                ok        policy    profile large-cluster

                1 failed, 1 degraded, 1 ok

                """
        )
        #expect(!answer.isAllWell)
        #expect(DoctorAnswer([Diagnosis("policy", .ok, "x")]).text(in: Style()).hasSuffix("\nnodekeel is well here\n"))
    }

    @Test("A service that does not run, looks late or is blind is told")
    func service() {
        #expect(ofService(.init(isRunning: false), age: 0).map(\.condition) == [.failed])
        #expect(ofService(.init(isRunning: true), age: 30).map(\.condition) == [.ok, .ok, .ok])
        #expect(ofService(.init(isRunning: true), age: 600).map(\.condition) == [.ok, .degraded, .ok])
        #expect(ofService(.init(isRunning: true), age: 30, boot: "other").map(\.condition) == [.ok, .failed, .ok])
        let blind = ofService(.init(isRunning: true, blindSpots: ["files: no inotify"]), age: 30)
        #expect(blind.last?.condition == .degraded)
        #expect(blind.last?.remedy?.contains(MessageKind.watchingDegraded.rawValue) == true)
    }

    @Test("Failed writes, quarrels and other tools are told, each with what ends it")
    func report() {
        let failed = CarriedOut(change: Samples.change(), outcome: .failed("Operation not permitted"))
        let contested = Samples.finding(verdict: .contested, cautions: [Samples.caution])
        let diagnoses = Diagnoses.ofReport(Samples.report([contested], outcomes: [failed]))
        #expect(diagnoses.map(\.subject) == ["writes", "quarrel", "other tools"])
        #expect(diagnoses.map(\.condition) == [.failed, .degraded, .degraded])
        #expect(diagnoses.allSatisfy { $0.remedy != nil })
        let well = Diagnoses.ofReport(Samples.report([Samples.finding(verdict: .met)]))
        #expect(well.map(\.condition) == [.ok, .ok])
    }

    @Test("The cost is told in numbers, and is degraded where it is no light guest any more")
    func cost() {
        let light = Diagnoses.ofCost(
            cpuMilliseconds: 3_600,
            ageSeconds: 3_600,
            residentByteCount: 6 << 20,
            wakeCount: 9_000
        )
        #expect(
            light == Diagnosis("own cost", .ok, "0.1 % of one CPU, 6.0 MiB resident, 2.5 wake-ups a second over 60 min")
        )
        func condition(_ cpu: Int64, _ age: Int64, _ bytes: Int64) -> Diagnosis.Condition {
            Diagnoses.ofCost(cpuMilliseconds: cpu, ageSeconds: age, residentByteCount: bytes, wakeCount: 0).condition
        }
        #expect(condition(100_000, 3_600, 6 << 20) == .degraded)
        #expect(condition(1_000, 3_600, 60 << 20) == .degraded)
        #expect(condition(1_000, 10, 6 << 20) == .ok)
        #expect(condition(0, 0, 0) == .ok)
    }

    @Test(
        "A file that others can write is a failure",
        arguments: [(0o644, 0, true), (0o664, 0, false), (0o646, 0, false), (0o600, 7, false)]
    )
    func files(mode: UInt32, user: UInt32, isWell: Bool) {
        #expect((Diagnoses.ofFile("/etc/nodekeel/policy.yaml", mode: mode, user: user) == nil) == isWell)
    }
}

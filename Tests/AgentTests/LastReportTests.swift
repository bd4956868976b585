import Agent
import Node
import Testing
import Tuning

@Suite("The last report")
struct LastReportTests {
    private static func report(findingCount: Int = 1) -> Report {
        let target = Target(.sysctl("net/core/somaxconn"), .atLeast(4096))
        let change = Change(
            setting: "tall",
            knob: target.knob,
            before: .value(.integer(128), text: "128\n", isWritable: true),
            text: "4096",
            target: target,
            because: "measured"
        )
        return Report(
            nodekeelVersion: "1.2.3",
            moment: Moment(boot: "b", uptimeSeconds: 5, epochSeconds: 6),
            findings: (0..<findingCount).map { number in
                Finding(
                    desired: Desired(setting: "tall", target: target, mode: .enforce, because: "measured: \(number)"),
                    observation: .value(.integer(4096), text: "4096\n", isWritable: true),
                    verdict: .met,
                    effect: .effective,
                    standing: Standing(since: 5)
                )
            },
            leftAlone: [],
            outcomes: [CarriedOut(change: change, outcome: .ignored(.integer(128)))]
        )
    }

    @Test("is read with what was changed, and by a run that goes by what was found without it")
    func halves() throws {
        let scratch = try ScratchMachine()
        #expect(LastReport.readFindings(of: scratch.node) == nil)
        var report = Self.report()
        try LastReport.write(report, on: scratch.node)
        #expect(LastReport.read(of: scratch.node) == report)
        report.outcomes = []
        #expect(LastReport.readFindings(of: scratch.node) == report)
    }

    @Test(
        "of another schema version, or broken, is none",
        arguments: [("\":1,", "\":2,"), ("\"met\"", "\"mute\""), ("{", "[")]
    )
    func strange(part: String, replacement: String) throws {
        let scratch = try ScratchMachine()
        try LastReport.write(Self.report(), on: scratch.node)
        let text = try #require(scratch.text("run/nodekeel/report.json"))
        try scratch.write("run/nodekeel/report.json", text.replacing(part, with: replacement, maxReplacements: 1))
        #expect(LastReport.read(of: scratch.node) == nil)
        #expect(LastReport.readFindings(of: scratch.node) == nil)
    }

    @Test(
        "with one broken finding among many is none",
        arguments: [
            ("\"since\":5", "\"since\":\"5\""), ("\"since\":5", "\"since\":5e-1"), ("\"verdict\":\"met\",", ""),
            ("\"kind\":\"sysctl\"", "\"kind\":\"sysctls\""), ("\"mode\":\"enforce\"", "\"mode\":null"), ("]", ""),
        ]
    )
    func broken(part: String, replacement: String) throws {
        let scratch = try ScratchMachine()
        try LastReport.write(Self.report(findingCount: 9), on: scratch.node)
        let text = try #require(scratch.text("run/nodekeel/report.json"))
        let halves = text.split(separator: "measured: 4", maxSplits: 1)
        let rest = halves[1].replacing(part, with: replacement, maxReplacements: 1)
        #expect(rest != halves[1])
        try scratch.write("run/nodekeel/report.json", "\(halves[0])measured: 4\(rest)")
        #expect(LastReport.read(of: scratch.node) == nil)
        #expect(LastReport.readFindings(of: scratch.node) == nil)
    }

    @Test("with a key that is escaped, or stands twice, is read as any other")
    func unusual() throws {
        let scratch = try ScratchMachine()
        let report = Self.report(findingCount: 3)
        try LastReport.write(report, on: scratch.node)
        let text = try #require(scratch.text("run/nodekeel/report.json"))
        let unusual = text.replacing("\"verdict\":", with: "\"verdict\":7,\"verd\\u0069ct\":", maxReplacements: 2)
        try scratch.write("run/nodekeel/report.json", unusual)
        #expect(LastReport.read(of: scratch.node) == report)
    }

    @Test("of as many settings as policy may have, each of them changed, is read")
    func many() throws {
        let scratch = try ScratchMachine()
        var report = Self.report(findingCount: 10_000)
        report.outcomes = Array(repeating: report.outcomes[0], count: 10_000)
        try LastReport.write(report, on: scratch.node)
        #expect(LastReport.read(of: scratch.node) == report)
        report.outcomes = []
        #expect(LastReport.readFindings(of: scratch.node) == report)
    }
}

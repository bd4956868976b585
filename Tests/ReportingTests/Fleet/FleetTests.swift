import Documents
import Reporting
import Testing
import Tuning

@Suite("A fleet")
struct FleetTests {
    private func report(_ findings: [Finding], version: String = "0.1.0", node: String? = nil) throws -> [UInt8] {
        let report = Report(
            nodekeelVersion: version,
            moment: Samples.now,
            findings: findings,
            leftAlone: [],
            outcomes: []
        )
        return Array(try CheckAnswer(report: report, settings: [], node: node).json(layout: .compact).utf8)
    }

    /// Twenty nodes that are alike and met, two that drifted, one that is contested.
    private func fleet() throws -> Fleet {
        let met = Samples.finding(holds: Samples.value(2_310_720), verdict: .met)
        let drifted = Samples.finding(holds: Samples.value(1_000), verdict: .drifted)
        let contested = Samples.finding(holds: Samples.value(2_310_720), verdict: .contested)
        var fleet = Fleet(settings: Samples.settings)
        fleet.add(try report([drifted], node: "a"), named: "file", from: "file.json")
        for number in 1...20 { fleet.add(try report([met]), named: "n\(number)", from: "n\(number).json") }
        fleet.add(try report([drifted]), named: "b", from: "b.json")
        fleet.add(try report([contested]), named: "c", from: "c.json")
        return fleet
    }

    @Test("is told in one line, and a row for each state, the most frequent first")
    func text() throws {
        let answer = FleetAnswer(try fleet())
        let text = answer.text(in: Style())
        #expect(
            text.hasPrefix(
                "23 nodes: 20 alike; 2 differ in connection-tracking-table; 1 contested in connection-tracking-table\n"
            )
        )
        #expect(text.contains("\n    2  "))
        #expect(text.contains("a, b\n"))
        #expect(!text.contains("MOSTLY"))
        #expect(!answer.isAllAlike)
    }

    @Test("is not all alike where there is no report")
    func none() throws {
        let answer = FleetAnswer(Fleet(settings: Samples.settings))
        #expect(!answer.isAllAlike && answer.text(in: Style()).hasPrefix("no report"))
    }

    @Test("may have nodes of as many settings as policy may have")
    func large() throws {
        let met = Samples.finding(holds: Samples.value(2_310_720), verdict: .met)
        var fleet = Fleet(settings: Samples.settings)
        let report = try report(Array(repeating: met, count: 10_000))
        #expect(report.count < 8 << 20)
        fleet.add(report, named: "a", from: "a.json")
        #expect(fleet.nodeCount == 1)
        #expect(FleetAnswer(fleet).isAllAlike)
    }

    @Test("shows on request what a state has otherwise than the most frequent one")
    func differences() throws {
        let text = FleetAnswer(try fleet(), showsDifferences: true).text(in: Style(columns: 400))
        #expect(text.contains("drifted: 1000 entries, wanted 2310720 entries"))
        #expect(text.contains("2310720 entries, wanted 2310720 entries"))
    }

    @Test("counts of two reports of one node the later")
    func replaced() throws {
        var fleet = try fleet()
        let met = Samples.finding(holds: Samples.value(2_310_720), verdict: .met)
        for name in ["a", "b", "c"] { fleet.add(try report([met], node: name), named: "x", from: "x.json") }
        #expect(fleet.nodeCount == 23)
        let answer = FleetAnswer(fleet)
        #expect(answer.isAllAlike)
        #expect(answer.text(in: Style()).hasPrefix("23 nodes: all alike\n"))
        #expect(try JSON.parse(Array(answer.json().utf8))["replacedCount"] == .integer(3))
    }

    @Test(
        "names what is no report and counts the others",
        arguments: ["{", "{}", "[]", "no", "{\"fingerprint\": \"a\"}"]
    )
    func unreadable(text: String) throws {
        var fleet = try fleet()
        fleet.add(Array(text.utf8), named: "broken", from: "broken.json")
        #expect(fleet.nodeCount == 23)
        let answer = FleetAnswer(fleet)
        #expect(answer.text(in: Style(columns: 400)).contains("; 1 report could not be read\n"))
        #expect(answer.text(in: Style()).contains("broken.json  "))
    }

    @Test("tells another version apart, and what another version does not understand")
    func versions() throws {
        var fleet = try fleet()
        let met = Samples.finding(holds: Samples.value(2_310_720), verdict: .met)
        fleet.add(try report([met], version: "0.2.0"), named: "new", from: "new.json")
        let foreign = #"{"fingerprint": "f", "nodekeelVersion": "9.0.0", "findings": [{"knob": "teapot"}]}"#
        fleet.add(Array(foreign.utf8), named: "later", from: "later.json")
        let text = FleetAnswer(fleet).text(in: Style(columns: 400))
        #expect(text.contains("1 differs in the version, nodekeel 0.2.0"))
        #expect(text.contains("does not understand it"))
        #expect(fleet.nodeCount == 25)
    }

    @Test("takes a status too, also one before the first pass")
    func status() throws {
        var fleet = Fleet(settings: Samples.settings)
        for (name, report) in [("new", nil), ("old", Report?.some(Samples.report()))] {
            let status = StatusAnswer(
                report: report,
                service: StatusAnswer.Service(isRunning: true),
                policy: nil,
                holds: [],
                originals: [],
                now: Samples.now,
                settings: Samples.settings
            )
            fleet.add(Array(try status.json().utf8), named: name, from: name)
        }
        #expect(fleet.nodeCount == 2)
        #expect(FleetAnswer(fleet).text(in: Style(columns: 300)).contains("no pass has been made yet"))
    }

    @Test("of hostile reports shows nothing raw and stays short", arguments: HostileTextTests.texts)
    func hostile(text: HostileTextTests.Text) throws {
        var fleet = Fleet(settings: Samples.settings)
        let value = String(text.value.unicodeScalars.prefix(2_000))
        for number in 0..<60 {
            var finding = Samples.finding(because: value)
            finding.desired.setting = Setting.ID(rawValue: "\(number)\(value)")
            finding.desired.target.knob = .sysctl(value)
            fleet.add(try report([finding], version: value, node: "\(value)\(number)"), named: value, from: value)
            fleet.addUnreadable(value, because: value)
        }
        let shown = FleetAnswer(fleet, showsDifferences: true).text(in: Style())
        #expect(shown.unicodeScalars.allSatisfy { $0 == "\n" || $0.isShownAlone })
        #expect(shown.utf8.count < 300_000)
    }
}

extension Unicode.Scalar {
    /// Whether it is neither a control nor of a direction of its own.
    fileprivate var isShownAlone: Bool {
        properties.generalCategory != .control && properties.generalCategory != .format
    }
}

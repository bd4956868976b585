@testable import Agent
import Catalogue
import Documents
import Node
import Reporting
import Tuning

extension Target {
    /// What reports are read from: which reader in a line, then the file.
    static let report = Target("report", seeds: reports) { bytes in
        var input = Input(bytes)
        let choice = input.choice(of: 3)
        let content = Array(input.rest)
        switch choice {
        case 0: lastReport(content)
        case 1: fleet(content)
        default: capture(content)
        }
    }

    /// What a check of the fixture says, as each reader is given it.
    private static let reports: @Sendable () -> [[UInt8]] = {
        let node = Node(root: Sample.root)
        let run = Run(on: node, under: .silent)
        let examination = required("the fixture is examined") { try run.examine(holds: [], after: nil) }
        let outcomes = examination.plan.changes.map { CarriedOut(change: $0, outcome: .failed("no such device")) }
        let report = run.report(examination, outcomes: outcomes, after: nil).report
        let answer = required("the answer") { try CheckAnswer(report: report, settings: catalogue, node: "n").json() }
        let line = required("the report") { JSON.text(try JSON.encode(report)) }
        let observed = NodeObservations(of: node, under: .silent)
        let facts = required("the facts") { try FactsAnswer(facts: examination.facts, observed: observed).json() }
        return ["0\n\(line)", "1\n\(answer)", "1\n\(line)\n\(line)\n\(answer)", "2\n\(facts)"].map { Array($0.utf8) }
    }

    private static func lastReport(_ content: [UInt8]) {
        let (name, node) = (String(LastReport.path.dropFirst()), Scratch.tree.node)
        Scratch.tree.write(name, content)
        defer { Scratch.tree.remove(name) }
        guard let report = LastReport.read(of: node) else { return }
        required("it is written") { try LastReport.write(report, on: node) }
        require(LastReport.read(of: node) == report, "a report changes")
        requireHarmless(CheckAnswer(report: report, settings: catalogue))
        requireHarmless(AuditAnswer(report: report, facts: Sample.facts, settings: catalogue))
        requireHarmless(
            StatusAnswer(
                report: report,
                service: .init(isRunning: true),
                policy: nil,
                holds: [],
                originals: [],
                now: now,
                settings: catalogue
            )
        )
        tell(report)
    }

    /// What a pass after this report would tell.
    private static func tell(_ report: Report) {
        var settled = report.findings
        let events = Event.transitions(
            from: report,
            judged: report.findings,
            settled: &settled,
            outcomes: report.outcomes,
            at: now
        )
        let units = Units(of: catalogue)
        let others = report.findings.prefix(4).flatMap { finding -> [Event] in
            [
                .drifted(finding, from: nil), .contested(finding), .unmet(finding), .resolved(finding),
                .unreadable(finding),
            ]
        }
        for event in events + others { requireHarmless(JournalEntry(event, units: units)) }
        requireHarmless(JournalEntry(.summary(report), units: units))
        for outcome in report.outcomes.prefix(4) { requireHarmless(JournalEntry(.failed(outcome), units: units)) }
    }

    /// Many reports in one file.
    private static func fleet(_ content: [UInt8]) {
        Scratch.tree.write("fleet.json", content)
        defer { Scratch.tree.remove("fleet.json") }
        var fleet = Fleet(settings: catalogue)
        var (count, lastLine) = (0, 0)
        required("the file is read") {
            var stream = try ObjectStream("\(Scratch.tree.path)/fleet.json")
            while let (line, bytes) = try stream.next() {
                require(line > lastLine || lastLine == 0, "an object in line \(line) after one in \(lastLine)")
                lastLine = line
                count += 1
                fleet.add(bytes, named: "node-\(count)", from: "fleet.json:\(line)")
            }
        }
        require(fleet.nodeCount <= count, "\(fleet.nodeCount) nodes in \(count) reports")
        requireHarmless(FleetAnswer(fleet, showsDifferences: true))
    }

    /// A node that is elsewhere.
    private static func capture(_ content: [UInt8]) {
        Scratch.tree.write("node.json", content)
        defer { Scratch.tree.remove("node.json") }
        let path = "\(Scratch.tree.path)/node.json"
        guard let capture = try? NodeCapture(file: path) else { return }
        requireHarmless(FactsAnswer(facts: capture.facts))
        guard let node = try? ElsewhereNode(capture, file: path) else { return }
        guard let examination = try? Run(on: node, under: .silent).examine(holds: [], after: nil) else { return }
        requireHarmless(
            PlanAnswer(
                plan: examination.plan,
                findings: examination.findings,
                leftAlone: examination.leftAlone,
                originals: node.observed.originals,
                moment: examination.moment,
                settings: examination.inForce.settings
            )
        )
    }
}

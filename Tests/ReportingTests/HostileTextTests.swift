import Documents
import Reporting
import Testing
import Tuning

@Suite("A hostile node")
struct HostileTextTests {
    /// What a file, a process or a device may say of itself. Named, since a test's arguments are printed.
    struct Text: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var value: String
    }

    static let texts = [
        Text(testDescription: "a forged line", value: "a\nb\r\n<0>forged"),
        Text(testDescription: "escape sequences", value: "\u{1b}[2J\u{1b}]0;owned\u{7}\u{9b}31m"),
        Text(testDescription: "another direction", value: "x\u{202e}gpj.exe\u{2066}\u{200b}\u{feff}"),
        Text(testDescription: "a pile of marks", value: "e" + String(repeating: "\u{301}", count: 5_000)),
        Text(testDescription: "a megabyte", value: String(repeating: "/very-long-name", count: 70_000)),
        Text(testDescription: "newlines", value: String(repeating: "\n", count: 100_000)),
        Text(testDescription: "nothing", value: ""),
    ]

    @Test("No outside text moves a cursor, makes a line or fills a screen", arguments: texts, [false, true])
    func text(hostile: Text, isColoured: Bool) {
        let hostile = hostile.value
        for answer in Self.answers(hostile) {
            let text = answer.text(in: Style(isColoured: isColoured))
            #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0 == "\u{1b}" || $0.isHarmless })
            #expect(isColoured || !text.unicodeScalars.contains("\u{1b}"))
            #expect(!text.contains("<0>forged\n<") && !text.hasPrefix("<0>forged"))
            #expect(text.utf8.count < 120_000, "\(type(of: answer)) \(text.utf8.count)")
            #expect(text.split(separator: "\n").count < 600)
            #expect(text.split(separator: "\n", omittingEmptySubsequences: false).allSatisfy { !$0.hasSuffix(" ") })
            for line in text.split(separator: "\n") { #expect(line.sequencesAreOurs, "\(line.prefix(200))") }
        }
    }

    @Test("JSON keeps outside text whole and shows none of it raw", arguments: texts)
    func json(hostile: Text) throws {
        // Two thousand characters are enough here: each answer has them many times over.
        let hostile = String(hostile.value.unicodeScalars.prefix(2_000))
        for answer in Self.answers(hostile) {
            let text = try answer.json()
            #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.isHarmless })
            _ = try JSON.parse(Array(text.utf8), limits: DocumentLimits(byteCount: 1 << 28))
        }
        let facts = try JSONText(
            Array(Self.answers(hostile)[0].json().utf8),
            limits: DocumentLimits(byteCount: 1 << 28)
        )
        #expect(try JSON.decode(Facts.self, from: facts) == Self.facts(hostile))
    }

    @Test("A journal entry stays one line of bounded length that names its setting", arguments: texts)
    func journal(hostile: Text) {
        let hostile = hostile.value
        let finding = Self.finding(hostile)
        let change = Self.change(hostile)
        let reason = CarriedOut(change: change, outcome: .failed(hostile))
        let units = Units(of: Samples.settings)
        let transitions: [Event] = [
            .drifted(finding, from: .text(hostile)),
            .putBack(finding, from: .text(hostile), found: finding.observation),
            .contested(finding), .unmet(finding), .resolved(finding), .unreadable(finding), .applied(change),
            .failed(reason), .failed(CarriedOut(change: change, outcome: .ignored(.text(hostile)))),
        ]
        for event in transitions {
            let entry = JournalEntry(event, units: units)
            check(entry)
            #expect(entry.message.contains("(connection-tracking-table"), "\(entry.message)")
        }
        let others: [ServiceEvent] = [
            .policyRejected(because: hostile, hasLastGood: false), .passFailed(because: hostile),
            .trialStuck([Setting.ID(rawValue: hostile)], because: hostile),
            .restartWaits(unit: hostile, .obstructed(hostile)), .restartUndone(unit: hostile, because: hostile),
            .restartFailed(unit: hostile, because: hostile), .slotKept(unit: hostile, because: hostile),
            .watchingDegraded(source: hostile, because: hostile, intervalSeconds: 60),
            .policyLoaded(PolicyLine(profile: hostile, mode: .observe), files: [hostile]), .reverted(reason),
            .holdSet(Samples.hold(reason: hostile)), .holdEnded(Samples.hold(reason: hostile)),
            .summary(Samples.report([Samples.finding(Setting.ID(rawValue: hostile))])),
        ]
        for event in others { check(JournalEntry(event, units: units)) }
    }

    private func check(_ entry: JournalEntry) {
        #expect(entry.message.unicodeScalars.allSatisfy { $0.isHarmless })
        #expect(entry.message.utf8.count < 2_000)
        for field in entry.fields {
            #expect(field.value.unicodeScalars.allSatisfy { $0.isHarmless })
            #expect(field.value.utf8.count < 4_000)
        }
    }

    static func answers(_ hostile: String) -> [any Answer] {
        let finding = finding(hostile)
        let change = change(hostile)
        let failed = CarriedOut(change: change, outcome: .failed(hostile))
        let original = Original(of: change, at: Samples.now)
        let report = Samples.report([finding], outcomes: [failed])
        let hold = Samples.hold(reason: hostile)
        return [
            FactsAnswer(facts: facts(hostile)),
            CheckAnswer(report: report, settings: Samples.settings),
            PlanAnswer(
                plan: Plan(changes: [change]),
                findings: [finding],
                leftAlone: Samples.leftAlone("x"),
                originals: [original],
                moment: Samples.now,
                settings: Samples.settings
            ),
            ApplyAnswer(report: report, settings: Samples.settings),
            RevertAnswer(outcomes: [failed], untouched: [original], holds: [hold], settings: Samples.settings),
            StatusAnswer(
                report: report,
                service: .init(isRunning: true, blindSpots: [hostile]),
                policy: PolicyLine(profile: hostile, mode: .enforce),
                holds: [hold],
                originals: [original],
                now: Samples.now,
                settings: Samples.settings
            ),
            ExplainAnswer(
                setting: Samples.settings[0],
                findings: [finding],
                leftAlone: [],
                originals: [original],
                policy: Policy(profile: Profile(name: hostile, summary: "", mode: .enforce, values: [:])),
                facts: facts(hostile),
                now: Samples.now
            ),
            PolicyAnswer(entries: [PolicyEntry(key: hostile, value: .text(hostile), origin: hostile)]),
        ]
    }

    static func finding(_ hostile: String) -> Finding {
        Samples.finding(
            "connection-tracking-table",
            .sysctl(hostile),
            .exactly(.text(hostile + "!")),
            holds: .value(.text(hostile), text: hostile, isWritable: true),
            because: hostile,
            cautions: [Caution(danger: hostile, remedy: hostile)],
            hold: Samples.hold(reason: hostile)
        )
    }

    static func change(_ hostile: String) -> Change {
        var change = Samples.change(.file(hostile), from: Samples.text(hostile), to: hostile + "!")
        change.because = hostile
        change.target.activation = .restart(hostile)
        return change
    }

    static func facts(_ hostile: String) -> Facts {
        var facts = NodeSample.facts
        facts.cpu.model = hostile
        facts.kernel.release = hostile
        facts.hypervisor = hostile
        facts.cgroup.controllers = [hostile]
        facts.owners = [Owner(name: hostile, evidence: hostile)]
        var disk = NodeSample.disk(hostile, .disk, "8:0", .max)
        disk.model = hostile
        disk.scheduler = hostile
        disk.transport = hostile
        disk.mapperName = hostile
        disk.mediumReason = hostile
        disk.vendor = hostile
        disk.raidLevel = hostile
        disk.backingFile = hostile
        facts.disks = [disk]
        facts.mounts = [Mount(path: hostile, filesystem: "x", source: "x", device: "8:0", isReadOnly: false)]
        var component = Component(name: hostile, pid: .min, startTicks: .max, arguments: [hostile])
        component.unit = hostile
        component.podUID = hostile
        component.containerID = hostile
        facts.components = [component]
        facts.kubelet?.version = hostile
        facts.kubelet?.versionSource = hostile
        facts.kubelet?.unit = hostile
        facts.kubelet?.configPath = hostile
        facts.kubelet?.configDirectory = hostile
        facts.kubelet?.refusal = hostile
        facts.kubeProxy?.version = hostile
        facts.kubeProxy?.conntrack.because = hostile
        facts.kubeProxy?.conntrack.remedy = hostile
        facts.kubeProxy?.distribution = hostile
        facts.container = hostile
        facts.sysctlAssignments = [
            SysctlAssignment(key: "net/netfilter/\(hostile)", value: hostile, path: hostile, line: .max)
        ]
        facts.unreadable = [Facts.Unreadable(path: hostile, reason: hostile)]
        return facts
    }
}

extension Unicode.Scalar {
    /// Whether a terminal only shows this.
    fileprivate var isHarmless: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}

extension Substring {
    /// Whether every escape sequence here is one that selects a colour, and each is taken back on the same line.
    fileprivate var sequencesAreOurs: Bool {
        var isOpen = false
        for part in split(separator: "\u{1b}", omittingEmptySubsequences: false).dropFirst() {
            guard let end = part.firstIndex(of: "m"), part.first == "[" else { return false }
            let code = part[part.index(after: part.startIndex)..<end]
            guard ["0", "1", "2", "31", "32", "33", "1;31"].contains(String(code)), isOpen == (code == "0") else {
                return false
            }
            isOpen.toggle()
        }
        return !isOpen
    }
}

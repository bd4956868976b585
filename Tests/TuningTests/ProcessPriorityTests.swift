import Testing
import Tuning

private let nice = Knob.priority(of: ProcessSelector("etcd", in: .unit("etcd.service")), .cpu)
private let now = Moment(boot: "boot", uptimeSeconds: 5, epochSeconds: 1_000)

private func observation(_ text: String) -> Observation {
    .value(nice.value(of: text), text: text, isWritable: true)
}

@Suite("A selector of processes")
struct ProcessSelectorTests {
    @Test(
        "reads back as it was written",
        arguments: [
            ProcessSelector("etcd"), ProcessSelector("etcd", in: .unit("etcd.service")),
            ProcessSelector("etcd", in: .pod("0f0f-1")), ProcessSelector("etcd", in: .cgroup("/docker/x y")),
            ProcessSelector("*", in: .unit("in.service")),
        ]
    )
    func roundTrip(selector: ProcessSelector) {
        #expect(ProcessSelector(selector.description) == selector)
    }

    @Test("is no other text", arguments: ["", "etcd", "etcd in", "etcd in ", " in etcd.service", "etcd in a/b"])
    func refused(text: String) {
        #expect(ProcessSelector(text) == nil)
    }
}

@Suite("An I/O priority")
struct IOPriorityTests {
    @Test(
        "is what the kernel's number says",
        arguments: [
            (0, "none"), (4, "none"), (2 << 13, "best-effort/0"), (2 << 13 | 7, "best-effort/7"),
            (1 << 13 | 4, "realtime/4"), (3 << 13, "idle"), (3 << 13 | 7, "idle"),
            (2 << 13 | 3 << 3 | 1, "best-effort/1/3"),
        ] as [(UInt16, String)]
    )
    func numbers(raw: UInt16, text: String) throws {
        let priority = try #require(IOPriority(raw: raw))
        #expect(priority.description == text)
        #expect(IOPriority(text) == priority)
    }

    @Test(
        "has levels from 0 to 7, which the kernel does not check",
        arguments: [
            "best-effort/8", "realtime/65536", "best-effort", "idle/0", "best-effort/0/1024", "best-effort/0/1/2", "",
            "/",
        ]
    )
    func refused(text: String) {
        #expect(IOPriority(text) == nil)
        #expect(IOPriority(.bestEffort, level: 8) == nil)
    }

    @Test("of a class that there is not is none")
    func classes() {
        #expect(IOPriority(raw: 4 << 13) == nil)
    }
}

@Suite("The priorities of threads")
struct ThreadPrioritiesTests {
    private func found(_ values: [Int64]) -> ThreadPriorities.Process? {
        let threads = values.enumerated().map { (id: Int64($0.offset + 10), value: Value.integer($0.element)) }
        return ThreadPriorities.Process(.init(pid: 10, startTicks: 99), threads: threads)
    }

    @Test(
        "are what most have, with the exceptions",
        arguments: [
            ([0, 0, 0], "10@99 3 threads: 0"), ([0, -5, 0], "10@99 3 threads: 0, 11: -5"),
            ([3, 0, 0, 7], "10@99 4 threads: 0, 10: 3, 13: 7"), ([4, 2], "10@99 2 threads: 4, 11: 2"),
        ] as [([Int64], String)]
    )
    func text(values: [Int64], text: String) throws {
        let process = try #require(found(values))
        let priorities = try #require(ThreadPriorities([process]))
        #expect(priorities.description == text)
        #expect(ThreadPriorities(text) == priorities)
    }

    @Test("are one value where all agree, and a list where they do not")
    func value() throws {
        let alike = try #require(found([-20, -20]))
        #expect(ThreadPriorities([alike])?.value == .integer(-20))
        let different = try #require(found([-20, -20, 0]))
        let mixed = try #require(ThreadPriorities([different]))
        #expect(mixed.value == .list([.integer(-20), .integer(0)]))
        #expect(!Bound.atMost(-20).accepts(mixed.value))
        #expect(Bound.atMost(0).accepts(mixed.value))
    }

    @Test("are no other text", arguments: ["", "0", "10@99", "10@x 1 threads: 0", "a: b", "1@2 3 threads: 0, x: 1"])
    func refused(text: String) {
        #expect(ThreadPriorities(text) == nil)
    }
}

@Suite("A process that takes another's place")
struct NewProcessTests {
    private let desired = Desired(
        setting: "a-setting",
        target: Target(nice, .atMost(-20)),
        mode: .enforce,
        because: "a test"
    )

    private func judged(_ text: String, after previous: Finding?) -> Finding {
        Finding(judging: desired, observed: observation(text), at: now, after: previous) { _, _ in .effective }
    }

    @Test("is no drift, however often it happens")
    func restarts() {
        var finding = judged("1@1 9 threads: -20", after: nil)
        for start in 2..<20 {
            finding = judged("\(start)@\(start) 1 threads: 0", after: finding)
            #expect(finding.verdict == .unmet)
            finding = judged("\(start)@\(start) 9 threads: -20", after: finding)
            #expect(finding.verdict == .met)
        }
    }

    @Test("is not excused for the thread that somebody changed in the one that stayed")
    func drift() {
        let met = judged("1@1 9 threads: -20; 2@2 9 threads: -20", after: nil)
        #expect(judged("1@1 9 threads: -20, 4: 0; 3@3 1 threads: 0", after: met).verdict == .drifted)
        #expect(judged("1@1 9 threads: -20; 3@3 1 threads: 0", after: met).verdict == .unmet)
    }

    @Test("is told as what it is")
    func event() throws {
        let met = judged("1@1 9 threads: -20", after: nil)
        let new = judged("2@2 1 threads: 0", after: met)
        var settled = [judged("2@2 1 threads: -20", after: new)]
        let report = Report(nodekeelVersion: "1", moment: now, findings: [met], leftAlone: [], outcomes: [])
        let change = try #require(Plan(for: [new]).changes.first)
        let outcomes = [CarriedOut(change: change, outcome: .applied)]
        let events = Event.transitions(from: report, judged: [new], settled: &settled, outcomes: outcomes, at: now)
        #expect(events == [.processTuned(new, change)])
    }

    private func change(over text: String) -> Change {
        Change(
            setting: "a-setting",
            knob: nice,
            before: observation(text),
            text: "-20",
            target: desired.target,
            because: "a test"
        )
    }

    private func reverted(_ original: Original, holds text: String) -> [String?] {
        Plan(reverting: [original], observed: [nice: observation(text)], at: now).changes.map(\.text)
    }

    @Test("has an original of its own where it began with other priorities, and needs no new record where it did not")
    func originals() {
        let first = Original(of: change(over: "1@1 9 threads: 0, 3: 5"), at: now)
        #expect(first.continued(by: change(over: "1@1 9 threads: -20, 3: 5"), at: now).text == first.text)
        #expect(first.continued(by: change(over: "2@2 1 threads: -5"), at: now).text == "2@2 1 threads: -5")
        let plain = Original(of: change(over: "1@1 9 threads: 0"), at: now)
        #expect(plain.continued(by: change(over: "2@2 1 threads: 0"), at: now) == plain)
    }

    @Test("is given back what the one before it had, where it holds ours, and is left alone otherwise")
    func reverts() {
        let original = Original(of: change(over: "1@1 9 threads: 0"), at: now)
        #expect(reverted(original, holds: "1@1 9 threads: -20") == [original.text])
        #expect(reverted(original, holds: "1@1 9 threads: -20, 4: 0") == [original.text])
        #expect(reverted(original, holds: "2@2 9 threads: -20") == [original.text])
        #expect(reverted(original, holds: "2@2 9 threads: -5") == [])
        #expect(reverted(original, holds: "1@1 9 threads: 0") == [])
    }
}

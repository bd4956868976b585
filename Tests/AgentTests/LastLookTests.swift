import Agent
import Node
import Testing
import Tuning

@Suite("The next look at what the last pass went by")
struct LastLookTests {
    private static let policy = """
        mode: enforce
        custom:
          - {id: loose, sysctl: net/ipv4/conf/*/rp_filter, exactly: 2, because: measured}
          - {id: tall, sysctl: net/core/somaxconn, atLeast: 4096, because: measured}

        """

    /// A node on which everything that policy asks for is met and told, with the report of that.
    private func settled(
        _ scratch: ScratchMachine? = nil
    ) throws -> (scratch: ScratchMachine, run: Run<Node>, report: Report, look: LastLook?) {
        let scratch = try scratch ?? ScratchMachine()
        for name in ["all", "eth0"] { try scratch.write("proc/sys/net/ipv4/conf/\(name)/rp_filter", "2\n") }
        try scratch.write("proc/sys/net/core/somaxconn", "4096\n")
        try scratch.write("etc/nodekeel/policy.yaml", Self.policy)
        let run = Run(on: scratch.node, under: try ReadPolicy(of: scratch.node))
        let lock = try NodeLock(of: scratch.node.root)
        var ledger = try Ledger(of: scratch.node)
        var report: Report?
        for _ in 0..<3 {
            let examination = try run.examine(holds: [], after: report)
            report = try run.apply(examination, ledger: &ledger, after: report, holding: lock).report
        }
        let last = try #require(report)
        let examination = try run.examine(holds: [], after: last)
        #expect(examination.plan.isEmpty)
        let made = run.report(examination, outcomes: [], after: last).report
        return (
            scratch, run, made,
            LastLook(of: examination, made, ledger: try? scratch.node.root.status(of: Ledger.path), on: scratch.node)
        )
    }

    @Test("finds nothing where nothing changed")
    func same() throws {
        let node = try settled()
        #expect(node.report.findings.contains { $0.desired.setting == "tall" && $0.verdict == .met })
        var look = try #require(node.look)
        for _ in 1...2 {
            let glance = look.glance(at: node.scratch.node, after: node.report)
            #expect(glance?.moved == [:])
        }
    }

    @Test("finds nothing on a node whose kubelet has nothing to make live, until the kubelet is another")
    func kubelet() throws {
        let node = try settled(kubeletMachine())
        let examination = try node.run.examine(holds: [], after: node.report)
        #expect(!examination.facts.restartSubjects(examination.findings).isEmpty)
        var look = try #require(node.look)
        #expect(look.glance(at: node.scratch.node, after: node.report)?.moved == [:])
        try node.scratch.write("var/lib/kubelet/config.yaml", kubeletHeader + "maxPods: 50\n")
        #expect(look.glance(at: node.scratch.node, after: node.report) == nil)
    }

    @Test("finds a reading that moves by itself, judged as a whole pass would judge it")
    func reading() throws {
        let node = try settled()
        try node.scratch.write("proc/sys/net/netfilter/nf_conntrack_count", "13\n")
        var look = try #require(node.look)
        let glance = look.glance(at: node.scratch.node, after: node.report)
        let moved = try #require(glance).moved
        let whole = try node.run.examine(holds: [], after: node.report).findings
        #expect(moved.count == 1)
        for (index, finding) in moved {
            #expect(finding.observation != node.report.findings[index].observation)
            #expect(whole[index].observation == finding.observation)
            #expect(whole[index].verdict == finding.verdict)
            #expect(whole[index].effect == finding.effect)
        }
    }

    @Test(
        "asks for a whole pass",
        arguments: [
            // What is asked for, and what could make the kernel refuse it.
            ("proc/sys/net/core/somaxconn", "128\n"), ("proc/sys/net/core/somaxconn", "8192\n"),
            ("proc/sys/net/ipv4/conf/eth1/rp_filter", "0\n"),
            // What numbers come from.
            ("sys/devices/system/cpu/online", "0-7\n"), ("etc/sysctl.d/90-other.conf", "net.core.somaxconn = 1\n"),
            // A reading that comes to something else: the table is full.
            ("proc/sys/net/netfilter/nf_conntrack_count", "400000\n"),
            // What a command did meanwhile.
            ("var/lib/nodekeel/ledger.json", "{}"),
            // Another boot.
            ("proc/sys/kernel/random/boot_id", "6d0a1f36-0000-4000-8000-000000000002\n"),
        ]
    )
    func other(path: String, content: String) throws {
        let node = try settled()
        try node.scratch.write(path, content)
        var look = try #require(node.look)
        let glance = look.glance(at: node.scratch.node, after: node.report)
        #expect(glance?.moved == nil)
    }

    @Test("is not to be had where time alone may call for something")
    func restless() throws {
        let node = try settled()
        try node.scratch.write("proc/sys/net/core/somaxconn", "128\n")
        let examination = try node.run.examine(holds: [], after: node.report)
        let drifted = Report(
            nodekeelVersion: "1",
            moment: examination.moment,
            findings: examination.findings,
            leftAlone: [],
            outcomes: []
        )
        #expect(LastLook(of: examination, drifted, ledger: nil, on: node.scratch.node) == nil)
    }

    @Test("leaves the same file as a report that is written whole", arguments: [[], [0], [1, 2], [0, 3], [3]])
    func file(moved: [Int]) throws {
        let node = try settled()
        let (scratch, path) = (node.scratch, "run/nodekeel/report.json")
        var report = node.report
        report.findings = Array(report.findings.prefix(4))
        var left = try LeftReport(leaving: report, on: scratch.node)
        // A second time, since the places of the first have moved.
        for round in 1...2 {
            report.moment.epochSeconds = round == 1 ? 7 : 1_700_000_000_000
            for index in moved {
                report.findings[index].observation = .unreadable(String(repeating: "x", count: 40 / round + index))
            }
            try left.renew(report, moved: moved, on: scratch.node)
            #expect(LastReport.read(of: scratch.node) == report)
        }
        let renewed = scratch.text(path)
        try LastReport.write(report, on: scratch.node)
        #expect(scratch.text(path) == renewed)
    }

    @Test("refuses to make it of a file that somebody else left")
    func foreign() throws {
        let node = try settled()
        var left = try LeftReport(leaving: node.report, on: node.scratch.node)
        #expect(left.isThere(on: node.scratch.node))
        var other = node.report
        other.findings = []
        try LastReport.write(other, on: node.scratch.node)
        #expect(!left.isThere(on: node.scratch.node))
        #expect(throws: SystemError.self) { try left.renew(node.report, moved: [], on: node.scratch.node) }
        #expect(LastReport.read(of: node.scratch.node) == other)
    }
}

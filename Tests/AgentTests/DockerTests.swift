import Agent
import Node
import Testing
import Tuning

@Suite("Docker's daemon.json")
struct DockerTests {
    private static let unit = "[Service]\nExecStart=/usr/bin/dockerd -H fd://\n"
    private static let file = "/etc/docker/daemon.json"

    private func scratch(_ policy: String, _ files: [String: String]) throws -> PolicyNode {
        let preset = [
            "policy.yaml": policy, "/lib/systemd/system/docker.service": Self.unit, "/run/nodekeel/.keep": "",
            "/var/lib/nodekeel/.keep": "",
        ]
        return try PolicyNode(preset.merging(files) { $1 })
    }

    private func apply(on node: Node) throws -> Applied {
        let lock = try NodeLock(of: node.root)
        var ledger = try Ledger(of: node)
        let run = Run(on: node, under: try ReadPolicy(of: node))
        return try run.apply(try run.examine(holds: [], after: nil), ledger: &ledger, after: nil, holding: lock)
    }

    @Test("is planned, written, told to need dockerd, and given back byte for byte")
    func whole() throws {
        let before = "{\n    \"log-driver\": \"journald\"\n}"
        let scratch = try scratch("mode: enforce\n", [Self.file: before])
        let applied = try apply(on: scratch.node)
        let finding = try #require(applied.report.findings.first { $0.desired.setting == "docker-image-downloads" })
        #expect(finding.verdict == .met)
        guard case .inert? = finding.effect else {
            Issue.record("a dockerd that does not run works with it")
            return
        }
        let after = "{\n    \"log-driver\": \"journald\",\n    \"max-concurrent-downloads\": 10\n}"
        #expect(try scratch.node.root.text(of: Self.file) == after)
        let lock = try NodeLock(of: scratch.node.root)
        var ledger = try Ledger(of: scratch.node)
        let reverting = Reverting(nil, of: scratch.node, ledger: ledger)
        let outcomes = try reverting.carryOut(on: scratch.node, ledger: &ledger, holding: lock)
        #expect(outcomes.map(\.outcome) == [.applied])
        #expect(try scratch.node.root.text(of: Self.file) == before)
    }

    @Test("is shown in the plan as every write in turn makes it")
    func edits() throws {
        let before = "{\n    \"log-driver\": \"journald\"\n}\n"
        let policy = "mode: enforce\ncustom: [{id: a, docker: log-level, exactly: warn, because: b}]\n"
        let scratch = try scratch(policy, [Self.file: before])
        let run = Run(on: scratch.node, under: try ReadPolicy(of: scratch.node))
        let plan = try run.examine(holds: [], after: nil).plan
        let edits = scratch.node.partialEdits(by: plan)
        #expect(plan.changes.compactMap { edits[$0.knob]?.path } == [Self.file, Self.file])
        #expect(edits[plan.changes[0].knob]?.before == before)
        #expect(edits[plan.changes[0].knob]?.after == edits[plan.changes[1].knob]?.before)
        _ = try apply(on: scratch.node)
        #expect(try scratch.node.root.text(of: Self.file) == edits[plan.changes[1].knob]?.after)
    }

    @Test(
        "is not touched where dockerd would refuse it",
        arguments: [
            ("{\"hosts\": [\"fd://\"]}", "'hosts' in line 1, column 2 is also given by --host"),
            ("{\"max-concurrent-download\": 10}", "perhaps 'max-concurrent-downloads' is meant"),
            ("{,}", "line 1, column 2"),
        ]
    )
    func refused(file: String, reason: String) throws {
        let scratch = try scratch("mode: enforce\n", [Self.file: file])
        let applied = try apply(on: scratch.node)
        let finding = try #require(applied.report.findings.first { $0.desired.setting == "docker-image-downloads" })
        #expect(finding.verdict == .unknown && applied.report.outcomes.isEmpty)
        guard case .unreadable(let why) = finding.observation else { return }
        #expect(why.contains(reason), "\(why)")
        #expect(try scratch.node.root.text(of: Self.file) == file)
    }

    @Test("has keys that a custom setting may ask for, in the file that dockerd reads here")
    func custom() throws {
        let policy = """
            custom:
              - {id: a, docker: log-level, exactly: warn, because: b}
              - {id: c, docker: live-restore, exactly: 'true', because: b}
              - {id: d, docker: shutdown-timeout, atLeast: 60, because: b}
            """
        let command = "[Service]\nExecStart=/usr/bin/dockerd --config-file=/etc/own.json\n"
        let files = ["/lib/systemd/system/docker.service": command, "/etc/own.json": "{\"debug\": true}\n"]
        let scratch = try scratch(policy, files)
        let applied = try apply(on: scratch.node)
        #expect(applied.report.outcomes.allSatisfy { $0.outcome == .applied })
        let written = "{\"debug\": true, \"max-concurrent-downloads\": 10, \"log-level\": \"warn\", "
        #expect(
            try scratch.node.root.text(of: "/etc/own.json")
                == written + "\"live-restore\": true, \"shutdown-timeout\": 60}\n"
        )
        let activations = Set(applied.report.outcomes.map(\.change.activation))
        #expect(activations == [.reload("docker.service"), .restart("docker.service")])
    }

    @Test("has keys that wait for a restart where a reload would end dockerd")
    func deadlyReload() throws {
        let policy = "custom: [{id: a, docker: shutdown-timeout, atLeast: 60, because: b}]\n"
        let files = [
            "/var/lib/dpkg/status": "Package: docker-ce\nStatus: i ok installed\nVersion: 5:24.0.9-1\n\n",
            Self.file: "{\"features\": {\"containerd-snapshotter\": true}}",
        ]
        let scratch = try scratch(policy, files)
        let applied = try apply(on: scratch.node)
        #expect(Set(applied.report.outcomes.map(\.change.activation)) == [.restart("docker.service")])
    }

    @Test("has no key of another release written, with which it would not start")
    func otherRelease() throws {
        let policy = "custom: [{id: a, docker: min-api-version, exactly: '1.24', because: b}]\n"
        let status = "Package: docker-ce\nStatus: i ok installed\nVersion: 5:28.5.2-1\n\n"
        let scratch = try scratch(policy, ["/var/lib/dpkg/status": status])
        let applied = try apply(on: scratch.node)
        let finding = try #require(applied.report.findings.first { $0.desired.setting == "a" })
        #expect(
            finding.observation == .unreadable("dockerd 28.5.2 knows no 'min-api-version', and would not start with it")
        )
        #expect(try !scratch.node.root.text(of: Self.file).contains("min-api-version"))
    }

    @Test(
        "has keys that no policy may ask for",
        arguments: [
            ("docker: storage-driver, exactly: overlay2", "9: 'storage-driver' is never written"),
            ("docker: max-concurrent-download, exactly: 3", "did you mean 'max-concurrent-downloads'?"),
            ("docker: dns, exactly: 8.8.8.8", "only single values can be asked for"),
            ("docker: debug, exactly: 1", "'debug' holds 'true' or 'false'"),
            ("docker: shutdown-timeout, exactly: soon", "'shutdown-timeout' holds a whole number"),
        ]
    )
    func objections(entry: String, problem: String) throws {
        let found = try problems(in: "custom:\n  - {id: a, \(entry), because: b}\n")
        #expect(
            found.count == 1 && found[0].contains(problem.drop { $0.isNumber || $0 == ":" || $0 == " " }),
            "\(found)"
        )
    }

    @Test("is reloaded unless policy refuses it")
    func activations() throws {
        let scratch = try scratch("activations: {docker.service: {reload: refused}}\n", [:])
        let run = Run(on: scratch.node, under: try ReadPolicy(of: scratch.node))
        #expect(try run.examine(holds: [], after: nil).plan.refusedReloads == ["docker.service"])
        #expect(try problems(in: "activations: {kubelet.service: {reload: allowed}}\n").count == 1)
        #expect(try problems(in: "activations: {docker.service: {reload: perhaps}}\n").count == 1)
    }
}

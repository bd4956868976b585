import Agent
import Glibc
import Node
import Testing
import Tuning

private let path = "var/lib/kubelet/config.yaml"
private let own = kubeletHeader + "# by hand\nmaxPods: 0x6E # one rack\nclusterDNS: [10.96.0.10]\n"

/// A node whose kubelet reads no directory of drop-ins, and whose main file nobody else makes.
private func machine(_ text: String = own, arguments: String = "", _ files: [String: String] = [:]) throws
    -> ScratchMachine
{
    try kubeletMachine(version: "1.27.4", arguments: arguments, files.merging([path: text]) { $1 })
}

private func apply(_ machine: ScratchMachine, holds: [Hold] = []) throws -> Applied {
    let run = Run(on: machine.node, under: try ReadPolicy(of: machine.node))
    var ledger = try Ledger(of: machine.node)
    let lock = try NodeLock(of: machine.node.root)
    let examination = try run.examine(holds: holds, after: nil)
    return try run.apply(examination, ledger: &ledger, after: nil, holding: lock)
}

private func revert(_ machine: ScratchMachine, _ settings: [Setting.ID]? = nil) throws -> [CarriedOut] {
    var ledger = try Ledger(of: machine.node)
    let lock = try NodeLock(of: machine.node.root)
    let reverting = Reverting(settings, of: machine.node, ledger: ledger)
    return try reverting.carryOut(on: machine.node, ledger: &ledger, holding: lock)
}

private func pods(_ applied: Applied) throws -> Finding {
    try #require(applied.report.findings.first { $0.desired.target.knob == .kubeletField("maxPods") })
}

@Suite("The main file of a kubelet without a directory of drop-ins")
struct KubeletMainFileTests {
    @Test("has single fields set in one write, which are met and pending, and the same bytes again after a revert")
    func round() throws {
        let machine = try machine()
        let first = try apply(machine)
        let text = try #require(machine.text(path))
        #expect(text.hasPrefix(kubeletHeader + "# by hand\nmaxPods: 500 # one rack\nclusterDNS: [10.96.0.10]\n"))
        #expect(text.contains("\nserializeImagePulls: false\n") && text.contains("\nmaxParallelImagePulls: 10\n"))
        let found = try pods(first)
        #expect(found.verdict == .met && found.effect == .pending(.restart("kubelet.service")))
        #expect(first.report.outcomes.filter { $0.change.knob.reader != nil }.count == 1)
        #expect(first.report.isAllEnforcedMet)

        #expect(try apply(machine).report.outcomes.filter { $0.change.knob.reader != nil }.isEmpty)
        #expect(machine.text(path) == text)

        #expect(try revert(machine).allSatisfy { $0.outcome == .applied || !$0.change.knob.isKubeletField })
        #expect(machine.text(path) == own)
        #expect(try Ledger(of: machine.node).originals.filter { $0.knob.isKubeletField }.isEmpty)
    }

    @Test("of a kubelet before 1.27, with the flags of its time, has larger rates set and no field that came later")
    func before127() throws {
        let arguments = "--container-runtime=remote --container-runtime-endpoint=/run/containerd/containerd.sock"
        let machine = try kubeletMachine(version: "1.26.5", arguments: arguments, [path: own])
        let applied = try apply(machine)
        let text = try #require(machine.text(path))
        #expect(text.contains("\nmaxPods: 500 # one rack\n") && text.contains("\nkubeAPIQPS: 50\n"))
        #expect(!text.contains("ImagePulls"))
        #expect(applied.report.isAllEnforcedMet)
        #expect(try apply(machine).report.outcomes.filter { $0.change.knob.reader != nil }.isEmpty)
    }

    @Test("gives back one setting's fields, and keeps those of others and what others changed")
    func revertingOne() throws {
        let machine = try machine()
        _ = try apply(machine)
        let text = try #require(machine.text(path))
        try machine.write(path, text.replacing("10.96.0.10", with: "10.96.0.11") + "podPidsLimit: 9000 # added\n")
        _ = try revert(machine, ["kubelet-max-pods"])
        let some = try #require(machine.text(path))
        #expect(some.contains("\nmaxPods: 0x6E # one rack\nclusterDNS: [10.96.0.11]\n"))
        #expect(some.contains("\nmaxParallelImagePulls: 10\n"))
        let holds = try Ledger(of: machine.node).holds(at: machine.node.moment)
        _ = try apply(machine, holds: holds)
        #expect(machine.text(path) == some)
        _ = try revert(machine)
        #expect(machine.text(path) == own.replacing("10.96.0.10", with: "10.96.0.11") + "podPidsLimit: 9000 # added\n")
    }

    @Test("is set again where somebody takes a field out")
    func drift() throws {
        let machine = try machine()
        _ = try apply(machine)
        try machine.write(path, own)
        _ = try apply(machine)
        #expect(machine.text(path)?.contains("\nmaxPods: 500 # one rack\n") == true)
    }

    @Test("is told of as masked where a flag wins over it")
    func masked() throws {
        let machine = try machine(arguments: "--max-pods=120")
        _ = try apply(machine)
        let again = try pods(try apply(machine))
        #expect(machine.text(path)?.contains("\nmaxPods: 500 # one rack\n") == true)
        guard case .masked(let by)? = again.effect else { return #expect(Bool(false), "\(again)") }
        #expect(by.contains("--max-pods"))
    }

    @Test(
        "is left as it is where it cannot be edited alone, and the finding says where",
        arguments: [
            ("maxPods: &pods 110\npodPidsLimit: *pods\n", "shared under the name"),
            ("maxPods: 110\nmaxPods: 120\n", "stands twice"), ("maxPods:\n", "has no value"),
        ]
    )
    func refused(rest: String, words: String) throws {
        let machine = try machine(kubeletHeader + rest)
        let found = try pods(try apply(machine))
        let text = try #require(machine.text(path))
        #expect(text.hasPrefix(kubeletHeader + rest))
        #expect(text.contains("\nmaxParallelImagePulls: 10\n"))
        #expect(found.obstacle?.contains("would not start") == false)
        #expect(found.obstacle?.contains(words) == true && found.obstacle?.contains("/\(path)") == true)
    }

    @Test("is not edited where the kubelet would not start with it, or does not now")
    func refusal() throws {
        let policy =
            "custom: [{id: c, kubelet: evictionPressureTransitionPeriod, exactly: 10s, because: b},"
            + " {id: files, kubelet: maxOpenFiles, exactly: -1, because: b}]\n"
        let machine = try machine(own, arguments: "", ["etc/nodekeel/policy.yaml": policy])
        let applied = try apply(machine)
        #expect(machine.text(path)?.contains("\nmaxOpenFiles") == false)
        #expect(machine.text(path)?.contains("\nevictionPressureTransitionPeriod: 10s\n") == true)
        let files = try #require(applied.report.findings.first { $0.desired.setting == "files" })
        #expect(files.obstacle?.contains("would not start") == true, "\(files)")

        let broken = own + "  x: [\n"
        try machine.write(path, broken)
        _ = try apply(machine)
        #expect(machine.text(path) == broken)
    }

    @Test("is not edited through a link")
    func link() throws {
        let machine = try machine()
        try machine.write("srv/kubelet.yaml", own)
        let place = "\(machine.path)/\(path)"
        #expect(unlink(place) == 0 && symlink("../../../srv/kubelet.yaml", place) == 0)
        let found = try pods(try apply(machine))
        #expect(machine.text("srv/kubelet.yaml") == own)
        #expect(found.obstacle?.contains("reads no directory of drop-ins") == true)
    }

    @Test("is not written anew where it is gone, and keeps its record where it cannot be edited any more")
    func broken() throws {
        let machine = try machine()
        _ = try apply(machine)
        try machine.write(path, "x: [\n")
        let failed = try revert(machine).filter { $0.change.knob.reader != nil || $0.change.knob.isKubeletField }
        #expect(failed.contains { $0.change.knob.reader != nil })
        #expect(failed.allSatisfy { if case .failed = $0.outcome { true } else { false } })
        #expect(machine.text(path) == "x: [\n")
        #expect(try Ledger(of: machine.node).originals.contains { $0.knob == .kubeletField("maxPods") })
        #expect(unlink("\(machine.path)/\(path)") == 0)
        _ = try revert(machine)
        #expect(machine.text(path) == nil)
    }

    @Test("has its fields alone put back where a trial is not confirmed")
    func undone() throws {
        let machine = try machine()
        let run = Run(on: machine.node, under: try ReadPolicy(of: machine.node))
        var ledger = try Ledger(of: machine.node)
        let examination = try run.examine(holds: [], after: nil)
        let trial = Trial(
            of: examination.plan,
            beside: ledger.originals,
            gates: [],
            at: machine.node.moment,
            seconds: 60
        )
        do {
            let lock = try NodeLock(of: machine.node.root)
            try trial.write(on: machine.node, holding: lock)
            _ = try run.apply(examination, ledger: &ledger, after: nil, holding: lock)
        }
        let text = try #require(machine.text(path))
        #expect(text != own)
        try machine.write(path, text + "podPidsLimit: 9000\n")
        let lock = try NodeLock(of: machine.node.root)
        _ = try Undoing(trial).carryOut(on: machine.node, ledger: &ledger, holding: lock)
        #expect(machine.text(path) == own + "podPidsLimit: 9000\n")
    }

    @Test("has its fields alone put back where the kubelet is not healthy with them")
    func unhealthy() throws {
        let policy = "activations: {kubelet.service: {restart: allowed}}\n"
        let machine = try machine(own, arguments: "", ["etc/nodekeel/policy.yaml": policy])
        _ = try apply(machine)
        let text = try #require(machine.text(path)) + "podPidsLimit: 9000\n"
        try machine.write(path, text)
        var restarting = Restarting(on: machine.node, now: 0)
        let read = try ReadPolicy(of: machine.node)
        _ = restarting.consider(
            try Run(on: machine.node, under: read).examine(holds: [], after: nil),
            policy: read.fingerprint,
            originals: try Ledger(of: machine.node).originals,
            now: 1_000
        )
        var record = try RestartRecord(of: machine.node)
        #expect(record.attempt?.files.first == RestartFile(path: "/\(path)", text: text))
        record.attempt?.step = .undoing
        try record.write(on: machine.node)
        _ = restarting.step(now: 2_000)
        #expect(machine.text(path) == own + "podPidsLimit: 9000\n")
    }
}

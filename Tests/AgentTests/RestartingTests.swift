import Agent
import Node
import Reporting
import Testing
import Tuning

private let unit = "kubelet.service"
private let fragment = "etc/kubernetes/kubelet.conf.d/90-nodekeel.conf"
private let allowed = "activations: {kubelet.service: {restart: allowed}}\n"

/// A machine whose fragment is written and pending, under a policy.
private func pendingMachine(_ policy: String = allowed) throws -> ScratchMachine {
    let machine = try kubeletMachine(["etc/nodekeel/policy.yaml": policy])
    try apply(machine)
    return machine
}

@discardableResult
private func apply(_ machine: ScratchMachine, after previous: Report? = nil) throws -> Applied {
    let run = Run(on: machine.node, under: try ReadPolicy(of: machine.node))
    var ledger = try Ledger(of: machine.node)
    let lock = try NodeLock(of: machine.node.root)
    let examination = try run.examine(holds: [], after: previous)
    return try run.apply(examination, ledger: &ledger, after: previous, holding: lock)
}

private func consider(
    _ restarting: inout Restarting,
    _ machine: ScratchMachine,
    holds: [Hold] = []
) throws -> Restarting.Result {
    let policy = try ReadPolicy(of: machine.node)
    let examination = try Run(on: machine.node, under: policy).examine(holds: holds, after: nil)
    return restarting.consider(
        examination,
        policy: policy.fingerprint,
        originals: try Ledger(of: machine.node).originals,
        now: 1_000
    )
}

extension ScratchMachine {
    fileprivate var record: RestartRecord {
        get throws { try RestartRecord(of: node) }
    }

    /// Leaves the record as it would stand at a step.
    fileprivate func put(_ step: RestartAttempt.Step) throws {
        var record = try record
        record.attempt?.step = step
        record.attempt?.gate = nil
        try record.write(on: node)
    }
}

@Suite("Whether a unit is restarted")
struct RestartingTests {
    @Test(
        "Nothing important is restarted unless policy allows it",
        arguments: [
            "", "mode: enforce\n", "activations: {kubelet.service: {restart: refused, window: '00:00-24:00'}}\n",
            "activations: {containerd.service: {restart: allowed}}\n",
        ]
    )
    func notAllowed(policy: String) throws {
        let machine = try pendingMachine(policy)
        var restarting = Restarting(on: machine.node, now: 0)
        #expect(try consider(&restarting, machine).events.isEmpty)
        #expect(restarting.due == nil)
        #expect(try machine.record.attempt == nil)
    }

    @Test("Nothing is asked again while nothing is pending, and everything while something is, allowed or not")
    func rest() throws {
        let machine = try kubeletMachine(["etc/nodekeel/policy.yaml": "mode: observe\n"])
        var restarting = Restarting(on: machine.node, now: 0)
        _ = try consider(&restarting, machine)
        #expect(restarting.isAtRest)
        for policy in ["mode: enforce\n", allowed] {
            try machine.write("etc/nodekeel/policy.yaml", policy)
            try apply(machine)
            _ = try consider(&restarting, machine)
            #expect(!restarting.isAtRest)
        }
    }

    @Test("One that is allowed begins with what stands in the file, and what it ran with before")
    func allowedRestart() throws {
        let machine = try pendingMachine()
        var restarting = Restarting(on: machine.node, now: 0)
        #expect(restarting.due == nil)
        _ = try consider(&restarting, machine)
        let attempt = try #require(try machine.record.attempt)
        #expect(attempt.unit == unit && attempt.step == .restarting)
        #expect(attempt.files.first == RestartFile(path: "/\(fragment)", text: machine.text(fragment)))
        #expect(attempt.former.first == RestartFile(path: "/\(fragment)", text: nil))
        #expect(attempt.files.map(\.path) == attempt.former.map(\.path))
        #expect(attempt.healthz == HealthEndpoint(host: "127.0.0.1", port: 10_248))
        #expect(attempt.version == "1.34.2")
        #expect(restarting.due == 1_000)
        // The next pass finds it under way.
        _ = try consider(&restarting, machine)
        #expect(try machine.record.attempt == attempt)
        #expect(Restarting(on: machine.node, now: 7).due == 7)
    }

    @Test("A kubelet that has not started since it was installed has nothing to restart")
    func provisioning() throws {
        let machine = try kubeletMachine(isRunning: false, ["etc/nodekeel/policy.yaml": allowed])
        try apply(machine)
        #expect(machine.text(fragment) != nil)
        var restarting = Restarting(on: machine.node, now: 0)
        #expect(try consider(&restarting, machine).events.isEmpty)
        #expect(try machine.record == RestartRecord())
    }

    @Test("A kubelet that would not start as it is configured is not restarted, and that is told once")
    func objection() throws {
        let machine = try pendingMachine()
        let late = kubeletHeader + "nodeLeaseDurationSeconds: -1\n"
        try machine.write("etc/kubernetes/kubelet.conf.d/99-broken.conf", late)
        var restarting = Restarting(on: machine.node, now: 0)
        _ = try consider(&restarting, machine)
        #expect(try machine.record.attempt == nil)
    }

    @Test("What is held is no cause for a restart")
    func held() throws {
        let machine = try pendingMachine(
            "profile: conservative\nsettings: {kubelet-max-pods: {mode: enforce, pods: 250}}\n" + allowed
        )
        var restarting = Restarting(on: machine.node, now: 0)
        let hold = Hold(setting: "kubelet-max-pods", reason: "load test", isFromRevert: false, endsAt: nil)
        _ = try consider(&restarting, machine, holds: [hold])
        #expect(try machine.record.attempt == nil)
        _ = try consider(&restarting, machine)
        #expect(try machine.record.attempt != nil)
    }

    @Test("What waits is told once, and again for another reason or other files")
    func waits() throws {
        // Of all days of a week, a window that is closed now and one that is open from now on.
        let policy = "activations: {kubelet.service: {restart: allowed, splay: 1d}}\n"
        let machine = try pendingMachine(policy)
        var restarting = Restarting(on: machine.node, now: 0)
        let first = try consider(&restarting, machine).events
        guard case .restartWaits(unit, .waits(let until, .splay))? = first.first else {
            Issue.record("\(first)")
            return
        }
        #expect(until > machine.node.moment.epochSeconds)
        #expect(restarting.due ?? 0 > 1_000)
        #expect(try consider(&restarting, machine).events.isEmpty)
        // Another service does not tell it again either.
        var another = Restarting(on: machine.node, now: 0)
        #expect(try consider(&another, machine).events.isEmpty)
        try machine.write("etc/nodekeel/policy.yaml", "\(policy)settings: {kubelet-max-pods: {exactly: 300}}\n")
        try apply(machine)
        #expect(try consider(&another, machine).events.count == 1)
    }

    @Test("With a gate it is asked first, and taken back where policy changes its mind")
    func gate() throws {
        let gate = "activations: {kubelet.service: {restart: allowed, gate: fleetlock}}\n"
        let machine = try pendingMachine(gate + "fleetLock: {url: 'http://127.0.0.1:1'}\n")
        var restarting = Restarting(on: machine.node, now: 0)
        _ = try consider(&restarting, machine)
        #expect(try machine.record.attempt?.step == .askingGate)
        let result = restarting.step(now: 2_000)
        guard case .restartWaits(unit, .obstructed(let reason))? = result.events.first else {
            Issue.record("\(result.events)")
            return
        }
        #expect(reason.contains("127.0.0.1:1"))
        #expect(restarting.due == 62_000)
        #expect(restarting.step(now: 62_000).events.isEmpty)
        #expect(try machine.record.attempt?.step == .askingGate)
        try machine.write("etc/nodekeel/policy.yaml", "mode: enforce\n")
        _ = try consider(&restarting, machine)
        // The question may have been heard although its answer was not.
        #expect(try machine.record.attempt?.step == .releasing)
        guard case .slotKept(unit, _)? = restarting.step(now: 70_000).events.first else {
            Issue.record("nothing is told of a slot that is not given back")
            return
        }
        try machine.put(.releasing)
        #expect(restarting.step(now: 80_000).wantsPass)
        #expect(try machine.record.attempt == nil)
    }

    @Test(
        "One that was decided is judged again before anything is changed, by policy as it is then",
        arguments: [
            "activations: {kubelet.service: {restart: refused}}\n",
            "activations: {kubelet.service: {restart: allowed, splay: 1d}}\n",
            "activations: {kubelet.service: {restart: allowed, gate: fleetlock}}\nfleetLock: {url: 'http://127.0.0.1:1'}\n",
            "mode: observe\n",
        ]
    )
    func revoked(policy: String) throws {
        let machine = try pendingMachine()
        var first = Restarting(on: machine.node, now: 0)
        _ = try consider(&first, machine)
        try machine.write("proc/sys/kernel/random/boot_id", "6d0a1f36-0000-4000-8000-000000000002\n")
        try machine.write("etc/nodekeel/policy.yaml", policy)
        var restarting = Restarting(on: machine.node, now: 0)
        #expect(restarting.step(now: 0).wantsPass)
        let attempt = try machine.record.attempt
        #expect(attempt?.step == .restarting && attempt?.run == nil)
        // No pass looked at it meanwhile, as while something is on trial.
        #expect(restarting.due == 60_000)
        #expect(restarting.step(now: 60_000).wantsPass)
        _ = try consider(&restarting, machine)
        #expect(try restarting.due == 1_000 && machine.record.attempt?.step == .releasing)
        _ = restarting.step(now: 1_000)
        #expect(try machine.record.attempt == nil)
        #expect(try machine.record.units[unit]?.restarts ?? [] == [])
    }

    @Test("One that is still due goes on after the pass that says so")
    func cleared() throws {
        let machine = try pendingMachine()
        var first = Restarting(on: machine.node, now: 0)
        _ = try consider(&first, machine)
        var restarting = Restarting(on: machine.node, now: 0)
        #expect(restarting.step(now: 0).wantsPass)
        _ = try consider(&restarting, machine)
        #expect(try restarting.due == 1_000 && machine.record.attempt?.step == .restarting)
    }

    @Test("What it ran with is noted before it is changed, and kept while changes are pending")
    func former() throws {
        let pods = { (number: Int) in "settings: {kubelet-max-pods: {exactly: \(number)}}\n" }
        let machine = try pendingMachine(allowed + pods(300))
        let first = machine.text(fragment)
        try machine.write("proc/stat", "btime 4000000000\n")
        for number in [400, 410] {
            try machine.write("etc/nodekeel/policy.yaml", allowed + pods(number))
            try apply(machine)
            #expect(machine.text(fragment)?.contains("maxPods: \(number)") ?? false)
            #expect(try machine.record.units[unit]?.former?.first == RestartFile(path: "/\(fragment)", text: first))
            // From here on the file is newer than the kubelet.
            try machine.write("proc/stat", "btime 1700000000\n")
        }
    }

    @Test("Former files come back through the ledger, and what somebody changed since is left")
    func undo() throws {
        let machine = try pendingMachine()
        var restarting = Restarting(on: machine.node, now: 0)
        _ = try consider(&restarting, machine)
        try machine.put(.undoing)
        _ = restarting.step(now: 2_000)
        #expect(machine.text(fragment) == nil)
        #expect(try machine.record.attempt?.step == .restartingBack)
        // Once more, as after a kill between the write and its record.
        try machine.put(.undoing)
        #expect(restarting.step(now: 3_000).events.isEmpty)
        #expect(try machine.record.attempt?.step == .restartingBack)
        try machine.put(.undoing)
        try machine.write(fragment, kubeletHeader + "maxPods: 42\n")
        _ = restarting.step(now: 4_000)
        #expect(machine.text(fragment) == kubeletHeader + "maxPods: 42\n")
    }

    @Test("What it was ill with is not written again until policy changes, and is neither drift nor news")
    func refused() throws {
        let machine = try pendingMachine()
        let before = try apply(machine).report
        var restarting = Restarting(on: machine.node, now: 0)
        _ = try consider(&restarting, machine)
        var record = try machine.record
        let attempt = try #require(record.attempt)
        record.refuse(attempt.refusal(because: "its healthz says 500", at: machine.node.moment))
        try record.write(on: machine.node)
        try machine.put(.undoing)
        _ = restarting.step(now: 2_000)
        let applied = try apply(machine, after: before)
        #expect(machine.text(fragment) == nil && applied.events.isEmpty, "\(applied.events)")
        let pods = applied.report.findings.first { $0.desired.target.knob == .kubeletField("maxPods") }
        #expect(pods?.verdict == .unmet && pods?.obstacle?.contains("its healthz says 500") ?? false)
        #expect(try apply(machine, after: applied.report).events.isEmpty)
        try machine.write("etc/nodekeel/policy.yaml", allowed + "settings: {kubelet-max-pods: {exactly: 400}}\n")
        try apply(machine, after: applied.report)
        #expect(machine.text(fragment)?.contains("maxPods: 400") ?? false)
    }

    @Test("Where the record cannot be understood nothing is restarted, and that is told once")
    func damaged() throws {
        let machine = try pendingMachine()
        try machine.write("var/lib/nodekeel/restarts.json", "{")
        var restarting = Restarting(on: machine.node, now: 0)
        guard case .restartFailed(nil, let reason)? = try consider(&restarting, machine).events.first else {
            Issue.record("nothing is told")
            return
        }
        #expect(try reason.contains("restarts.json") && consider(&restarting, machine).events.isEmpty)
        #expect(machine.text("var/lib/nodekeel/restarts.json") == "{")
    }
}

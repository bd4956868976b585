import Agent
import Glibc
import Node
import Reporting
import Testing
import Tuning

private let program = "kube-controller-manager"
private let optedIn = "settings: {controller-manager-api-rate: {mode: enforce, requestsPerSecond: 100}}\n"
private let allowed = optedIn + "activations: {kube-controller-manager: {restart: allowed, healthWithin: 20s}}\n"
private let edited = managerManifest(flags: ["--kube-api-qps=100", "--kube-api-burst=100"])

extension ScratchMachine {
    fileprivate func examine(holds: [Hold] = []) throws -> Examination {
        try Run(on: node, under: try ReadPolicy(of: node)).examine(holds: holds, after: nil)
    }

    @discardableResult
    fileprivate func consider(_ restarting: inout Restarting, holds: [Hold] = []) throws -> Restarting.Result {
        let (policy, ledger) = (try ReadPolicy(of: node), try Ledger(of: node))
        let examination = try examine(holds: holds + ledger.holds(at: node.moment))
        return restarting.consider(
            examination,
            policy: policy.fingerprint,
            originals: ledger.originals,
            now: 1_000
        )
    }

    fileprivate var record: RestartRecord { get throws { try RestartRecord(of: node) } }

    /// Leaves an attempt as if the time for its health were over.
    fileprivate func age() throws {
        var record = try record
        record.attempt?.since.uptimeSeconds -= 100
        try record.write(on: node)
    }

    fileprivate func obstacle(_ examination: Examination) -> String? {
        examination.findings.first { $0.desired.target.knob == .option("kube-api-qps", of: program) }?.obstacle
    }

    /// What stands beside the manifests of the kubelet, and above them.
    fileprivate var names: [String] {
        get throws {
            try node.root.names(in: "/etc/kubernetes/manifests") + node.root.names(in: "/etc/kubernetes")
        }
    }
}

@Suite("The manifest of a static pod")
struct ManifestTests {
    @Test(
        "is not touched unless policy names both the setting and the program",
        arguments: [
            ("mode: enforce\n", nil), (optedIn, "policy does not allow that ('activations.kube-controller-manager"),
            ("mode: enforce\nactivations: {kube-controller-manager: {restart: allowed}}\n", nil),
            (optedIn + "activations: {kubelet.service: {restart: allowed}}\n", "policy does not allow that"),
        ]
    )
    func notAllowed(policy: String, reason: String?) throws {
        let machine = try managerMachine(policy)
        var restarting = Restarting(on: machine.node, now: 0)
        #expect(try machine.consider(&restarting).events.isEmpty)
        #expect(try machine.record.attempt == nil && restarting.due == nil)
        let examination = try machine.examine()
        let finding = examination.findings.first { $0.desired.target.knob == .option("kube-api-qps", of: program) }
        #expect(finding?.verdict == .unmet && finding?.desired.mode == (reason == nil ? .observe : .enforce))
        #expect(reason.map { finding?.obstacle?.contains($0) == true } ?? (finding?.obstacle == nil))
        #expect(examination.plan.changes.allSatisfy { $0.knob.reader != .staticPod && !$0.knob.isFlag })
        #expect(machine.text(managerManifest) == managerManifest())
    }

    @Test("is edited as one when policy allows it, the original first, and nothing else in its directory")
    func edit() throws {
        let machine = try managerMachine(allowed)
        chmod("\(machine.path)/\(managerManifest)", 0o600)
        var restarting = Restarting(on: machine.node, now: 0)
        try machine.consider(&restarting)
        let attempt = try #require(try machine.record.attempt)
        #expect(attempt.unit == program && attempt.step == .restarting && attempt.version == "1.36.3")
        #expect(attempt.files == [RestartFile(path: "/\(managerManifest)", text: edited)])
        #expect(attempt.former == [RestartFile(path: "/\(managerManifest)", text: managerManifest())])
        let before = try machine.names
        #expect(restarting.step(now: 2_000).events.isEmpty)
        #expect(machine.text(managerManifest) == edited)
        #expect(try machine.names == before)
        #expect(try machine.node.root.status(of: "/\(managerManifest)").mode == 0o600)
        #expect(try machine.record.attempt?.step == .awaitingHealth)
        let ledger = try Ledger(of: machine.node)
        #expect(ledger.originals.first?.text == managerManifest())
        #expect(
            ledger.originals.map(\.knob).dropFirst()
                == [.option("kube-api-qps", of: program), .option("kube-api-burst", of: program)]
        )
        // A service that was killed after the write, and before it was on record: nothing is written twice.
        var record = try machine.record
        record.attempt?.step = .restarting
        try record.write(on: machine.node)
        let inode = try machine.node.root.status(of: "/\(managerManifest)").inode
        #expect(restarting.step(now: 3_000).events.isEmpty)
        #expect(try machine.node.root.status(of: "/\(managerManifest)").inode == inode)
        #expect(try machine.record.attempt?.step == .awaitingHealth)
    }

    @Test("that somebody else changes meanwhile is left as it is")
    func changedMeanwhile() throws {
        let machine = try managerMachine(allowed)
        var restarting = Restarting(on: machine.node, now: 0)
        try machine.consider(&restarting)
        let theirs = managerManifest(flags: ["--kube-api-qps=33"])
        try machine.write(managerManifest, theirs)
        guard case .restartFailed(program, let reason)? = restarting.step(now: 2_000).events.first else {
            Issue.record("nothing is told")
            return
        }
        #expect(reason.contains("changed by somebody else") && machine.text(managerManifest) == theirs)
        #expect(restarting.step(now: 3_000).wantsPass)
        #expect(try machine.record.attempt == nil)
        #expect(try Ledger(of: machine.node).originals.isEmpty)
    }

    @Test("is put back where the program does not come back with it, and not written again under that policy")
    func undone() throws {
        let machine = try managerMachine(allowed)
        var restarting = Restarting(on: machine.node, now: 0)
        try machine.consider(&restarting)
        _ = restarting.step(now: 2_000)
        // The kubelet has ended it, and it does not start.
        try machine.run(manager: nil)
        _ = restarting.step(now: 3_000)
        #expect(try machine.record.attempt?.step == .awaitingHealth)
        try machine.age()
        for now in 4...6 { #expect(restarting.step(now: Int64(now) * 1_000).events.isEmpty) }
        #expect(machine.text(managerManifest) == managerManifest())
        #expect(try machine.record.attempt?.step == .awaitingReturn)
        #expect(try machine.record.attempt?.failure?.contains("it is not running") == true)
        try machine.run(manager: ["--kube-api-qps=20"], pid: 951)
        #expect(restarting.step(now: 7_000).events.isEmpty)
        let examination = try machine.examine()
        #expect(machine.obstacle(examination)?.contains("did not become healthy with it (it is not running") == true)
        #expect(examination.manifests.isEmpty)
        try machine.write("etc/nodekeel/policy.yaml", allowed + "interval: 90s\n")
        #expect(try machine.examine().manifests.count == 1)
    }

    @Test(
        "is not edited where that would not last, or nobody could tell what it does",
        arguments: [
            (["etc/kubernetes/manifests/old.yaml.bak": managerManifest()], "are of the same pod"),
            (["etc/rancher/rke2/config.yaml": ""], "RKE2 manages this node"),
            ([managerManifest: managerManifest(version: "latest")], "release of kube-controller-manager is not known"),
            ([managerManifest: managerManifest(flags: ["--kube-api-qps=21"])], "which is waited for"),
        ]
    )
    func obstructed(files: [String: String], reason: String) throws {
        let machine = try managerMachine(allowed)
        for (name, text) in files { try machine.write(name, text) }
        let examination = try machine.examine()
        #expect(examination.manifests.isEmpty)
        #expect(machine.obstacle(examination)?.contains(reason) == true, "\(machine.obstacle(examination) ?? "none")")
        var restarting = Restarting(on: machine.node, now: 0)
        try machine.consider(&restarting)
        #expect(try machine.record.attempt == nil)
    }

    @Test(
        "of etcd is not edited without a gate, nor where its peers cannot be told",
        arguments: [
            ("{restart: allowed}", "policy has no 'activations.etcd.gate: fleetlock'"),
            ("{restart: allowed, gate: fleetlock}", "not yet, "), ("{gate: fleetlock}", "policy does not allow that"),
        ]
    )
    func etcd(words: String, reason: String) throws {
        let machine = try managerMachine(
            "settings: {etcd-snapshots: {mode: enforce}}\nactivations: {etcd: \(words)}\n"
                + "fleetLock: {url: 'http://127.0.0.1:1'}\n"
        )
        let flags = ["--data-dir=/var/lib/etcd", "--snapshot-count=5000"]
        let manifest = managerManifest(flags: flags).replacing("kube-controller-manager", with: "etcd")
        try machine.write("etc/kubernetes/manifests/etcd.yaml", manifest.replacing("v1.36.3", with: "3.5.16-0"))
        try machine.run("etcd", flags, pid: 960)
        let examination = try machine.examine()
        let finding = examination.findings.first { $0.desired.target.knob.name.hasPrefix("snapshot-count of etcd") }
        #expect(finding?.verdict == .unmet && finding?.obstacle?.contains(reason) == true, "\(finding?.obstacle ?? "")")
        #expect(examination.manifests.map(\.unit) == ["etcd"])
        var restarting = Restarting(on: machine.node, now: 0)
        try machine.consider(&restarting)
        #expect(try machine.record.attempt == nil)
    }

    @Test("gets back byte for byte what was reverted, which the ledger then forgets")
    func reverted() throws {
        let machine = try managerMachine(allowed)
        var restarting = Restarting(on: machine.node, now: 0)
        try machine.consider(&restarting)
        _ = restarting.step(now: 2_000)
        try machine.run(manager: ["--kube-api-qps=100", "--kube-api-burst=100"])
        var record = try machine.record
        record.attempt = nil
        try record.write(on: machine.node)
        // Nothing is restarted by the command itself.
        var ledger = try Ledger(of: machine.node)
        do {
            let lock = try NodeLock(of: machine.node.root)
            let reverting = Reverting(nil, of: machine.node, ledger: ledger)
            #expect(reverting.plan.isEmpty && reverting.leftToService.count == 2)
            _ = try reverting.carryOut(on: machine.node, ledger: &ledger, holding: lock)
        }
        #expect(machine.text(managerManifest) == edited && ledger.originals.count == 3)
        // Policy need not allow it, and neither its window nor its budget counts: a person has asked for it.
        try machine.write("etc/nodekeel/policy.yaml", "mode: enforce\n")
        try machine.consider(&restarting)
        #expect(try machine.record.attempt?.manifest?.isGivenBack == true)
        _ = restarting.step(now: 3_000)
        #expect(machine.text(managerManifest) == managerManifest())
        // With its former flags it is ill: it keeps those that it has, and this is not tried again and again.
        var (copy, ill) = (try machine.record, try machine.record)
        let attempt = try #require(ill.attempt)
        ill.refuse(attempt.refusal(because: "it is not running", at: machine.node.moment))
        ill.attempt = nil
        try ill.write(on: machine.node)
        try machine.write(managerManifest, edited)
        #expect(try machine.consider(&restarting).events.count == 1)
        #expect(try machine.consider(&restarting).events.isEmpty)
        #expect(try machine.record.attempt == nil)
        copy.attempt = nil
        try copy.write(on: machine.node)
        try machine.write(managerManifest, managerManifest())
        try machine.run(manager: ["--kube-api-qps=20"])
        #expect(try machine.consider(&restarting).events.isEmpty)
        #expect(try Ledger(of: machine.node).originals.isEmpty)
        #expect(try machine.record.attempt == nil)
    }
}

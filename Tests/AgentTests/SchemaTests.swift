import Agent
import Catalogue
import Checkout
import Documents
import Node
import Reporting
import Testing
import Tuning

/// The published schemas against what the commands answer.
@Suite("A JSON answer")
struct SchemaTests {
    private let schema: Schema

    init() throws { schema = try Schema.published() }

    private func expect(_ answer: some Answer, by name: String) throws {
        #expect(try schema.objections(to: answer, by: name) == [])
    }

    @Test("has a schema, and no schema is without an answer")
    func files() throws {
        #expect(try Checkout.names(in: "packaging/schema") == (Schema.names + ["common"]).map { "\($0).json" }.sorted())
    }

    @Test("of a captured machine is as its schema says", arguments: GoldenTests.machines, Profile.all.map(\.name))
    func captured(machine: String, profile: String) throws {
        let profile = try #require(Profile.all.first { $0.name == profile })
        let node = try GoldenTests.node(machine)
        let run = Run(on: node, under: try ReadPolicy(profile: profile.name, of: node))
        let examination = try run.examine(holds: [], after: nil)
        let observed = NodeObservations(of: node, under: run.policy)
        try expect(FactsAnswer(facts: examination.facts, observed: observed), by: "facts")
        try expect(plan(of: examination, originals: []), by: "plan")
        let report = run.report(examination, outcomes: [], after: nil).report
        let check = CheckAnswer(report: report, settings: catalogue, node: "n1")
        try expect(check, by: "check")
        var fleet = Fleet(settings: catalogue)
        fleet.add(Array(try check.json().utf8), named: "f", from: "f.json")
        fleet.add(Array("{}".utf8), named: "g", from: "g.json")
        var other = report
        other.findings.removeLast()
        (other.findings[0].verdict, other.fingerprint) = (.drifted, "0")
        fleet.add(Array(try CheckAnswer(report: other, settings: []).json().utf8), named: "h", from: "h.json")
        try expect(FleetAnswer(fleet), by: "fleet")
        try expect(AuditAnswer(report: report, facts: examination.facts, settings: catalogue), by: "audit")
        for setting in catalogue {
            try expect(explain(setting, examination, under: examination.inForce.policy), by: "explain")
        }
        try expect(status(of: node, report: report, holds: [], originals: []), by: "status")
        try expect(DoctorAnswer(Diagnoses.ofReport(report)), by: "doctor")
        let trial = StatusAnswer.OnTrial(settings: ["etcd-weight"], secondsLeft: 9)
        let tried = StatusAnswer(
            node: "n1",
            trial: trial,
            report: report,
            service: StatusAnswer.Service(isRunning: true, policyRejection: "nothing is written until it is right: x"),
            policy: nil,
            holds: [],
            originals: [],
            now: node.moment,
            settings: catalogue
        )
        try expect(tried, by: "status")
        #expect(tried.text(in: Style(columns: 200)).contains("on trial     etcd-weight: undone in 9 s unless"))
        try expect(PolicyAnswer(entries: ReadPolicy(of: node).entries), by: "policy")
    }

    @Test(
        "of a machine with a kubelet is as its schema says",
        arguments: ["--config-dir=/etc/kubernetes/kubelet.conf.d", ""]
    )
    func kubelet(arguments: String) throws {
        let scratch = try kubeletMachine(arguments: arguments)
        let node = scratch.node
        let lock = try NodeLock(of: node.root)
        var ledger = try Ledger(of: node)
        let run = Run(on: node, under: try ReadPolicy(profile: "large-cluster", of: node))
        let examination = try run.examine(holds: [], after: nil)
        let observed = NodeObservations(of: node, under: run.policy)
        try expect(FactsAnswer(facts: examination.facts, observed: observed), by: "facts")
        try expect(plan(of: examination, originals: []), by: "plan")
        let applied = try run.apply(examination, ledger: &ledger, after: nil, holding: lock)
        try expect(ApplyAnswer(report: applied.report, settings: catalogue), by: "check")
        let reverting = Reverting(["kubelet-max-pods"], of: node, ledger: ledger)
        let outcomes = try reverting.carryOut(on: node, ledger: &ledger, holding: lock)
        try expect(
            RevertAnswer(outcomes: outcomes, untouched: reverting.untouched, holds: [], settings: catalogue),
            by: "revert"
        )
    }

    @Test("of a probed disk is as its schema says")
    func probed() throws {
        var probe = SyncProbe(directory: "/d", nanoseconds: [20_000, 9_000_000, 40_000], milliseconds: 12)
        try expect(ProbeAnswer(probe), by: "probe")
        probe.nanoseconds = []
        probe.filesystem = "xfs"
        try expect(ProbeAnswer(probe), by: "probe")
    }

    @Test("of a machine that was changed, held and given back is as its schema says")
    func changed() throws {
        let scratch = try ScratchMachine()
        let node = scratch.node
        let lock = try NodeLock(of: node.root)
        var ledger = try Ledger(of: node)
        let run = Run(on: node, under: try ReadPolicy(profile: "large-cluster", of: node))
        let applied = try run.apply(try run.examine(holds: [], after: nil), ledger: &ledger, after: nil, holding: lock)
        #expect(applied.report.outcomes.count == 4)
        try expect(ApplyAnswer(report: applied.report, settings: catalogue), by: "check")

        let hold = Hold(
            setting: "connection-tracking-table",
            reason: "a test",
            isFromRevert: false,
            endsAt: 4_000_000_000
        )
        try ledger.hold([hold], holding: lock)
        try scratch.write("proc/sys/net/netfilter/nf_conntrack_max", "1000\n")
        let drifted = try run.examine(holds: [hold], after: applied.report)
        #expect(!drifted.findings.allSatisfy { $0.verdict == .met })
        try expect(plan(of: drifted, originals: ledger.originals), by: "plan")
        let report = run.report(drifted, outcomes: [], after: applied.report).report
        try expect(CheckAnswer(report: report, settings: catalogue), by: "check")
        try expect(status(of: node, report: report, holds: [hold], originals: ledger.originals), by: "status")

        let reverting = Reverting(nil, of: node, ledger: ledger)
        let untouched = reverting.untouched + ledger.originals
        let outcomes = try reverting.carryOut(on: node, ledger: &ledger, holding: lock)
        #expect(!outcomes.isEmpty)
        let holds = ledger.holds(at: reverting.moment)
        try expect(
            RevertAnswer(outcomes: outcomes, untouched: untouched, holds: holds, settings: catalogue),
            by: "revert"
        )
    }

    @Test("of facts with all that a node may have is as its schema says")
    func facts() throws {
        var facts = Facts()
        var kubelet = KubeletFacts()
        kubelet.version = "1.34.2"
        kubelet.arguments = ["--config=/var/lib/kubelet/config.yaml"]
        kubelet.effective = ["maxPods": .integer(110), "serializeImagePulls": .bool(true)]
        kubelet.origin = ["maxPods": "default"]
        facts.kubelet = kubelet
        facts.kubeProxy = KubeProxyFacts()
        facts.owners = [Owner(name: "kubeadm", evidence: "/etc/kubernetes/kubelet.conf")]
        var member = EtcdMember(pid: 1, startTicks: 2, place: .unit("etcd.service"))
        member.data = EtcdMember.Store(path: "/var/lib/etcd", source: "a flag")
        let level = ResourceGroup.Level(
            path: "/system.slice",
            weight: 100,
            siblings: [WeightedGroup(name: "user.slice", weight: 100)]
        )
        member.cpu = ResourceGroup(path: "/system.slice/etcd.service", levels: [level], otherProcessCount: 0)
        member.unitSettings = ["CPUWeight": "5000"]
        member.version = "3.6.8"
        member.versionSource = "package etcd-server"
        member.effective = ["snapshot-count": .integer(10_000), "cors": .list([.string("*")])]
        member.origin = ["snapshot-count": "default", "cors": "/etc/etcd.yaml:3"]
        var counted = EtcdCounters(uptimeSeconds: 7)
        (counted.version, counted.hasLeader, counted.leaderChanges) = ("3.6.8", true, 1)
        (counted.slowApplies, counted.heartbeatFailures, counted.quotaByteCount) = (1, 2, 2 << 30)
        (counted.databaseByteCount, counted.databaseInUseByteCount) = (2, 1)
        var measured = EtcdMeasurement(address: "http://127.0.0.1:2381", counted: counted, since: nil)
        (measured.windowSeconds, measured.alarm, measured.logSyncMicroseconds) = (63, "none", 1_200)
        (measured.commitMicroseconds, measured.roundTripMicroseconds) = (8_000, 400)
        member.measured = measured
        member.data?.availableByteCount = 8 << 30
        var declared = EtcdMember(source: "manifest /etc/kubernetes/manifests/etcd.yaml")
        declared.manifest = "/etc/kubernetes/manifests/etcd.yaml"
        declared.refusal = "flag provided but not defined: -foo"
        declared.unreadable = "it is inside an image"
        declared.unmeasured = "it tells its metrics by TLS alone"
        facts.etcd = [member, declared]
        var file = StaticPod(path: "/etc/kubernetes/manifests/etcd.yaml")
        (file.pod, file.overriddenBy, file.problem) = (
            "kube-system/etcd", "/etc/kubernetes/manifests/z", "it is no Pod"
        )
        facts.staticPods = [file]
        var server = ControlPlaneComponent(program: "kube-apiserver")
        (server.pid, server.version, server.refusal, server.remedy) = (9, "1.36.3", "it would not", "take it away")
        server.judge(["kube-apiserver"], version: nil, sources: [:])
        facts.controlPlane = [server]
        facts.unreadable = [Facts.Unreadable(path: "/proc/1/exe", reason: "Permission denied")]
        try expect(FactsAnswer(facts: facts), by: "facts")
    }

    @Test("of who wrote what is as its schema says")
    func writes() throws {
        var writer = Writer(command: "kube-proxy")
        writer.pid = 4242
        writer.userID = 0
        writer.executable = "/usr/local/bin/kube-proxy"
        writer.unit = "kubelet.service"
        writer.pod = Writer.Pod(uid: "5f0c", namespace: "kube-system", name: "kube-proxy-x7k2p")
        writer.container = Writer.Container(id: "0123", name: "kube-proxy")
        writer.cgroup = "/kubepods.slice"
        let path = "net/netfilter/nf_conntrack_max"
        let seen = KnobWrite(
            knob: .sysctl(path),
            path: path,
            writer: writer,
            before: "577680",
            after: "1000",
            count: 1,
            epochSeconds: 1_800_000_000
        )
        var counted = seen
        (counted.after, counted.count, counted.writer) = (nil, 300, Writer(command: ""))
        let service = StatusAnswer.Service(isRunning: true, nextPassInSeconds: 7, blindSpots: ["files: none"])
        let answer = WritersAnswer(writes: [seen, counted], named: ["a/b"], notKept: ["a/b"], service: service)
        try expect(answer, by: "writers")
        try expect(WriteAnswer(seen, holds: "1000"), by: "write")
        try expect(WriteAnswer(counted, holds: nil), by: "write")

        let scratch = try ScratchMachine()
        let run = Run(on: scratch.node, under: try ReadPolicy(profile: "large-cluster", of: scratch.node))
        let first = try run.report(run.examine(holds: [], after: nil), outcomes: [], after: nil).report
        var met = first
        for index in met.findings.indices { met.findings[index].standing.hasBeenMet = true }
        try scratch.write("proc/sys/\(path)", "1000\n")
        var drifted = try run.report(run.examine(holds: [], after: met), outcomes: [], after: met).report
        #expect(drifted.findings.first?.verdict == .drifted)
        var attribution = try #require(
            Attribution(of: drifted.findings[0], writes: [seen], facts: Facts(), since: nil)
        )
        attribution.starters = [writer]
        drifted.findings[0].attribution = attribution
        try expect(CheckAnswer(report: drifted, settings: catalogue), by: "check")
    }

    @Test(
        "that is not as its schema says is told",
        arguments: [
            (#"{"schemaVersion": 2, "nodekeelVersion": "0", "policy": []}"#, "/schemaVersion: 2 is not of const 1"),
            (#"{"schemaVersion": 1, "policy": []}"#, "required"),
            (#"{"schemaVersion": 1, "nodekeelVersion": "0", "policy": {}}"#, "/policy: {} is not of type"),
            (#"{"schemaVersion": 1, "nodekeelVersion": "0", "policy": [], "x": 1}"#, "/x is not described"),
        ]
    )
    func objections(text: String, objection: String) throws {
        let objections = schema.objections(to: try JSON.parse(Array(text.utf8)), by: Schema.id(of: "policy"))
        #expect(objections.count == 1 && objections[0].contains(objection), "\(objections)")
    }

    private func plan(of examination: Examination, originals: [Original]) -> PlanAnswer {
        PlanAnswer(
            plan: examination.plan,
            findings: examination.findings,
            leftAlone: examination.leftAlone,
            originals: originals,
            moment: examination.moment,
            settings: catalogue
        )
    }

    private func explain(_ setting: Setting, _ examination: Examination, under policy: Policy) -> ExplainAnswer {
        ExplainAnswer(
            setting: setting,
            findings: examination.findings,
            leftAlone: examination.leftAlone,
            originals: [],
            policy: policy,
            facts: examination.facts,
            now: examination.moment
        )
    }

    private func status(of node: Node, report: Report, holds: [Hold], originals: [Original]) -> StatusAnswer {
        StatusAnswer(
            report: report,
            service: ServiceState.service(of: node, at: node.moment),
            policy: PolicyLine(Policy(profile: .largeCluster)),
            holds: holds,
            originals: originals,
            now: node.moment,
            settings: catalogue
        )
    }
}

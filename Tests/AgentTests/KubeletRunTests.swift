import Agent
import Glibc
import Node
import Reporting
import Testing
import Tuning

private let header = kubeletHeader
private let fragment = "etc/kubernetes/kubelet.conf.d/90-nodekeel.conf"

/// One run of apply, with a ledger that goes on from the last.
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

private func kubeletFindings(_ report: Report) -> [Finding] {
    report.findings.filter { $0.desired.target.knob.isKubeletField }
}

@Suite("The kubelet's fragment, on a whole run")
struct KubeletRunTests {
    @Test("is planned, written once, met and pending, and taken away again")
    func round() throws {
        let machine = try kubeletMachine()
        let first = try apply(machine)
        #expect(first.report.outcomes.allSatisfy { $0.outcome == .applied })
        let text = try #require(machine.text(fragment))
        #expect(text.contains("\nmaxPods: 500\n") && text.contains("\nserializeImagePulls: false\n"))
        let written = kubeletFindings(first.report)
        #expect(written.allSatisfy { $0.verdict == .met })
        let pods = try #require(written.first { $0.desired.target.knob == .kubeletField("maxPods") })
        #expect(pods.effect == .pending(.restart("kubelet.service")))
        #expect(first.report.isAllEnforcedMet)

        let second = try apply(machine)
        #expect(second.report.outcomes.filter { $0.change.knob.reader != nil }.isEmpty)
        #expect(machine.text(fragment) == text)

        let reverted = try revert(machine)
        #expect(reverted.filter { $0.change.knob.isKubeletField || $0.change.knob.reader != nil }.count == 6)
        #expect(reverted.allSatisfy { $0.outcome == .applied || !$0.change.knob.isKubeletField })
        #expect(machine.text(fragment) == nil)
        #expect(try Ledger(of: machine.node).originals.filter { $0.knob.isKubeletField }.isEmpty)
    }

    @Test("says what it is, and of each field why")
    func text() throws {
        let policy = "profile: conservative\nsettings: {kubelet-max-pods: {mode: enforce, pods: 250}}\n"
        let machine = try kubeletMachine(["etc/nodekeel/policy.yaml": policy])
        _ = try apply(machine)
        #expect(
            machine.text(fragment) == """
                # Written by nodekeel, which writes it anew when it is changed; undo: nodekeel revert
                apiVersion: kubelet.config.k8s.io/v1beta1
                kind: KubeletConfiguration

                # maxPods (kubelet-max-pods): 250 pods
                maxPods: 250

                """
        )
    }

    @Test("is live when the kubelet started after it was written")
    func restarted() throws {
        let machine = try kubeletMachine()
        _ = try apply(machine)
        try machine.write("proc/stat", "btime 4000000000\n")
        let findings = kubeletFindings(try apply(machine).report)
        #expect(findings.allSatisfy { $0.verdict == .met && $0.effect == .effective })
    }

    @Test("needs no restart of a kubelet that has never started")
    func provisioning() throws {
        let machine = try kubeletMachine(isRunning: false)
        let applied = try apply(machine)
        #expect(
            applied.report.outcomes.filter { $0.change.knob.reader != nil }.allSatisfy {
                $0.outcome == .applied && $0.change.activation == .immediate
            }
        )
        #expect(kubeletFindings(applied.report).allSatisfy { $0.verdict == .met && $0.effect == .effective })
    }

    @Test(
        "is written into a directory that is missing, and over what is no configuration",
        arguments: [nil, "", "x: ["]
    )
    func mending(broken: String?) throws {
        let machine = try kubeletMachine(isRunning: false, arguments: "--config-dir=/etc/kubernetes/own.d")
        if let broken { try machine.write("etc/kubernetes/own.d/90-nodekeel.conf", broken) }
        #expect(machine.node.facts(in: Cluster()).kubelet?.refusal != nil)
        let applied = try apply(machine)
        #expect(applied.report.isAllEnforcedMet)
        #expect(machine.text("etc/kubernetes/own.d/90-nodekeel.conf")?.contains("maxPods: 500") == true)
        #expect(machine.node.facts(in: Cluster()).kubelet?.refusal == nil)
    }

    @Test("is not written where another drop-in keeps the kubelet from starting")
    func foreignRefusal() throws {
        let machine = try kubeletMachine(["etc/kubernetes/kubelet.conf.d/20-x.conf": "maxPods: 4\n"])
        let findings = kubeletFindings(try apply(machine).report)
        #expect(machine.text(fragment) == nil)
        #expect(findings.allSatisfy { $0.verdict == .unknown })
        guard case .unreadable(let reason)? = findings.first?.observation else { return #expect(Bool(false)) }
        #expect(reason.contains("20-x.conf"))
    }

    @Test("loses the fields of one setting when that is reverted, and is restored to what was there before")
    func revertingOne() throws {
        let own = header + "maxPods: 123 # by hand\n"
        let machine = try kubeletMachine(["\(fragment)": own])
        _ = try apply(machine)
        let outcomes = try revert(machine, ["kubelet-max-pods"])
        #expect(outcomes.map(\.change.knob.kind).sorted() == ["kubelet-field", "kubelet-fragment"])
        let text = try #require(machine.text(fragment))
        #expect(!text.contains("maxPods:") && text.contains("maxParallelImagePulls: 10"))
        let ledger = try Ledger(of: machine.node)
        #expect(ledger.originals.contains { $0.knob.reader != nil })
        _ = try apply(machine, holds: ledger.holds(at: machine.node.moment))
        #expect(machine.text(fragment) == text)
        _ = try revert(machine)
        #expect(machine.text(fragment) == own)
    }

    @Test("is put back when somebody changes it")
    func drift() throws {
        let machine = try kubeletMachine()
        _ = try apply(machine)
        let text = try #require(machine.text(fragment))
        try machine.write(fragment, header + "maxPods: 20\n")
        #expect(try apply(machine).report.isAllEnforcedMet)
        #expect(machine.text(fragment) == text)
        // What says the same is left as it is.
        let same = "# another comment\n" + text.replacingFirst("500 pods", with: "five hundred")
        try machine.write(fragment, same)
        _ = try apply(machine)
        #expect(machine.text(fragment) == same)
    }

    @Test("carries the fields of policy's own settings")
    func custom() throws {
        let policy = """
            custom:
              - {id: pid-limit, kubelet: podPidsLimit, exactly: 4096, because: fork bombs}
              - {id: swap, kubelet: failSwapOn, exactly: false, because: swap is used here}
              - {id: reserve, kubelet: systemReserved.memory, exactly: 2Gi, because: sshd lives}
              - {id: wait, kubelet: runtimeRequestTimeout, exactly: 10m, because: slow disks}
            """
        let machine = try kubeletMachine(["etc/nodekeel/policy.yaml": policy])
        #expect(try apply(machine).report.isAllEnforcedMet)
        let text = try #require(machine.text(fragment))
        for line in [
            "podPidsLimit: 4096", "failSwapOn: false", "  memory: \"2Gi\"", "runtimeRequestTimeout: \"10m0s\"",
        ] {
            #expect(text.contains("\n\(line)\n"), "\(line)")
        }
        #expect(try apply(machine).report.outcomes.filter { $0.change.knob.reader != nil }.isEmpty)
    }

    @Test(
        "is not written where nobody reads it or somebody else makes it, and is no failure there",
        arguments: [
            (
                "1.34.2", "", [:],
                ["no --config-dir", "put maxPods: 500 into /var/lib/kubelet/config.yaml", "--config-dir"]
            ),
            (
                "1.27.4", "", ["var/lib/kubelet/kubeadm-flags.env": ""],
                ["reads no directory of drop-ins", "ConfigMap kubelet-config", "/var/lib/kubelet/config.yaml"]
            ),
            (
                "1.34.2", "", ["var/lib/kubelet/kubeadm-flags.env": ""],
                ["ConfigMap kubelet-config", "kubeletconfiguration patch", "--config-dir"]
            ),
            (
                "1.34.2", "", ["etc/kubernetes/kubelet-config.yaml": "", "etc/kubernetes/kubelet.env": ""],
                ["kubelet_config_extra_args"]
            ),
            (
                "1.34.2", "--config-dir=/etc/kubernetes/kubelet.conf.d", ["etc/eks/bootstrap.sh": ""],
                ["spec.kubelet.config of the NodeConfig"]
            ),
            (
                "1.34.2", "--config-dir=/etc/kubernetes/kubelet.conf.d", ["etc/rancher/rke2/config.yaml": ""],
                ["/etc/rancher/rke2/config.yaml", "\"max-pods=500\""]
            ),
            (
                "1.34.2", "--config-dir=/etc/openshift/kubelet.conf.d", ["etc/openshift/kubelet.conf.d/.keep": ""],
                ["machine-config operator"]
            ),
        ] as [(String, String, [String: String], [String])]
    )
    func obstacles(version: String, arguments: String, files: [String: String], words: [String]) throws {
        let machine = try kubeletMachine(version: version, arguments: arguments, files)
        let applied = try apply(machine)
        #expect(machine.text(fragment) == nil)
        #expect(applied.report.isAllEnforcedMet)
        let pods = try #require(applied.report.findings.first { $0.desired.target.knob == .kubeletField("maxPods") })
        #expect(pods.verdict == .unmet)
        for word in words { #expect(pods.obstacle?.contains(word) == true, "\(pods.obstacle ?? "")") }
    }

    @Test("is written in mode yield, and left to observation in mode observe")
    func modes() throws {
        let machine = try kubeletMachine(["etc/nodekeel/policy.yaml": "mode: observe\n"])
        _ = try apply(machine)
        #expect(machine.text(fragment) == nil)
        try machine.write("etc/nodekeel/policy.yaml", "mode: yield\n")
        _ = try apply(machine)
        #expect(machine.text(fragment)?.contains("maxPods: 500") == true)
    }

    @Test("leaves a held setting's fields as they are")
    func held() throws {
        let machine = try kubeletMachine()
        _ = try apply(machine)
        try machine.write("etc/nodekeel/policy.yaml", "settings: {kubelet-max-pods: {pods: 300, exactly: 300}}\n")
        let hold = Hold(setting: "kubelet-max-pods", reason: "r", isFromRevert: false, endsAt: nil)
        _ = try apply(machine, holds: [hold])
        #expect(machine.text(fragment)?.contains("maxPods: 500") == true)
        _ = try apply(machine)
        #expect(machine.text(fragment)?.contains("maxPods: 300") == true)
    }
}

extension String {
    fileprivate func replacingFirst(_ part: String, with other: String) -> String {
        split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.hasSuffix(part) ? line.dropLast(part.count) + other : String(line)
        }.joined(separator: "\n")
    }
}

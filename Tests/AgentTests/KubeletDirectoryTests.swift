import Agent
import Node
import Testing
import Tuning

private let dropIn = "etc/systemd/system/kubelet.service.d/90-nodekeel-kubelet-config-directory.conf"
private let fragment = "etc/kubernetes/kubelet.conf.d/90-nodekeel.conf"
private let id: Setting.ID = "kubelet-config-directory"

/// A node as kubeadm makes it.
private func kubeadmNode(
    version: String = "1.34.2",
    isAllowed: Bool = true,
    _ files: [String: String] = [:]
) throws -> ScratchMachine {
    let preset = [
        "etc/systemd/system/kubelet.service": "[Service]\nExecStart=/usr/bin/kubelet\nRestart=always\n",
        "usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf": """
        [Service]
        Environment="KUBELET_KUBECONFIG_ARGS=--kubeconfig=/k"
        Environment="KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml"
        EnvironmentFile=-/var/lib/kubelet/kubeadm-flags.env
        EnvironmentFile=-/etc/default/kubelet
        ExecStart=
        ExecStart=/usr/bin/kubelet $KUBELET_KUBECONFIG_ARGS $KUBELET_CONFIG_ARGS $KUBELET_KUBEADM_ARGS $KUBELET_EXTRA_ARGS

        """,
        "etc/nodekeel/policy.yaml": isAllowed ? "settings: {\(id): {flag: allowed}}\n" : "",
        "etc/kubernetes/manifests/.keep": "",
    ]
    return try kubeletMachine(version: version, arguments: "", preset.merging(files) { $1 })
}

private func apply(_ machine: ScratchMachine) throws -> Applied {
    let run = Run(on: machine.node, under: try ReadPolicy(of: machine.node))
    var ledger = try Ledger(of: machine.node)
    let lock = try NodeLock(of: machine.node.root)
    let examination = try run.examine(holds: [], after: nil)
    return try run.apply(examination, ledger: &ledger, after: nil, holding: lock)
}

private func reason(_ applied: Applied) -> String {
    applied.report.leftAlone.first { $0.setting == id }?.because ?? "it is asked for"
}

@Suite("A directory of drop-ins that nodekeel turns on")
struct KubeletDirectoryTests {
    @Test("is one more flag in a variable of the unit, made by systemd, and carries the fields from the next pass on")
    func whole() throws {
        let machine = try kubeadmNode(["etc/kubernetes/kubelet.conf.d.keep": ""])
        let first = try apply(machine)
        #expect(
            machine.text(dropIn)?.split(separator: "\n").filter { $0.first != "#" } == [
                "[Service]", "ConfigurationDirectory=kubernetes/kubelet.conf.d",
                "Environment=\"KUBELET_EXTRA_ARGS=--config-dir=/etc/kubernetes/kubelet.conf.d\"",
            ]
        )
        let finding = try #require(first.report.findings.first { $0.desired.setting == id })
        #expect(finding.verdict == .met && finding.desired.target.activation == .reloadManager)

        let second = try apply(machine)
        #expect(machine.text(fragment)?.contains("\nmaxPods: 500\n") == true)
        let findings = second.report.findings
        #expect(findings.first { $0.desired.setting == id }?.effect == .pending(.restart("kubelet.service")))
        let pods = findings.first { $0.desired.target.knob == .kubeletField("maxPods") }
        #expect(pods?.verdict == .met && pods?.effect == .pending(.restart("kubelet.service")))
        #expect(try apply(machine).report.outcomes.filter { $0.change.knob == .file("/" + dropIn) }.isEmpty)

        var ledger = try Ledger(of: machine.node)
        let lock = try NodeLock(of: machine.node.root)
        _ = try Reverting(nil, of: machine.node, ledger: ledger)
            .carryOut(on: machine.node, ledger: &ledger, holding: lock)
        #expect(machine.text(dropIn) == nil && machine.text(fragment) == nil)
    }

    @Test("keeps what a variable holds, and takes another where a file of variables would win")
    func variables() throws {
        let machine = try kubeadmNode(["etc/default/kubelet": "KUBELET_EXTRA_ARGS=--v=2\n"])
        _ = try apply(machine)
        let line =
            "Environment=\"KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml "
            + "--config-dir=/etc/kubernetes/kubelet.conf.d\""
        #expect(machine.text(dropIn)?.contains(line) == true)
        let asking = try kubeadmNode(version: "1.28.4")
        _ = try apply(asking)
        #expect(asking.text(dropIn)?.contains("Environment=KUBELET_CONFIG_DROPIN_DIR_ALPHA=1") == true)
    }

    @Test("is left alone without policy's leave, and its way told")
    func refused() throws {
        let machine = try kubeadmNode(isAllowed: false)
        let applied = try apply(machine)
        #expect(machine.text(dropIn) == nil)
        #expect(reason(applied).contains("if policy says 'flag: allowed'"))
        let pods = applied.report.findings.first { $0.desired.target.knob == .kubeletField("maxPods") }
        #expect(pods?.obstacle?.contains("kubelet-config-directory: {flag: allowed}") == true)
    }

    @Test(
        "is left alone where it would stop the kubelet or do nothing",
        arguments: [
            ("1.27.3", [:], "came with 1.28"),
            ("1.34.2", ["etc/eks/bootstrap.sh": ""], "EKS makes this node's kubelet configuration"),
            (
                "1.34.2",
                [
                    "usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf": "",
                    "etc/systemd/system/kubelet.service": "[Service]\nExecStart=/usr/bin/kubelet --v=2\n",
                ], "takes flags from no variable"
            ),
            (
                "1.34.2",
                [
                    "usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf": "",
                    "etc/systemd/system/kubelet.service":
                        "[Service]\nEnvironmentFile=/etc/a\nExecStart=/usr/bin/kubelet $KUBELET_ARGS\n",
                    "etc/a": "\nKUBELET_ARGS=--v=2\n",
                ], "/etc/a:2 sets KUBELET_ARGS, which wins over a drop-in"
            ),
        ]
    )
    func unfit(version: String, files: [String: String], words: String) throws {
        let machine = try kubeadmNode(version: version, files)
        let applied = try apply(machine)
        #expect(reason(applied).contains(words))
        #expect(!applied.report.findings.contains { $0.obstacle?.contains("flag: allowed") ?? false })
        #expect(machine.text(dropIn) == nil)
    }
}

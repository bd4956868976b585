import Agent
import Node
import Reporting
import Testing
import Tuning

private let fragment = "etc/containerd/conf.d/90-nodekeel.toml"
private let imports = "imports = [\"/etc/containerd/conf.d/*.toml\"]\n"

/// A machine whose kubelet has its images pulled by a containerd that runs.
private func containerdMachine(_ version: String, _ files: [String: String]) throws -> ScratchMachine {
    let preset = [
        "lib/systemd/system/containerd.service": "[Service]\nExecStart=/usr/bin/containerd\n",
        "var/lib/dpkg/status": "Package: containerd.io\nStatus: hold ok installed\nVersion: \(version)-1\n\n",
        "etc/containerd/conf.d/.keep": "", "proc/900/comm": "containerd\n",
        "proc/900/stat": "900 (containerd) S 1 " + Array(repeating: "7", count: 40).joined(separator: " "),
        "proc/900/cgroup": "0::/system.slice/containerd.service\n",
    ]
    let machine = try kubeletMachine(preset.merging(files) { $1 })
    try machine.write("proc/900/cmdline", bytes: Array("/usr/bin/containerd".utf8) + [0])
    return machine
}

private func apply(_ machine: ScratchMachine) throws -> Applied {
    let run = Run(on: machine.node, under: try ReadPolicy(of: machine.node))
    var ledger = try Ledger(of: machine.node)
    let lock = try NodeLock(of: machine.node.root)
    let examination = try run.examine(holds: [], after: nil)
    return try run.apply(examination, ledger: &ledger, after: nil, holding: lock)
}

private func revert(_ machine: ScratchMachine, _ settings: [Setting.ID]? = nil) throws -> [CarriedOut] {
    var ledger = try Ledger(of: machine.node)
    let lock = try NodeLock(of: machine.node.root)
    return try Reverting(settings, of: machine.node, ledger: ledger)
        .carryOut(on: machine.node, ledger: &ledger, holding: lock)
}

private func finding(_ question: RuntimeQuestion, _ applied: Applied) throws -> Finding {
    try #require(applied.report.findings.first { $0.desired.target.knob == .runtime(question) })
}

/// What stands in a file beside comments.
private func lines(_ text: String?) -> [String] {
    (text ?? "").split(separator: "\n").filter { $0.first != "#" }.map(String.init)
}

@Suite("containerd's fragment, on a whole run")
struct ContainerdRunTests {
    private static let patience = "settings: {containerd-pull-progress: {seconds: 1800}}\n"

    @Test("is written once, met and pending, and given back setting by setting")
    func round() throws {
        let main = "version = 3\n" + imports
        let machine = try containerdMachine(
            "2.1.4",
            ["etc/containerd/config.toml": main, "etc/nodekeel/policy.yaml": Self.patience]
        )
        let first = try apply(machine)
        #expect(
            lines(machine.text(fragment)) == [
                "version = 3", "[plugins.\"io.containerd.cri.v1.images\"]", "image_pull_progress_timeout = \"1800s\"",
                "[plugins.\"io.containerd.transfer.v1.local\"]", "max_concurrent_downloads = 10",
            ]
        )
        for question in [RuntimeQuestion.containerdDownloads, .containerdPullProgress] {
            let finding = try finding(question, first)
            #expect(finding.verdict == .met && finding.effect == .pending(.restart("containerd.service")))
        }
        #expect(machine.text("etc/containerd/config.toml") == main)
        #expect(try apply(machine).report.outcomes.filter { $0.change.knob.reader == .containerd }.isEmpty)

        _ = try revert(machine, ["containerd-pull-progress"])
        #expect(lines(machine.text(fragment)).count == 3)
        #expect(try revert(machine).filter { $0.change.knob.reader == .containerd }.map(\.outcome) == [.applied])
        #expect(machine.text(fragment) == nil)
        #expect(try Ledger(of: machine.node).originals.filter { $0.knob.carrier == .containerd }.isEmpty)
    }

    @Test("is not written where a value holds already, and follows its key to another home")
    func home() throws {
        let images = "[plugins.'io.containerd.cri.v1.images']\n"
        let old = "version = 3\n" + imports + images + "use_local_image_pull = true\n"
        let machine = try containerdMachine("2.1.4", ["etc/containerd/config.toml": old])
        let applied = try apply(machine)
        #expect(lines(machine.text(fragment)).contains("[plugins.\"io.containerd.cri.v1.images\"]"))
        #expect(try finding(.containerdPullProgress, applied).verdict == .met)
        #expect(!lines(machine.text(fragment)).contains { $0.hasPrefix("image_pull_progress_timeout") })
        // Nothing but nodekeel's own key would keep the transfer service off now.
        try machine.write("etc/containerd/config.toml", "version = 3\n" + imports)
        _ = try apply(machine)
        #expect(
            lines(machine.text(fragment)) == [
                "version = 3", "[plugins.\"io.containerd.transfer.v1.local\"]", "max_concurrent_downloads = 10",
            ]
        )
    }

    @Test("is left as it is where policy only observes, even where it does harm")
    func observed() throws {
        let main = "version = 2\n" + imports
        let machine = try containerdMachine("1.7.27", ["etc/containerd/config.toml": main])
        _ = try apply(machine)
        let written = try #require(machine.text(fragment))
        try machine.write("etc/nodekeel/policy.yaml", "mode: observe\n")
        try machine.write("etc/containerd/config.toml", main + "[plugins.'io.containerd.grpc.v1.cri']\nx = 1\n")
        #expect(try apply(machine).report.outcomes.isEmpty)
        #expect(machine.text(fragment) == written)
    }

    @Test("speaks the language of the file that imports it")
    func versions() throws {
        let second = try containerdMachine("2.0.5", ["etc/containerd/config.toml": "version = 2\n" + imports])
        _ = try apply(second)
        let old = ["version = 2", "[plugins.\"io.containerd.grpc.v1.cri\"]", "max_concurrent_downloads = 10"]
        #expect(lines(second.text(fragment)) == old)
        let bare = try containerdMachine("1.6.20", ["etc/containerd/config.toml": imports])
        _ = try apply(bare)
        #expect(lines(bare.text(fragment)) == ["[plugins.\"cri\"]", "max_concurrent_downloads = 10"])
        // The main file is made anew in a later language: the drop-in follows.
        try second.write("etc/containerd/config.toml", "version = 3\n" + imports)
        _ = try apply(second)
        #expect(lines(second.text(fragment)).prefix(2) == ["version = 3", "[plugins.\"io.containerd.cri.v1.images\"]"])
    }

    @Test("would wipe what others say of a plug-in in 1.x: it is not written then, and taken away if it is there")
    func wiping() throws {
        let main = "version = 2\n" + imports
        let machine = try containerdMachine("1.7.27", ["etc/containerd/config.toml": main])
        _ = try apply(machine)
        #expect(machine.text(fragment) != nil)
        try machine.write(
            "etc/containerd/config.toml",
            main + "[plugins.'io.containerd.grpc.v1.cri'.cni]\nbin_dir = '/x'\n"
        )
        _ = try apply(machine)
        #expect(machine.text(fragment) == nil)
        let finding = try finding(.containerdDownloads, apply(machine))
        #expect(finding.verdict == .unmet && machine.text(fragment) == nil)
        let obstacle = try #require(finding.obstacle)
        #expect(obstacle.contains("would wipe what /etc/containerd/config.toml:3 says"))
        #expect(obstacle.contains("[plugins.\"io.containerd.grpc.v1.cri\"] max_concurrent_downloads = 10"))
    }

    @Test(
        "is not written where nothing takes it, or somebody else makes the file",
        arguments: [
            (["etc/containerd/config.toml": "version = 3\n"], "imports = [\"/etc/containerd/conf.d/*.toml\"]"),
            ([:], "there is no /etc/containerd/config.toml"),
            (
                [
                    "etc/containerd/config.toml": "version = 3\n" + imports,
                    "etc/containerd/conf.d/10-a.toml": "version = 2\n",
                ], "10-a.toml is of version 2"
            ),
            (
                ["etc/containerd/config.toml": "version = 3\n" + imports, "etc/eks/bootstrap.sh": ""],
                "spec.containerd.config"
            ),
        ]
    )
    func obstacles(files: [String: String], words: String) throws {
        let machine = try containerdMachine("2.1.4", files)
        let finding = try finding(.containerdDownloads, apply(machine))
        #expect(machine.text(fragment) == nil)
        #expect(finding.verdict == .unmet && finding.obstacle?.contains(words) == true, "\(finding.obstacle ?? "-")")
    }

    @Test("is masked by a later file, which is named, and written anew when somebody breaks it")
    func masked() throws {
        let machine = try containerdMachine("2.1.4", ["etc/containerd/config.toml": "version = 3\n" + imports])
        _ = try apply(machine)
        let later = "version = 3\n[plugins.'io.containerd.transfer.v1.local']\nmax_concurrent_downloads = 4\n"
        try machine.write("etc/containerd/conf.d/99-site.toml", later)
        let masked = try finding(.containerdDownloads, apply(machine))
        #expect(masked.verdict == .met && masked.effect == .masked(by: "/etc/containerd/conf.d/99-site.toml:3"))
        try machine.write("etc/containerd/conf.d/99-site.toml", "version = 3\n")
        for broken in ["version = \n", "version = 4\n"] {
            try machine.write(fragment, broken)
            #expect(try finding(.containerdDownloads, apply(machine)).verdict == .met)
            #expect(lines(machine.text(fragment)).count == 3)
        }
    }
}

import Testing
import Tuning

@testable import Node

@Suite("An etcd of a node")
struct EtcdReadingTests {
    private static let manifests = "etc/kubernetes/manifests"

    private func manifest(_ arguments: [String], image: String = "registry.k8s.io/etcd:3.6.8-0") -> String {
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: etcd, namespace: kube-system}
        spec:
          containers:
          - name: etcd
            image: \(image)
            command:
            - etcd

        """ + arguments.map { "    - \($0)\n" }.joined() + """
                volumeMounts:
                - {mountPath: /data, name: data}
              volumes:
              - {name: data, hostPath: {path: /var/lib/etcd}}

            """
    }

    private func facts(of tree: ScratchNode) -> Facts { Facts(reading: tree.node.root, cluster: Cluster()) }

    private func only(in tree: ScratchNode) throws -> EtcdMember {
        let members = facts(of: tree).etcd
        #expect(members.count == 1)
        return try #require(members.first)
    }

    private func writeProcess(_ tree: ScratchNode, _ arguments: [String], environ: String = "") throws {
        try tree.write("proc/7/cmdline", bytes: arguments.flatMap { Array($0.utf8) + [0] })
        try tree.write("proc/7/environ", environ)
        try tree.write("proc/7/stat", "7 (etcd) S 1 7 7 0 -1 0 0 0 0 0 0 0 0 0 20 0 9 0 4242 0 0\n")
        try tree.link("proc/7/exe", to: arguments[0])
    }

    @Test("of a unit with two names is one")
    func alias() throws {
        let tree = try ScratchNode()
        try tree.write("lib/systemd/system/etcd.service", "[Service]\nExecStart=/usr/bin/etcd\n")
        try tree.link("etc/systemd/system/etcd2.service", to: "/lib/systemd/system/etcd.service")
        #expect(try only(in: tree).service == "etcd.service")
        try tree.write("lib/systemd/system/etcd@.service", "[Service]\nExecStart=/usr/bin/etcd\n")
        try tree.link("etc/systemd/system/etcd@events.service", to: "/lib/systemd/system/etcd@.service")
        #expect(facts(of: tree).etcd.map(\.service) == ["etcd.service", "etcd@events.service"])
    }

    @Test("that is a static pod and does not run is told with its lines, its version and its disk's path")
    func declaredByManifest() throws {
        let tree = try ScratchNode()
        try tree.write("\(Self.manifests)/etcd.yaml", manifest(["--data-dir=/data", "--heartbeat-interval=150"]))
        let member = try only(in: tree)
        #expect(!member.runs && member.place == nil)
        #expect(
            member.source == "manifest /\(Self.manifests)/etcd.yaml"
                && member.manifest == "/\(Self.manifests)/etcd.yaml"
        )
        #expect(member.version == "3.6.8")
        #expect(member.pod == "kube-system/etcd")
        #expect(member.effective["election-timeout"] == .string("900ms"))
        #expect(member.origin["heartbeat-interval"] == "flag --heartbeat-interval in /\(Self.manifests)/etcd.yaml:11")
        #expect(member.data?.path == "/var/lib/etcd" && member.wal?.path == "/var/lib/etcd/member/wal")
    }

    @Test("that is a static pod and runs is one member, whose flags stand in the manifest")
    func runningPod() throws {
        let tree = try ScratchNode()
        try tree.write("\(Self.manifests)/etcd.yaml", manifest(["--data-dir=/data", "--snapshot-count=20000"]))
        try writeProcess(tree, ["etcd", "--data-dir=/data", "--snapshot-count=20000"])
        let id = String(repeating: "0a", count: 32)
        let uid = "8f3c1f2e-9f5b-4c53-9a30-3a1f0d1f7f11"
        try tree.write("proc/7/cgroup", "0::/kubepods/burstable/pod\(uid)/\(id)\n")
        let member = try only(in: tree)
        #expect(member.pid == 7 && member.source == "process" && member.place == .pod(uid))
        #expect(member.versionSource == "image registry.k8s.io/etcd:3.6.8-0 in /\(Self.manifests)/etcd.yaml")
        #expect(member.effective["snapshot-count"] == .integer(20_000))
        #expect(member.origin["snapshot-count"] == "flag --snapshot-count in /\(Self.manifests)/etcd.yaml:11")
    }

    @Test("that a unit would start takes its flags and variables from the unit's files")
    func declaredByUnit() throws {
        let tree = try ScratchNode()
        try tree.write(
            "etc/systemd/system/etcd.service",
            "[Service]\nEnvironmentFile=/etc/etcd.env\nExecStart=/usr/local/bin/etcd --max-wals 7\n"
        )
        try tree.write("etc/etcd.env", "# kubespray\nETCD_HEARTBEAT_INTERVAL=250\nETCD_ELECTION_TIMEOUT=5000\n")
        try tree.write(
            "var/lib/dpkg/status",
            "Package: etcd-server\nStatus: install ok installed\nVersion: 3.4.30-1ubuntu0.24.04.3\n\n"
        )
        let member = try only(in: tree)
        #expect(member.source == "unit etcd.service" && member.service == "etcd.service" && !member.runs)
        #expect(member.version == "3.4.30")
        #expect(member.effective["heartbeat-interval"] == .string("250ms"))
        #expect(member.origin["heartbeat-interval"] == "environment ETCD_HEARTBEAT_INTERVAL in /etc/etcd.env:2")
        #expect(member.origin["max-wals"] == "flag --max-wals in /etc/systemd/system/etcd.service:3")
    }

    @Test("that is a service that runs is told with what others than nodekeel give it in the unit's files")
    func unitSettings() throws {
        let tree = try ScratchNode()
        try writeProcess(tree, ["/usr/bin/etcd"])
        try tree.write("proc/7/cgroup", "1:name=systemd:/system.slice/etcd.service\n")
        try tree.write("lib/systemd/system/etcd.service", "[Service]\nExecStart=/usr/bin/etcd\nNice=-5\nIOWeight=300\n")
        let dropIns = "etc/systemd/system/etcd.service.d"
        try tree.write("\(dropIns)/50-operator.conf", "[Service]\nCPUWeight=5000\nIOWeight=\n")
        let expected = ["Nice": "-5", "CPUWeight": "5000"]
        #expect(try only(in: tree).unitSettings == expected)
        try tree.write("\(dropIns)/90-nodekeel-etcd-weight.conf", "[Service]\nCPUWeight=9000\nIOWeight=9000\n")
        #expect(try only(in: tree).unitSettings == expected)
        // systemd keeps what a unit is given until the next boot: by nodekeel, or by somebody else.
        let kept = "run/systemd/system.control/etcd.service.d"
        try tree.write("\(dropIns)/50-operator.conf", "[Service]\n")
        try tree.write("\(kept)/50-CPUWeight.conf", "[Service]\nCPUWeight=1000\n")
        try tree.write("\(kept)/50-IOWeight.conf", "[Service]\nIOWeight=3000\n")
        #expect(try only(in: tree).unitSettings == ["Nice": "-5", "CPUWeight": "1000", "IOWeight": "3000"])
        func original(_ resource: String, _ written: String) -> String {
            """
            {"setting": "etcd-weight", "knob": {"kind": "\(resource)-weight", "name": "etcd.service"}, "text": "100",
             "boot": "b", "written": "\(written)", "recordedAt": 1}
            """
        }
        let originals = "\(original("cpu", "1000")), \(original("io", "1000"))"
        let ledger = "{\"schemaVersion\": 1, \"originals\": [\(originals)], \"holds\": []}"
        try tree.write("var/lib/nodekeel/ledger.json", ledger)
        #expect(try only(in: tree).unitSettings == ["Nice": "-5", "IOWeight": "3000"])
    }

    @Test("that only a file of variables tells of is told by it; one without variables tells nothing")
    func declaredByFile() throws {
        let tree = try ScratchNode()
        try tree.write("etc/default/etcd", "# ETCD_NAME=\"a\"\n")
        #expect(facts(of: tree).etcd.isEmpty)
        try tree.write("etc/default/etcd", "ETCD_NAME=\"a b\"\n")
        let member = try only(in: tree)
        #expect(member.source == "environment file /etc/default/etcd")
        #expect(member.effective["name"] == .string("a b"))
    }

    @Test("that runs from a configuration file is told by that, at its lines")
    func runningFromFile() throws {
        let tree = try ScratchNode()
        try writeProcess(tree, ["/opt/etcd-v3.5.16-linux-amd64/etcd", "--config-file", "etcd.yaml"])
        try tree.link("proc/7/cwd", to: "/srv")
        try tree.write("srv/etcd.yaml", "name: a\nheartbeat-interval: 200\n")
        let member = try only(in: tree)
        #expect(member.version == "3.5.16")
        #expect(member.versionSource == "program /opt/etcd-v3.5.16-linux-amd64/etcd")
        #expect(member.origin["heartbeat-interval"] == "etcd.yaml:2")
        #expect(member.effective["heartbeat-interval"] == .string("200ms"))
    }

    @Test("whose configuration file is hostile is refused or unreadable, and nothing else suffers")
    func hostileFile() throws {
        let levels = (1...9).map { level in
            "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ",") + "]\n"
        }
        let bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + levels.joined()
        for content in [bomb, "name: [", "\u{FEFF}- a", "name: {a: b}"] {
            let tree = try ScratchNode()
            try writeProcess(tree, ["/usr/bin/etcd", "--config-file=/etc/etcd.yaml"])
            try tree.write("etc/etcd.yaml", content)
            let member = try only(in: tree)
            #expect(member.refusal != nil && member.effective.isEmpty, "\(content.prefix(20))")
        }
        let tree = try ScratchNode()
        try writeProcess(tree, ["/usr/bin/etcd", "--config-file=/etc/etcd.yaml"])
        try tree.write("etc/etcd.yaml", bytes: Array("name: ".utf8) + [0xFF, 0xFE, 0x41])
        #expect(try only(in: tree).refusal != nil)
        try tree.write("etc/etcd.yaml", String(repeating: "# a line of comment\n", count: 600_000))
        let member = try only(in: tree)
        #expect(member.unreadable != nil && member.refusal == nil)
    }

    @Test("whose manifest is hostile is told as a file of which the kubelet makes no pod")
    func hostileManifest() throws {
        let tree = try ScratchNode()
        let whole = manifest(["--name=a"])
        try tree.write("\(Self.manifests)/a.yaml", String(whole.prefix(90)) + "\n  - [")
        try tree.write("\(Self.manifests)/b.yaml", "")
        try tree.write("\(Self.manifests)/c.yaml", "kind: Pod\nmetadata: &a {name: *a}\n")
        try tree.write("\(Self.manifests)/d.yaml", String(repeating: "#\n", count: 1 << 20))
        try tree.write("\(Self.manifests)/e.yaml", bytes: [0xC3, 0x28, 0xA0])
        try tree.write("\(Self.manifests)/.hidden.yaml", whole)
        try tree.makeDirectory("\(Self.manifests)/z.yaml")
        let facts = facts(of: tree)
        #expect(facts.etcd.isEmpty)
        #expect(facts.staticPods.count == 5 && facts.staticPods.allSatisfy { $0.problem != nil })
    }

    @Test("whose manifest has a copy beside it is the copy's, whatever that is called")
    func strayManifest() throws {
        let tree = try ScratchNode()
        try tree.write("\(Self.manifests)/etcd.yaml", manifest(["--max-wals=6"]))
        try tree.write("\(Self.manifests)/etcd.yaml.bak", manifest(["--max-wals=7"]))
        let facts = facts(of: tree)
        #expect(facts.etcd.map { $0.effective["max-wals"] } == [.integer(7)])
        #expect(facts.staticPods.map(\.overriddenBy) == ["/\(Self.manifests)/etcd.yaml.bak", nil])
    }

    @Test("that a manifest starts by a shell is told to be unreadable, not to be absent")
    func shell() throws {
        let tree = try ScratchNode()
        let text = manifest(["-c", "exec etcd --name=a"]).split(separator: "\n", omittingEmptySubsequences: false)
        try tree.write(
            "\(Self.manifests)/etcd.yaml",
            text.map { $0 == "    - etcd" ? "    - /bin/sh" : $0 }.joined(separator: "\n")
        )
        let member = try only(in: tree)
        #expect(member.unreadable?.contains("starts it by sh") ?? false)
        #expect(member.effective.isEmpty && member.refusal == nil && member.version == "3.6.8")
    }

    @Test("reads a configuration file in braces as YAML, which etcd does with every text")
    func flowFile() throws {
        let tree = try ScratchNode()
        try writeProcess(tree, ["/usr/bin/etcd", "--config-file=/etc/etcd.yaml"])
        try tree.write("etc/etcd.yaml", "{name: a, max-wals: 0x10}\n")
        let member = try only(in: tree)
        #expect(member.effective["name"] == .string("a") && member.effective["max-wals"] == .integer(16))
    }
}

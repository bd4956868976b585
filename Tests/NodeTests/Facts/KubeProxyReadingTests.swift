import Glibc
import Testing
import Tuning

@testable import Node

@Suite("kube-proxy on a node")
struct KubeProxyReadingTests {
    private static let header = "apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n"
    private static let podUID = "0f1e2d3c-1111-2222-3333-444455556666"
    private static let volume = "var/lib/kubelet/pods/\(podUID)/volumes/kubernetes.io~configmap/kube-proxy"

    private func process(_ arguments: String..., pod: String? = nil, unit: String? = nil) -> Component {
        var process = Component(
            name: "kube-proxy",
            pid: 812,
            startTicks: 1,
            arguments: ["/usr/local/bin/kube-proxy"] + arguments
        )
        process.podUID = pod
        process.containerID = pod == nil ? nil : "c0ffee"
        process.unit = unit
        return process
    }

    private func facts(
        _ scratch: ScratchNode,
        _ process: Component?,
        cpus: Int64 = 4,
        version: String? = "1.34.2"
    ) throws -> KubeProxyFacts? {
        KubeProxyFacts.read(
            root: try Root(at: scratch.path),
            components: process.map { [$0] } ?? [],
            onlineCPUs: cpus,
            declaredVersion: version
        )
    }

    @Test("Where none runs there are no facts")
    func absent() throws {
        #expect(try facts(ScratchNode(), nil) == nil)
    }

    @Test("One in a network of its own is none of the node's", arguments: [("net:[1]", true), ("net:[2]", false)])
    func network(name: String, isOfNode: Bool) throws {
        let scratch = try ScratchNode()
        try scratch.link("proc/1/ns/net", to: "net:[1]")
        try scratch.link("proc/812/ns/net", to: name)
        #expect(try (facts(scratch, process(pod: Self.podUID)) != nil) == isOfNode)
    }

    @Test("A unit on flags alone: its flags are where to change it")
    func unitWithFlags() throws {
        let process = process("--conntrack-max-per-core=100", "--conntrack-min", "20", unit: "kube-proxy.service")
        let facts = try #require(try facts(ScratchNode(), process))
        #expect(facts.version == "1.34.2" && facts.versionSource == "policy's cluster.kubernetesVersion")
        #expect(facts.configPath == nil && facts.refusal == nil && facts.unreadable == nil && facts.pid == 812)
        #expect(facts.conntrack.willSet == 400)
        #expect(facts.conntrack.maxPerCore == 100 && facts.conntrack.min == 20)
        #expect(facts.conntrack.origin == "flag --conntrack-max-per-core of kube-proxy.service")
        #expect(
            facts.conntrack.remedy
                == "add --conntrack-max-per-core=0 to its arguments, and restart kube-proxy.service"
        )
    }

    @Test("A unit with a file of the node: beside it flags do not count")
    func unitWithFile() throws {
        let scratch = try ScratchNode([
            "etc/kubernetes/proxy.yaml": Self.header + "mode: ipvs\nconntrack: {maxPerCore: 0}\n"
        ])
        let process = process("--config=/etc/kubernetes/proxy.yaml", "--conntrack-max-per-core=100")
        let facts = try #require(try facts(scratch, process))
        #expect(facts.configPath == "/etc/kubernetes/proxy.yaml" && facts.mode == "ipvs")
        #expect(facts.conntrack.willSet == nil && facts.conntrack.maxPerCore == 0 && facts.refusal == nil)
        #expect(facts.conntrack.origin == "'/etc/kubernetes/proxy.yaml': conntrack.maxPerCore")
        #expect(facts.nextTable == .value(.unlimited, text: "left alone", isWritable: false))
    }

    @Test("A pod's file is found in its volume, through the kubelet's links, not in the node's own tree")
    func podVolume() throws {
        let scratch = try ScratchNode([
            "\(Self.volume)/..2026/config.conf": Self.header + "conntrack: {min: 200000}\n",
            "var/lib/kube-proxy/config.conf": Self.header + "conntrack: {min: 1}\n",
            "proc/812/comm": "kube-proxy\n",
        ])
        symlink("..2026", "\(scratch.path)/\(Self.volume)/..data")
        symlink("..data/config.conf", "\(scratch.path)/\(Self.volume)/config.conf")
        symlink("/", "\(scratch.path)/proc/812/root")
        let facts = try #require(
            try facts(scratch, process("--config=/var/lib/kube-proxy/config.conf", pod: Self.podUID))
        )
        #expect(facts.conntrack.willSet == 200_000 && facts.conntrack.min == 200_000)
        #expect(facts.configPath == "/var/lib/kube-proxy/config.conf")
        #expect(facts.conntrack.origin == "ConfigMap kube-system/kube-proxy, config.conf: conntrack.maxPerCore")
    }

    @Test("A captured root of the process goes before everything, and no link leads out of it")
    func capturedRoot() throws {
        let scratch = try ScratchNode([
            "proc/812/root/var/lib/kube-proxy/real": Self.header + "conntrack: {min: 300000}\n",
            "var/lib/kube-proxy/real": Self.header + "conntrack: {min: 1}\n",
            "\(Self.volume)/config.conf": Self.header + "conntrack: {min: 2}\n",
        ])
        symlink("/var/lib/kube-proxy/real", "\(scratch.path)/proc/812/root/var/lib/kube-proxy/config.conf")
        let process = process("--config", "/../../var/lib/kube-proxy/config.conf", pod: Self.podUID)
        #expect(try facts(scratch, process)?.conntrack.willSet == 300_000)
    }

    @Test("On the machine itself the file is read below the process's own root")
    func machine() throws {
        let scratch = try ScratchNode(["proxy.yaml": Self.header + "conntrack: {maxPerCore: 0}\n"])
        var process = process("--config=\(scratch.path)/proxy.yaml")
        process.pid = Int64(getpid())
        let facts = KubeProxyFacts.read(root: .machine, components: [process], onlineCPUs: 4, declaredVersion: nil)
        #expect(facts?.conntrack.maxPerCore == 0 && facts?.unreadable == nil && facts?.refusal == nil)
        #expect(facts?.conntrack.origin == "'\(scratch.path)/proxy.yaml': conntrack.maxPerCore")
    }

    @Test("A file that is not there is no table left alone")
    func missingFile() throws {
        let facts = try #require(try facts(ScratchNode(), process("--config=/etc/none.yaml")))
        #expect(facts.unreadable == "cannot read '/etc/none.yaml': No such file or directory")
        #expect(facts.nextTable == .unreadable("cannot read '/etc/none.yaml': No such file or directory"))
        #expect(facts.caution(against: .max) == nil && facts.conntrack.willSet == nil)
    }

    @Test("Hostile content and names are findings")
    func hostile() throws {
        let scratch = try ScratchNode([
            "huge": String(repeating: "# x\n", count: 300_000), "binary": "\u{1}\u{2}", "dir/x": "", "empty": "",
        ])
        #expect(try facts(scratch, process("--config=/huge"))?.unreadable == "cannot read '/huge': File too large")
        #expect(try facts(scratch, process("--config=/binary"))?.refusal?.hasPrefix("/binary: ") ?? false)
        #expect(try facts(scratch, process("--config=/dir"))?.unreadable == "cannot read '/dir': Is a directory")
        #expect(try facts(scratch, process("--config=/empty"))?.refusal == "the file does not say its kind")
        let odd = process("--config=/empty", pod: "../../../..")
        #expect(try facts(scratch, odd)?.refusal == "the file does not say its kind")
        var bare = process()
        bare.arguments = []
        #expect(try facts(scratch, bare)?.conntrack.willSet == 131_072)
    }

    @Test("A refused start writes nothing and is told")
    func refused() throws {
        let facts = try #require(try facts(ScratchNode(), process("--conntrack-max=1")))
        #expect(facts.refusal == "--conntrack-max is no flag of kube-proxy" && facts.conntrack.willSet == nil)
        #expect(facts.conntrack.because == "it would not start: --conntrack-max is no flag of kube-proxy")
    }

    @Test("The table as it is counts for versions that only raise it")
    func raiseOnly() throws {
        let scratch = try ScratchNode(["proc/sys/net/netfilter/nf_conntrack_max": "262144\n"])
        #expect(try facts(scratch, process(), version: "1.28.3")?.conntrack.willSet == nil)
        #expect(try facts(scratch, process(), version: "1.28.3")?.conntrack.isRaiseOnly == true)
        #expect(try facts(scratch, process(), version: "1.34.2")?.conntrack.willSet == 131_072)
    }

    @Test("Without a number of CPUs nothing is claimed")
    func unknownCPUs() throws {
        let facts = try #require(try facts(ScratchNode(), process(), cpus: 0))
        #expect(facts.conntrack.willSet == nil && facts.unreadable == "the number of online CPUs is not known")
        let alone = process("--conntrack-max-per-core=0")
        #expect(try self.facts(ScratchNode(), alone, cpus: 0)?.unreadable == nil)
    }

    @Test("RKE2's pod leaves the table alone, RKE2 itself does not, and its own file changes both")
    func rke2() throws {
        let kubeconfig = "--kubeconfig=/var/lib/rancher/rke2/agent/kubeproxy.kubeconfig"
        let process = process("--conntrack-max-per-core=0", kubeconfig, pod: Self.podUID)
        let told = try #require(try facts(ScratchNode(), process))
        #expect(told.conntrack.origin == "'/etc/rancher/rke2/config.yaml': kube-proxy-arg")
        #expect(told.conntrack.willSet == nil && told.conntrack.distributionWillSet == 131_072)
        #expect(told.caution(against: 200_000)?.danger.hasPrefix("RKE2 will set") ?? false)
        let file = "kube-proxy-arg: [conntrack-max-per-core=0]\n"
        let alone = try facts(ScratchNode(["etc/rancher/rke2/config.yaml": file]), process)
        #expect(alone?.nextTable == .value(.unlimited, text: "left alone", isWritable: false))
        #expect(alone?.caution(against: 200_000) == nil)
    }

    @Test(
        "k3s tells its kube-proxy to leave the table alone and sizes it itself",
        arguments: [
            ("", [], nil, 163_840),
            ("kube-proxy-arg:\n  - conntrack-max-per-core=0\n", [], nil, nil),
            ("kube-proxy-arg: conntrack-min=500000\n", [], nil, 500_000),
            ("kube-proxy-arg: [--conntrack-max-per-core=100000]\n", [], 500_000, 500_000),
            ("kube-proxy-arg: [conntrack-max-per-core=9]\n", ["--kube-proxy-arg=conntrack-max-per-core=0"], nil, nil),
        ] as [(String, [String], Int64?, Int64?)]
    )
    func k3s(_ file: String, _ arguments: [String], _ willSet: Int64?, _ sizedByK3s: Int64?) throws {
        let scratch = try ScratchNode(["etc/rancher/k3s/config.yaml": file])
        let line = ["/bin/k3s", "server"] + arguments
        let process = Component(name: "k3s", pid: 9, startTicks: 1, arguments: line)
        let facts = try #require(try facts(scratch, process, cpus: 5))
        #expect(facts.conntrack.willSet == willSet && facts.conntrack.distributionWillSet == sizedByK3s)
        #expect(facts.distribution == "k3s" && facts.mode == "iptables" && facts.refusal == nil)
        #expect(facts.conntrack.origin == "'/etc/rancher/k3s/config.yaml': kube-proxy-arg")
        #expect((facts.caution(against: 200_000) != nil) == (sizedByK3s == 163_840))
    }

    @Test("k3s's later files win, can add, and can switch kube-proxy off")
    func k3sDropIns() throws {
        let scratch = try ScratchNode([
            "etc/rancher/k3s/config.yaml": "kube-proxy-arg: [conntrack-max-per-core=1]\n",
            "etc/rancher/k3s/config.yaml.d/10.yaml": "kube-proxy-arg: [conntrack-max-per-core=100000]\n",
            "etc/rancher/k3s/config.yaml.d/20.yaml": "kube-proxy-arg+: [conntrack-min=600000]\n",
            "etc/rancher/k3s/config.yaml.d/30.txt": "kube-proxy-arg: []\n",
        ])
        let process = Component(name: "k3s", pid: 9, startTicks: 1, arguments: ["/bin/k3s", "agent"])
        #expect(try facts(scratch, process, cpus: 5)?.conntrack.willSet == 600_000)
        try scratch.write("etc/rancher/k3s/config.yaml.d/40.yaml", "disable-kube-proxy: true\n")
        #expect(try facts(scratch, process, cpus: 5) == nil)
        try scratch.write("etc/rancher/k3s/config.yaml.d/40.yaml", "disable-kube-proxy: [\n")
        #expect(try facts(scratch, process, cpus: 5)?.unreadable?.contains("40.yaml") ?? false)
    }
}

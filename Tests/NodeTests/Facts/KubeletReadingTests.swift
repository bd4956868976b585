import Documents
import Node
import Testing
import Tuning

@Suite("The kubelet of a node")
struct KubeletReadingTests {
    private static let header = "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n"
    private static let unit = """
        [Service]
        Environment="KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml"
        EnvironmentFile=-/var/lib/kubelet/kubeadm-flags.env
        EnvironmentFile=-/etc/default/kubelet
        ExecStart=
        ExecStart=/usr/bin/kubelet --kubeconfig=/k $KUBELET_CONFIG_ARGS $KUBELET_KUBEADM_ARGS $KUBELET_EXTRA_ARGS
        """

    private func node(_ files: [String: String] = [:]) throws -> ScratchNode {
        let preset = [
            "etc/systemd/system/kubelet.service": "[Service]\nExecStart=/bin/false\n",
            "etc/systemd/system/kubelet.service.d/10-kubeadm.conf": Self.unit,
            "var/lib/kubelet/config.yaml": Self.header + "maxPods: 90\n",
            "var/lib/dpkg/status": "Package: kubelet\nStatus: hold ok installed\nVersion: 1.34.2-1.1\n\n",
        ]
        return try ScratchNode(preset.merging(files) { $1 })
    }

    private func kubelet(_ node: ScratchNode, version: String? = nil) throws -> KubeletFacts {
        let facts = Facts(reading: node.node.root, cluster: Cluster(kubernetesVersion: version))
        return try #require(facts.kubelet)
    }

    @Test("One that does not run is read from its unit, with the line of every value")
    func unit() throws {
        let kubelet = try kubelet(
            node([
                "var/lib/kubelet/kubeadm-flags.env": "KUBELET_KUBEADM_ARGS=\"--node-ip=10.0.0.5 --pods-per-core=4\"\n",
                "etc/default/kubelet": "# local\n\nKUBELET_EXTRA_ARGS=--event-qps=7 --config-dir=/etc/kubelet.d\n",
                "etc/kubelet.d/20-a.conf": Self.header + "# why\nkubeAPIBurst: 9\n",
            ])
        )
        #expect(kubelet.refusal == nil)
        #expect(kubelet.version == "1.34.2")
        #expect(kubelet.versionSource == "package kubelet 1.34.2-1.1 in /var/lib/dpkg/status")
        #expect(kubelet.unit == "kubelet.service")
        #expect(kubelet.configPath == "/var/lib/kubelet/config.yaml")
        #expect(kubelet.configDirectory == "/etc/kubelet.d")
        #expect(kubelet.dropIns == ["/etc/kubelet.d/20-a.conf"])
        #expect(kubelet.effective["maxPods"] == .integer(90))
        #expect(kubelet.origin["maxPods"] == "/var/lib/kubelet/config.yaml:3")
        #expect(kubelet.origin["kubeAPIBurst"] == "/etc/kubelet.d/20-a.conf:4")
        #expect(kubelet.origin["podsPerCore"] == "flag --pods-per-core in /var/lib/kubelet/kubeadm-flags.env:1")
        #expect(kubelet.origin["eventRecordQPS"] == "flag --event-qps in /etc/default/kubelet:3")
        #expect(kubelet.origin["registryBurst"] == "default")
    }

    @Test("One that runs is read from its process, wherever its program lies")
    func process() throws {
        let node = try node([
            "etc/own.yaml": Self.header + "maxPods: 33\n",
            "proc/812/comm": "kubelet\n",
            "proc/812/stat": "812 (kubelet) S 1 " + Array(repeating: "7", count: 40).joined(separator: " "),
        ])
        let line = "/opt/v1.35.1/kubelet\0--kubeconfig=/k\0--config\0etc/own.yaml\0"
        try node.write("proc/812/cmdline", bytes: Array(line.utf8))
        try node.link("proc/812/exe", to: "/opt/v1.35.1/kubelet")
        try node.link("proc/812/cwd", to: "/")
        let kubelet = try kubelet(node)
        #expect(kubelet.pid == 812)
        #expect(kubelet.version == "1.35.1")
        #expect(kubelet.effective["maxPods"] == .integer(33))
    }

    /// A kubelet in a container, of which the node's has the namespaces or not.
    private func contain(_ pid: Int, in node: ScratchNode, files: String, network: String) throws {
        try node.write("proc/\(pid)/comm", "kubelet\n")
        let rest = Array(repeating: "7", count: 40).joined(separator: " ")
        try node.write("proc/\(pid)/stat", "\(pid) (kubelet) S 1 \(rest)")
        try node.write("proc/\(pid)/cmdline", bytes: Array("/usr/bin/kubelet\0--config-dir=/etc/cron.d\0".utf8))
        try node.link("proc/\(pid)/exe", to: "/usr/bin/kubelet")
        try node.write("proc/\(pid)/cgroup", "0::/system.slice/docker-\(String(repeating: "ab", count: 32)).scope\n")
        for (process, names) in [(1, ["mnt:[1]", "net:[2]"]), (pid, [files, network])] {
            for (kind, name) in zip(["mnt", "net"], names) { try node.link("proc/\(process)/ns/\(kind)", to: name) }
        }
    }

    @Test(
        "One in a container is the node's only with the node's files and network",
        arguments: [
            ("mnt:[1]", "net:[2]", true), ("mnt:[9]", "net:[2]", false), ("mnt:[1]", "net:[9]", false),
            ("mnt:[9]", "net:[9]", false),
        ]
    )
    func contained(files: String, network: String, isOfNode: Bool) throws {
        let node = try node()
        try contain(300, in: node, files: files, network: network)
        let kubelet = try kubelet(node)
        #expect(kubelet.pid == (isOfNode ? 300 : nil))
        #expect(kubelet.configDirectory == (isOfNode ? "/etc/cron.d" : nil))
    }

    @Test("A variable of a file wins over one of the unit, and a later file over an earlier one")
    func environmentOrder() throws {
        let unit = Self.unit + "\nEnvironment=KUBELET_EXTRA_ARGS=--max-pods=1\nEnvironmentFile=/etc/sysconfig/kubelet\n"
        let kubelet = try kubelet(
            node([
                "etc/systemd/system/kubelet.service.d/10-kubeadm.conf": unit,
                "etc/default/kubelet": "KUBELET_EXTRA_ARGS=--max-pods=2\n",
                "etc/sysconfig/kubelet": "KUBELET_EXTRA_ARGS='--max-pods=3'\n",
            ])
        )
        #expect(kubelet.effective["maxPods"] == .integer(3))
        #expect(kubelet.origin["maxPods"] == "flag --max-pods in /etc/sysconfig/kubelet:1")
    }

    @Test("OpenShift's takes the gates and labels of its own", arguments: [true, false])
    func openShift(isOpenShift: Bool) throws {
        let owner = isOpenShift ? "etc/machine-config-daemon/currentconfig" : "etc/nobody"
        let kubelet = try kubelet(
            node([
                owner: "", "var/lib/kubelet/config.yaml": Self.header + "featureGates: {GatewayAPI: true}\n",
                "etc/default/kubelet": "KUBELET_EXTRA_ARGS=--node-labels=node-role.kubernetes.io/master\n",
            ])
        )
        #expect((kubelet.refusal == nil) == isOpenShift)
    }

    @Test("A unit without a file of variables that it needs does not start")
    func missingFile() throws {
        let unit = Self.unit + "\nEnvironmentFile=/etc/nowhere.env\n"
        let kubelet = try kubelet(node(["etc/systemd/system/kubelet.service.d/10-kubeadm.conf": unit]))
        #expect(kubelet.refusal?.contains("/etc/nowhere.env") == true)
    }

    @Test("The version of policy counts where nothing on the node tells it")
    func policyVersion() throws {
        let kubelet = try kubelet(node(["var/lib/dpkg/status": ""]), version: "1.33.4")
        #expect(kubelet.version == "1.33.4")
        #expect(kubelet.versionSource == "policy's cluster.kubernetesVersion")
    }

    @Test("A node without kubelet and unit has none")
    func none() throws {
        let node = try ScratchNode()
        #expect(Facts(reading: node.node.root, cluster: Cluster()).kubelet == nil)
    }

    @Test("Facts with a kubelet are read back as they were written")
    func coding() throws {
        let node = try node()
        let facts = Facts(reading: node.node.root, cluster: Cluster())
        let value = try JSON.encode(facts)
        #expect(try JSON.decode(Facts.self, from: JSONText(Array(JSON.text(value).utf8))) == facts)
        #expect(value["kubelet"]?["effective"]?["maxPods"] == .integer(90))
    }
}

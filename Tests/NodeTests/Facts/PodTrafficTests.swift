import Node
import Testing
import Tuning

@Suite("What pods of a node speak through")
struct PodTrafficTests {
    private func device(_ name: String, mtu: Int, link: String? = nil, kind: String = "") -> [String: String] {
        let directory = "sys/class/net/\(name)"
        var files = [
            "\(directory)/mtu": "\(mtu)\n",
            "\(directory)/uevent": (kind.isEmpty ? "" : "DEVTYPE=\(kind)\n") + "INTERFACE=\(name)\n",
        ]
        if let link { files["\(directory)/lower_\(link)/.keep"] = "" }
        return files
    }

    private func overlays(_ devices: [[String: String]]) throws -> [OverlayDevice] {
        let node = try ScratchNode(devices.reduce([:]) { $0.merging($1) { one, _ in one } })
        return Facts(reading: node.node.root).overlays
    }

    @Test("is a VXLAN device with the link that it was given")
    func overlay() throws {
        let found = try overlays([
            device("eth0", mtu: 9_000), device("eth1", mtu: 1_500),
            device("flannel.1", mtu: 1_450, link: "eth1", kind: "vxlan"),
            device("br0", mtu: 1_500, kind: "bridge"), device("veth1", mtu: 1_450, kind: "vxlan"),
        ])
        #expect(found.map(\.name) == ["flannel.1"])
        #expect((found[0].mtu, found[0].link, found[0].linkMTU) == (1_450, "eth1", 1_500))
        #expect(found[0].offloads == nil)
    }

    @Test("is looked for among the devices that are no cards, where the kernel shows them apart")
    func apart() throws {
        let uevent = "DEVTYPE=vxlan\nINTERFACE=flannel.1\n"
        let found = try overlays([
            device("eth0", mtu: 9_000), device("flannel.1", mtu: 1_450, link: "eth0", kind: "vxlan"),
            [
                "sys/devices/virtual/net/flannel.1/uevent": uevent,
                "sys/devices/virtual/net/lo/uevent": "INTERFACE=lo\n",
            ],
        ])
        #expect(found.map(\.name) == ["flannel.1"])
        #expect((found[0].mtu, found[0].link, found[0].linkMTU) == (1_450, "eth0", 9_000))
    }

    @Test("has no link where each packet's route says by which it leaves")
    func noLink() throws {
        let found = try overlays([device("cilium_vxlan", mtu: 1_500, kind: "vxlan"), device("eth0", mtu: 1_500)])
        #expect(found.map(\.name) == ["cilium_vxlan"])
        #expect((found.first?.mtu, found.first?.link, found.first?.linkMTU) == (1_500, nil, nil))
    }

    @Test("are cluster DNS servers in pods, each pod once, and no cache of the node")
    func dns() throws {
        let tree = try ScratchNode()
        let uids = [
            "0123abcd-0123-4567-89ab-0123456789ab", "1123abcd-0123-4567-89ab-0123456789ab",
            "2123abcd-0123-4567-89ab-0123456789ab",
        ]
        func process(_ pid: Int, _ program: String, pod: Int?) throws {
            try tree.link("proc/\(pid)/exe", to: "/\(program)")
            try tree.write("proc/\(pid)/cmdline", program)
            let group = pod.map {
                "/kubepods.slice/kubepods-burstable-pod\(uids[$0].map { $0 == "-" ? "_" : String($0) }.joined()).slice"
            }
            try tree.write("proc/\(pid)/cgroup", "0::\(group ?? "/system.slice/coredns.service")\n")
        }
        try process(11, "coredns", pod: 0)
        try process(12, "coredns", pod: 0)
        try process(13, "kube-dns", pod: 1)
        try process(14, "node-cache", pod: 1)
        try process(15, "coredns", pod: nil)
        try process(16, "coredns", pod: 2)
        try tree.makeDirectory("var/log/pods/kube-system_coredns-a_\(uids[0])")
        try tree.makeDirectory("var/log/pods/shop_private-names_\(uids[2])")
        #expect(Facts(reading: tree.node.root).clusterDNS == ["kube-system/coredns-a", uids[1]])
    }
}

@Suite("The way of images to a node")
struct ImageDistributionReadingTests {
    private func runtime(_ files: [String: String]) throws -> ContainerRuntimeFacts {
        let preset = [
            "lib/systemd/system/containerd.service": "[Service]\nExecStart=/usr/bin/containerd\n",
            "var/lib/dpkg/status": "Package: containerd.io\nStatus: i ok installed\nVersion: 2.1.4-1\n\n",
        ]
        let node = try ScratchNode(preset.merging(files) { $1 })
        return try #require(Facts(reading: node.node.root, cluster: Cluster()).containerRuntime)
    }

    private let hosts =
        "server = \"https://registry-1.docker.io\"\n[host.\"https://mirror.example\"]\ncapabilities = [\"pull\"]\n"

    @Test("leads over the mirrors of hosts.toml, where the configuration looks for them")
    func mirrors() throws {
        let preset = try runtime(["etc/containerd/certs.d/docker.io/hosts.toml": hosts])
        #expect(
            preset.mirrors == ["https://mirror.example for docker.io (/etc/containerd/certs.d/docker.io/hosts.toml)"]
        )
        #expect(preset.answer(to: .imageDistribution).value == .text("mirror"))
        let config = "version = 3\n[plugins.'io.containerd.cri.v1.images'.registry]\nconfig_path = '/srv/certs.d'\n"
        let elsewhere = try runtime([
            "etc/containerd/certs.d/docker.io/hosts.toml": hosts, "etc/containerd/config.toml": config,
        ])
        #expect(elsewhere.mirrors == [] && elsewhere.answer(to: .imageDistribution).value == .text("direct"))
    }

    @Test(
        "is direct where a file of mirrors is empty or broken",
        arguments: ["", "[host]\n", "host = 3\n", "[host.\n"]
    )
    func broken(text: String) throws {
        #expect(try runtime(["etc/containerd/certs.d/docker.io/hosts.toml": text]).mirrors == [])
    }
}

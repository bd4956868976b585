import Node
import Testing
import Tuning

@Suite("The files that a kubelet reads")
struct KubeletWalkTests {
    private static let header = "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n"

    private func node(_ directory: String = "/d") throws -> ScratchNode {
        try ScratchNode([
            "etc/systemd/system/kubelet.service":
                "[Service]\nExecStart=/usr/bin/kubelet --kubeconfig=/k --config=/base.yaml --config-dir=\(directory)\n",
            "base.yaml": Self.header,
        ])
    }

    private func kubelet(_ node: ScratchNode, version: String = "1.34.0") throws -> KubeletFacts {
        try #require(Facts(reading: node.node.root, cluster: Cluster(kubernetesVersion: version)).kubelet)
    }

    private func pods(_ number: Int) -> String { Self.header + "maxPods: \(number)\n" }

    @Test("Files are read in the order of the bytes of their names, directories in their place, hidden ones too")
    func order() throws {
        let node = try node()
        for name in [
            "9.conf", "10.conf", "100.conf", "10-x.conf", "Z.conf", "a/1.conf", ".git/h.conf", ".conf", "10.d/5.conf",
        ] {
            try node.write("d/\(name)", pods(5))
        }
        let names = try kubelet(node).dropIns.map { $0.dropFirst(3) }
        #expect(
            names == [
                ".conf", ".git/h.conf", "10-x.conf", "10.conf", "10.d/5.conf", "100.conf", "9.conf", "Z.conf",
                "a/1.conf",
            ]
        )
    }

    @Test(
        "Names that do not end with .conf are passed over, whatever they hold",
        arguments: ["x.CONF", "x.conf~", "x.yaml", "conf", "x.conf.bak"]
    )
    func otherNames(name: String) throws {
        let node = try node()
        try node.write("d/\(name)", "{{{")
        try node.write("d/1.conf", pods(5))
        let kubelet = try kubelet(node)
        #expect(kubelet.refusal == nil)
        #expect(kubelet.dropIns == ["/d/1.conf"])
    }

    @Test(
        "A file that says nothing, too little or the same twice refuses the start",
        arguments: [
            "", "# only a comment\n", "\n", "---\n", "---\n---\n" + header, header + "maxPods: 1\nmaxPods: 2\n",
            header + "evictionHard:\n  a: b\n  a: c\n", "{kind: KubeletConfiguration}", header + "a: b: c\n",
            header + "\tmaxPods: 1\n", header + "maxPods: yes\n", "[]\n", "kind: KubeletConfiguration\n",
            header + "maxPods: {{ pods }}\n", "{\"kind\": \"KubeletConfiguration\"} {}",
        ]
    )
    func refusedText(text: String) throws {
        let node = try node()
        try node.write("d/1.conf", text)
        #expect(try kubelet(node).refusal != nil)
    }

    @Test(
        "YAML is read by its rules of 1.1, and only its first document",
        arguments: [
            ("maxPods: 0156\n", 110), ("maxPods: 1_20\n", 120), ("maxPods: 1e2\n", 100), ("maxPods: 0x40\n", 64),
            ("maxPods: 77.0\n", 77), ("maxPods: 8\n---\nmaxPods: 9\n", 8), ("x: &a {maxPods: 3}\n<<: *a\n", 3),
            ("unknown: {deep: [1]}\nmaxPods: 12\n", 12),
        ]
    )
    func scalars(text: String, number: Int64) throws {
        let node = try node()
        try node.write("d/1.conf", Self.header + text)
        #expect(try kubelet(node).effective["maxPods"] == .integer(number))
    }

    @Test("In the main file a key may stand twice, and the last counts")
    func duplicates() throws {
        let node = try node()
        try node.makeDirectory("d")
        try node.write("base.yaml", Self.header + "maxPods: 1\nmaxPods: 2\n")
        #expect(try kubelet(node).effective["maxPods"] == .integer(2))
        try node.write("base.yaml", "")
        #expect(try kubelet(node).refusal == "'/base.yaml' is empty")
    }

    @Test("JSON is JSON: a drop-in takes a whole number however written, the file only as digits")
    func json() throws {
        let text =
            "{\"apiVersion\":\"kubelet.config.k8s.io/v1beta1\",\"kind\":\"KubeletConfiguration\",\"maxPods\":5e1}"
        let node = try node()
        try node.write("d/1.conf", text)
        let read = try kubelet(node)
        #expect(read.effective["maxPods"] == .integer(50))
        #expect(read.origin["maxPods"] == "/d/1.conf:1")
        try node.write("base.yaml", text)
        #expect(try kubelet(node).refusal != nil)
    }

    @Test("A link is followed to a file and never to a directory")
    func links() throws {
        let node = try node()
        try node.write("else/5.conf", pods(55))
        try node.write("else/file", pods(44))
        try node.link("d/1.conf", to: "../else/file")
        try node.link("d/sub", to: "/else")
        #expect(try kubelet(node).dropIns == ["/d/1.conf"])
        #expect(try kubelet(node).effective["maxPods"] == .integer(44))
        try node.link("d/2.conf", to: "/else")
        #expect(try kubelet(node).refusal != nil)
    }

    @Test("A link that leads nowhere refuses the start")
    func danglingLink() throws {
        let node = try node()
        try node.link("d/1.conf", to: "/nowhere")
        #expect(try kubelet(node).refusal != nil)
    }

    @Test("A directory that is a link is passed over unless the path ends with a slash; one that is missing refuses")
    func directoryItself() throws {
        for (path, pods) in [("/link", 110), ("/link/", 6), ("/d", 6), ("/base.yaml", 110)] as [(String, Int64)] {
            let node = try node(path)
            try node.write("d/1.conf", self.pods(6))
            try node.link("link", to: "/d")
            let kubelet = try kubelet(node)
            #expect(kubelet.refusal == nil, "\(path)")
            #expect(kubelet.effective["maxPods"] == .integer(pods), "\(path)")
        }
        for path in ["/nowhere", "/link.conf"] {
            let node = try node(path)
            try node.link("link.conf", to: "/")
            #expect(try kubelet(node).refusal != nil, "\(path)")
        }
    }
}

import Testing
import Tuning

@testable import Node

@Suite("A program of the control plane")
struct ControlPlaneReadingTests {
    private let manifest = """
        apiVersion: v1
        kind: Pod
        metadata: {name: kube-apiserver, namespace: kube-system}
        spec:
          containers:
          - name: kube-apiserver
            image: registry.k8s.io/kube-apiserver:v1.36.3
            command:
            - kube-apiserver
            - --max-requests-inflight=1600
            env:
            - {name: CHANCE, value: "0.001"}
            args: [--goaway-chance=$(CHANCE)]

        """

    private func write(_ tree: ScratchNode) throws {
        try tree.write("etc/kubernetes/manifests/kube-apiserver.yaml", manifest)
    }

    @Test("that a manifest would start is told with its lines, its version and its variables")
    func declared() throws {
        let tree = try ScratchNode()
        try write(tree)
        let programs = Facts(reading: tree.node.root, cluster: Cluster()).controlPlane
        let server = try #require(programs.first)
        #expect(programs.count == 1 && server.pid == nil && server.version == "1.36.3")
        #expect(server.effective["max-requests-inflight"] == .integer(1_600))
        #expect(server.effective["goaway-chance"] == .number(0.001))
        #expect(server.effective["max-mutating-requests-inflight"] == .integer(200))
        let path = "/etc/kubernetes/manifests/kube-apiserver.yaml"
        #expect(server.origin["max-requests-inflight"] == "flag --max-requests-inflight in \(path):10")
        #expect(server.origin["event-ttl"] == "default")
    }

    @Test("that runs is one with its manifest; one without a manifest is told by its process")
    func running() throws {
        let tree = try ScratchNode()
        try write(tree)
        let words = ["kube-apiserver", "--max-requests-inflight=1600", "--goaway-chance=0.001"]
        try tree.write("proc/9/cmdline", bytes: words.flatMap { Array($0.utf8) + [0] })
        try tree.link("proc/9/exe", to: "/usr/local/bin/kube-apiserver")
        try tree.write("proc/10/cmdline", bytes: ["kube-scheduler", "--foo-bar"].flatMap { Array($0.utf8) + [0] })
        try tree.link("proc/10/exe", to: "/usr/local/bin/kube-scheduler")
        let programs = Facts(reading: tree.node.root, cluster: Cluster()).controlPlane
        #expect(programs.map(\.program) == ["kube-apiserver", "kube-scheduler"])
        #expect(programs.map(\.pid) == [9, 10])
        #expect(programs[0].manifest != nil && programs[0].refusal == nil)
        #expect(programs[1].manifest == nil && programs[1].refusal != nil)
    }

    /// A container's process in a network namespace, started with flags.
    private func run(_ tree: ScratchNode, _ pid: Int, _ flags: [String], network: String) throws {
        let words = ["kube-apiserver"] + flags
        try tree.write("proc/\(pid)/cmdline", bytes: words.flatMap { Array($0.utf8) + [0] })
        try tree.link("proc/\(pid)/exe", to: "/usr/local/bin/kube-apiserver")
        let container = String(repeating: "\(pid % 10)", count: 64)
        try tree.write("proc/\(pid)/cgroup", "0::/system.slice/docker-\(container).scope\n")
        try tree.link("proc/\(pid)/ns/net", to: network)
    }

    @Test("of another cluster, inside a container of the node, does not take the place of the node's own")
    func nested() throws {
        let tree = try ScratchNode()
        try write(tree)
        try tree.link("proc/1/ns/net", to: "net:[1]")
        try run(tree, 500, ["--max-requests-inflight=50"], network: "net:[2]")
        let nested = Facts(reading: tree.node.root, cluster: Cluster()).controlPlane
        #expect(nested.map(\.pid) == [nil, 500] && nested.map { $0.manifest != nil } == [true, false])

        try run(tree, 900, ["--max-requests-inflight=1600", "--goaway-chance=0.001"], network: "net:[1]")
        let both = Facts(reading: tree.node.root, cluster: Cluster()).controlPlane
        #expect(both.map(\.pid) == [900, 500] && both.map { $0.manifest != nil } == [true, false])
        #expect(both[0].version == "1.36.3" && both[1].version == nil)
    }

    @Test("whose manifest was changed after its start is still its, and not that of a copy in another network")
    func changed() throws {
        let tree = try ScratchNode()
        try write(tree)
        try tree.link("proc/1/ns/net", to: "net:[1]")
        try run(tree, 500, ["--max-requests-inflight=50"], network: "net:[2]")
        try run(tree, 900, ["--max-requests-inflight=800"], network: "net:[1]")
        let programs = Facts(reading: tree.node.root, cluster: Cluster()).controlPlane
        #expect(programs.map(\.pid) == [900, 500] && programs.map { $0.manifest != nil } == [true, false])
    }

    @Test("of OpenShift keeps its arguments in a file, and is not judged by those of its command line")
    func openShift() throws {
        let tree = try ScratchNode()
        let path = "/etc/kubernetes/static-pod-resources/configmaps/config/config.yaml"
        let flags = ["--openshift-config=\(path)", "-v=2"]
        for (pid, program) in [(9, "kube-apiserver"), (10, "kube-controller-manager")] {
            let words = [program] + flags
            try tree.write("proc/\(pid)/cmdline", bytes: words.flatMap { Array($0.utf8) + [0] })
            try tree.link("proc/\(pid)/exe", to: "/usr/bin/\(program)")
        }
        let cluster = Cluster(kubernetesVersion: "1.36.3")
        let programs = Facts(reading: tree.node.root, cluster: cluster).controlPlane
        #expect(programs.map(\.pid) == [9, 10] && programs.allSatisfy { $0.refusal == nil })
        #expect(programs[0].unreadable?.contains("'\(path)'") == true && programs[0].effective.isEmpty)
        #expect(programs[1].unreadable == nil && programs[1].effective["concurrent-gc-syncs"] == .integer(20))
    }

    private static let bomb: String = {
        let levels = (1..<9).map { level in
            "\(Character(UnicodeScalar(UInt8(97 + level)))): &n\(level) [\(Array(repeating: "*n\(level - 1)", count: 9).joined(separator: ","))]"
        }
        return (["a: &n0 [x,x,x,x,x,x,x,x,x]"] + levels + ["kind: Pod", "metadata: *n8", "spec: *n8"]).joined(
            separator: "\n"
        )
    }()

    /// A file that is no manifest, whatever it does to its reader, with a word of what is said of it.
    @Test(
        "whose file is broken or hostile is told with the file, and the others are read all the same",
        arguments: [
            ("cut", 0, "apiVersion: v1\nkind: Pod\nmetadata: {name: x, names"),
            ("tab", 0, "kind: Pod\nmetadata:\n\tname: x\n"),
            ("empty", 0, ""), ("bomb", 0, bomb), ("deep", 0, String(repeating: "[", count: 100_000)),
            ("list", 0, "- kind: Pod\n"), ("nul", 0, "kind: Pod\0\n"), ("large", 2 << 20, "kind: Pod\n# "),
            ("huge", 11 << 20, "kind: Pod\n# "),
            ("word", 0, "kind: Pod\nmetadata: {name: x}\nspec: {containers: [{command: [{a: }]}]}\n"),
            (
                "colon", 0,
                "kind: Pod\nmetadata: {name: x}\nspec:\n  containers:\n  - command:\n    - kube-scheduler:\n      - --a=b\n"
            ),
            ("args", 0, "kind: Pod\nmetadata: {name: x}\nspec: {containers: [{command: [a], args: [[b], c]}]}\n"),
            (
                "many", 0,
                "kind: Pod\nmetadata: {name: x}\nspec: {containers: [" + String(repeating: "{},", count: 200_000)
                    + "]}\n"
            ),
        ] as [(String, Int, String)]
    )
    func hostile(name: String, padding: Int, text: String) throws {
        let tree = try ScratchNode()
        try write(tree)
        let bytes = Array(text.utf8) + [UInt8](repeating: UInt8(ascii: "x"), count: padding)
        try tree.write("etc/kubernetes/manifests/\(name).yaml", bytes: bytes)
        let facts = Facts(reading: tree.node.root, cluster: Cluster())
        let file = try #require(facts.staticPods.first { $0.name == "\(name).yaml" })
        let problem = try #require(file.problem)
        #expect(!problem.isEmpty && problem.utf8.count < 1_000 && file.pod == nil)
        if padding > 0 { #expect(problem.contains(padding > 10 << 20 ? "10 MiB" : "1 MiB")) }
        #expect(facts.controlPlane.count == 1 && facts.staticPods.count == 2)
    }

    @Test("whose manifest has a copy beside it, also a second one, is the last by name")
    func strays() throws {
        let tree = try ScratchNode()
        try write(tree)
        let directory = "etc/kubernetes/manifests"
        for name in ["kube-apiserver.yaml.bak", "kube-apiserver.yaml.orig", ".kube-apiserver.yaml.swp"] {
            try tree.write("\(directory)/\(name)", manifest.replacing("1600", with: name.hasSuffix("orig") ? "3" : "7"))
        }
        let facts = Facts(reading: tree.node.root, cluster: Cluster())
        #expect(
            facts.staticPods.map(\.name) == [
                "kube-apiserver.yaml", "kube-apiserver.yaml.bak", "kube-apiserver.yaml.orig",
            ]
        )
        let winner = "/\(directory)/kube-apiserver.yaml.orig"
        #expect(facts.staticPods.map(\.overriddenBy) == [winner, winner, nil])
        let server = try #require(facts.controlPlane.first)
        #expect(facts.controlPlane.count == 1 && server.manifest == winner)
        #expect(server.effective["max-requests-inflight"] == .integer(3))
    }
}

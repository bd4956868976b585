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
}

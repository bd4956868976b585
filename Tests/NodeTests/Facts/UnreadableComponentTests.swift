import Testing
import Tuning

@testable import Node

@Suite("A component whose arguments cannot be read")
struct UnreadableComponentTests {
    private static let reason = "cannot read '/proc/7/cmdline': process 7 keeps its memory locked"

    private func facts(of name: String, unit: String? = nil, in tree: ScratchNode) -> Facts {
        var component = Component(name: name, pid: 7, startTicks: 1, arguments: [])
        component.unreadable = UnreadableComponentTests.reason
        component.unit = unit
        var facts = Facts()
        facts.components = [component]
        return facts
    }

    private let unreadable = Observation.unreadable(UnreadableComponentTests.reason)

    @Test("is a kubelet of which no field is known, and that is given no directory")
    func kubelet() throws {
        let tree = try ScratchNode([
            "etc/systemd/system/kubelet.service": "[Service]\nExecStart=/usr/bin/kubelet $KUBELET_EXTRA_ARGS\n"
        ])
        var cluster = Cluster()
        cluster.kubernetesVersion = "1.34.0"
        func kubeletOf(_ facts: Facts) -> KubeletFacts? {
            KubeletFacts.read(
                root: tree.node.root,
                components: facts.components,
                cluster: cluster,
                node: facts.kubeletNode
            )
        }
        var facts = facts(of: "kubelet", unit: "kubelet.service", in: tree)
        facts.kubelet = kubeletOf(facts)
        let kubelet = try #require(facts.kubelet)
        #expect(kubelet.pid == 7)
        #expect(kubelet.observation(of: "maxPods") == unreadable)
        #expect(kubelet.obsoleteFlagCount == unreadable)
        #expect(kubelet.fragment == nil)
        #expect(throws: Refusal.self) { try facts.kubeletDirectoryDropIn.get() }
        // With no flags at all it would be given one.
        facts.components[0].unreadable = nil
        facts.components[0].arguments = ["/usr/bin/kubelet"]
        facts.kubelet = kubeletOf(facts)
        #expect(throws: Never.self) { _ = try facts.kubeletDirectoryDropIn.get() }
    }

    @Test("is a kube-proxy of which nobody knows what it will set")
    func kubeProxy() throws {
        let tree = try ScratchNode()
        let proxy = KubeProxyFacts.read(
            root: tree.node.root,
            components: facts(of: "kube-proxy", in: tree).components,
            onlineCPUs: 4,
            declaredVersion: "1.34.0"
        )
        #expect(proxy?.nextTable == unreadable)
    }

    @Test("is a program of the control plane whose flags are unknown, not its defaults", arguments: [true, false])
    func controlPlane(isDeclared: Bool) throws {
        let manifest = """
            apiVersion: v1
            kind: Pod
            metadata: {name: kube-apiserver, namespace: kube-system}
            spec:
              containers:
              - name: kube-apiserver
                image: registry.k8s.io/kube-apiserver:v1.34.0
                command: [kube-apiserver, --max-requests-inflight=800]
            """
        let directory = "/etc/kubernetes/manifests"
        let tree = try ScratchNode(isDeclared ? ["etc/kubernetes/manifests/a.yaml": manifest] : [:])
        var facts = facts(of: "kube-apiserver", in: tree)
        facts.components[0].containerID = "0"
        facts.controlPlane =
            ControlPlaneReading(
                root: tree.node.root,
                components: facts.components,
                pods: StaticPods(in: directory, root: tree.node.root).pods,
                declaredVersion: "1.34.0"
            ).programs()
        #expect(facts.controlPlane.count == 1)
        #expect(facts.controlPlane.first?.manifest == (isDeclared ? "\(directory)/a.yaml" : nil))
        for option in ["max-requests-inflight", ControlPlaneComponent.eventStore, ControlPlaneComponent.balance] {
            #expect(facts.option(option, of: "kube-apiserver") == unreadable)
            #expect(facts.controlPlane.first?.number(of: option) == nil)
        }
    }

    @Test("is a container runtime whose keys are left alone", arguments: ["containerd", "dockerd"])
    func runtime(name: String) throws {
        let tree = try ScratchNode(["etc/docker/daemon.json": "{}\n", "etc/containerd/config.toml": "version = 2\n"])
        var facts = facts(of: name, in: tree)
        facts.containerRuntime = ContainerRuntimeFacts.read(root: tree.node.root, on: facts)
        if name == "dockerd" {
            let knob = Knob.dockerKey("max-concurrent-downloads", in: "/etc/docker/daemon.json")
            #expect(tree.node.observe(knob, facts: facts) == unreadable)
        } else {
            facts.containerRuntime?.containerd?.version = "1.7.0"
            #expect(facts.containerRuntime?.answer(to: .containerdDownloads) == unreadable)
            #expect(facts.containerRuntime?.containerd?.fragment == nil)
        }
    }

    @Test("is an etcd whose options are unknown, and which has its place all the same")
    func etcd() throws {
        let tree = try ScratchNode()
        var facts = facts(of: "etcd", unit: "etcd.service", in: tree)
        var member = EtcdMember(pid: 7, startTicks: 1, place: .unit("etcd.service"))
        member.service = "etcd.service"
        facts.etcd = EtcdReading(facts, pods: [], in: tree.node.root).members(running: [member])
        #expect(facts.etcd.map(\.place) == [.unit("etcd.service")])
        #expect(facts.option("snapshot-count", of: facts.etcd[0].component) == unreadable)
    }
}

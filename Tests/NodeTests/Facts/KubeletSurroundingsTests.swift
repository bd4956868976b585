import Testing
import Tuning

@testable import Node

@Suite("What bears on a change of the kubelet's configuration")
struct KubeletSurroundingsTests {
    private static let header = "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n"
    private static let pod = "0c5b6a4e_1111_2222_3333_444455556666"

    private func node(_ files: [String: String] = [:], directory: String = "/etc/kubelet.d") throws -> ScratchNode {
        let preset = [
            "etc/systemd/system/kubelet.service":
                "[Service]\nExecStart=/usr/bin/kubelet --kubeconfig=/k --config-dir=\(directory)\n",
            "etc/kubelet.d/10-a.conf": Self.header, "proc/stat": "cpu 1\nbtime 1700000000\n",
            "var/lib/dpkg/status": "Package: kubelet\nStatus: hold ok installed\nVersion: 1.34.2-1.1\n\n",
        ]
        return try ScratchNode(preset.merging(files) { $1 })
    }

    private func kubelet(_ node: ScratchNode) throws -> KubeletFacts {
        try #require(Facts(reading: node.node.root, cluster: Cluster()).kubelet)
    }

    @Test("Pods are counted by their control groups, whichever driver made them")
    func pods() throws {
        let slice = "sys/fs/cgroup/kubepods.slice"
        let systemd = try node([
            "\(slice)/kubepods-pod\(Self.pod).slice/x": "",
            "\(slice)/kubepods-burstable.slice/kubepods-burstable-pod1\(Self.pod.dropFirst()).slice/x": "",
            "\(slice)/kubepods-besteffort.slice/kubepods-besteffort-pod2\(Self.pod.dropFirst()).slice/x": "",
            "\(slice)/cpu.weight": "1", "var/lib/kubelet/pods/x/y": "",
        ])
        #expect(try kubelet(systemd).runningPods == 3)
        let uid = Self.pod.map { $0 == "_" ? "-" : String($0) }.joined()
        let cgroupfs = try node(["sys/fs/cgroup/pids/kubepods/burstable/pod\(uid)/x": ""])
        #expect(try kubelet(cgroupfs).runningPods == 1)
        #expect(try kubelet(node(["var/lib/kubelet/pods/a/x": "", "var/lib/kubelet/pods/b/x": ""])).runningPods == 2)
        #expect(try kubelet(node()).runningPods == nil)
    }

    @Test("Networks of pods are those that flannel and host-local were given")
    func networks() throws {
        let node = try node([
            "run/flannel/subnet.env": "FLANNEL_NETWORK=10.244.0.0/16\nFLANNEL_SUBNET=10.244.3.1/24\n",
            "etc/cni/net.d/10-kind.conflist": """
            {"plugins": [{"type": "ptp", "ipam": {"type": "host-local", "ranges": [[{"subnet": "10.1.2.0/25"}]]}}]}
            """,
            "etc/cni/net.d/20-other.conf": "{\"ipam\": {\"type\": \"host-local\", \"subnet\": \"10.9.0.0/16\"}}",
        ])
        #expect(try kubelet(node).podNetworks.map(\.cidr) == ["10.244.3.1/24", "10.1.2.0/25"])
        let broken = try self.node(["etc/cni/net.d/10-a.conf": "{", "run/flannel/subnet.env": "x"])
        #expect(try kubelet(broken).podNetworks.isEmpty)
    }

    @Test("A process started so long after its machine, and a file was changed when it was")
    func times() throws {
        let node = try node([
            "proc/812/comm": "kubelet\n",
            "proc/812/stat": "812 (kubelet) S 1 " + Array(repeating: "12345", count: 40).joined(separator: " "),
        ])
        let line = "/usr/bin/kubelet\0--kubeconfig=/k\0--config-dir=/etc/kubelet.d\0"
        try node.write("proc/812/cmdline", bytes: Array(line.utf8))
        let kubelet = try kubelet(node)
        #expect(kubelet.startedAtMilliseconds == 1_700_000_123_450)
        #expect(kubelet.changedAtMilliseconds["/etc/kubelet.d/10-a.conf"].map { $0 > 1_700_000_000_000 } == true)
    }

    @Test("The fragment stands where the kubelet reads it, or nowhere")
    func place() throws {
        #expect(try kubelet(node()).fragment?.path == "/etc/kubelet.d/90-nodekeel.conf")
        #expect(try kubelet(node(directory: "/etc/kubelet.d/")).fragment?.path == "/etc/kubelet.d/90-nodekeel.conf")
        let missing = try kubelet(node(directory: "/etc/none"))
        #expect(missing.fragment?.path == "/etc/none/90-nodekeel.conf")
        #expect(missing.refusal?.contains("does not exist") == true)
        let linked = try node(directory: "/etc/link")
        try linked.link("etc/link", to: "/etc/kubelet.d")
        #expect(try kubelet(linked).fragment == nil)
        #expect(try kubelet(linked).configDirectory == "/etc/link")
        let file = try node(["etc/plain": ""], directory: "/etc/plain")
        #expect(try kubelet(file).fragment == nil)
    }

    @Test("A fragment is read as it was written, whatever is in it")
    func roundTrip() throws {
        let fragment = KubeletFragment([
            .init(field: "systemReserved.memory", value: .string("2Gi"), setting: "a", because: "sshd: lives (here)"),
            .init(field: "systemReserved.cpu", value: .string("500m"), setting: "b", because: "x"),
            .init(field: "evictionHard.memory.available", value: .string("5%"), setting: "c", because: "y\nmaxPods: 3"),
            .init(field: "clusterDomain", value: .string("a\"b\\c\u{7}é\u{2028}: #"), setting: "d", because: "é"),
            .init(field: "memoryThrottlingFactor", value: .number(0.75), setting: "e", because: "z"),
            .init(field: "failSwapOn", value: .bool(false), setting: "f", because: "w"),
        ])
        let node = try node(["etc/kubelet.d/90-nodekeel.conf": fragment.text])
        let knob = Knob.fragment(of: .kubelet, "/etc/kubelet.d/90-nodekeel.conf")
        let read = try #require(node.node.fragment(knob, among: []) as? KubeletFragment)
        #expect(read.document == fragment.document)
        #expect(read.entries.map(\.setting) == fragment.entries.map(\.setting))
        #expect(read.text == fragment.text)
        let kubelet = try kubelet(node)
        #expect(kubelet.refusal == nil)
        #expect(kubelet.effective["systemReserved.memory"] == .string("2Gi"))
        #expect(kubelet.effective["evictionHard.memory.available"] == .string("5%"))
        #expect(kubelet.effective["maxPods"] == .integer(110))
    }
}

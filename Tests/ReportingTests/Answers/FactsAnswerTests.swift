import Documents
import Reporting
import Testing
import Tuning

@Suite("What facts answers")
struct FactsAnswerTests {
    @Test("What the node is fits on a screen")
    func whole() {
        #expect(
            FactsAnswer(facts: NodeSample.facts).text(in: Style(columns: 120)) == """
                CPUs        16 online (0-15), 32 possible (0-31): AMD EPYC 7B13
                NUMA        2 nodes; 0: CPUs 0-7, 62.7 GiB; 1: CPUs 8-15, 62.7 GiB
                memory      125.5 GiB (134860000000 bytes), pages of 4096 bytes
                kernel      6.1.0-28-amd64
                init        systemd
                machine     virtual (kvm)
                cgroups     version 2, unified: cpuset cpu io memory pids
                network     the machine's first network namespace
                conntrack   nf_conntrack is loaded, and tracks nothing yet
                owners      kubeadm (/etc/kubernetes/kubelet.conf)
                kubelet     1.36.2 (package kubelet), pid 812 in kubelet.service
                            configured by /var/lib/kubelet/config.yaml and 2 drop-ins in /etc/kubernetes/kubelet.d; 1 flag on top
                kube-proxy  1.36.2 (image reference), mode iptables, reads /var/lib/kube-proxy/config.conf
                            sets net/netfilter/nf_conntrack_max to 1048576 at its next start: the cap of 1.36; changed in
                            conntrack.maxPerCore in ConfigMap kube-system/kube-proxy

                Disks
                   NAME                 KIND            SIZE  MEDIUM  BY    SCHEDULER    MOUNTED        WHY THIS MEDIUM
                   nvme0n1              disk       476.9 GiB  ssd     nvme  none                        queue/rotational is 0
                   ├─nvme0n1p1          partition  512.0 MiB  ssd                        /boot
                   └─nvme0n1p2          partition  475.9 GiB  ssd
                     └─dm-0 (vg0-root)  lvm        475.9 GiB  ssd                        / +1
                   sda                  disk         3.6 TiB  hdd     sata  mq-deadline  /var/lib/etcd  queue/rotational is 1
                   1 device without a medium not shown

                Components
                   NAME      PID  UNIT             POD                                   CONTAINER
                   kubelet   812  kubelet.service
                   etcd     2201                   3f2c1d44-8a0e-4a64-9a55-0f0b9c1f2e11  9c1d0e5f7a6b

                sysctl.d, in the order in which it is applied
                   /etc/sysctl.d/10-net.conf:3       net/netfilter/nf_conntrack_max = 1000000  overridden below
                   /etc/sysctl.d/90-nodekeel.conf:1  net/netfilter/nf_conntrack_max = 2310720
                   1 assignment of other keys (--format json shows them)

                Unreadable
                   /proc/2201/root/etc/config.conf  Permission denied

                """
        )
    }

    @Test("Of a node of which nothing is known every line says so")
    func nothing() {
        #expect(
            FactsAnswer(facts: Facts()).text(in: Style()) == """
                CPUs        unknown
                NUMA        no nodes
                memory      unknown
                kernel      unknown
                init        unknown
                machine     unknown whether virtual
                cgroups     version unknown, unknown
                network     unknown whether this is the machine's first network namespace
                conntrack   unknown whether the kernel has nf_conntrack
                owners      none seen
                kubelet     does not run here, and has no unit
                kube-proxy  does not run here

                """
        )
    }

    @Test("A kubelet that would not start, or cannot be told, says why")
    func kubelet() {
        var facts = Facts()
        var kubelet = KubeletFacts()
        kubelet.refusal = "maxPods: -1 is below 0"
        facts.kubelet = kubelet
        let refused = FactsAnswer(facts: facts).text(in: Style(columns: 120))
        #expect(refused.contains("version unknown, does not run\n"))
        #expect(refused.contains("configured without a file; reads no directory of drop-ins\n"))
        #expect(refused.contains("would not start as it is configured: maxPods: -1 is below 0\n"))
        facts.kubelet?.unreadable = "cannot read '/k': Permission denied"
        let untold = FactsAnswer(facts: facts).text(in: Style(columns: 120))
        #expect(untold.contains("its configuration cannot be told: cannot read '/k': Permission denied\n"))
    }

    @Test("kube-proxy that leaves the table alone, only raises it, or cannot start is told apart")
    func kubeProxy() {
        var facts = Facts()
        var kubeProxy = KubeProxyFacts()
        kubeProxy.conntrack.because = "maxPerCore is 0"
        facts.kubeProxy = kubeProxy
        #expect(
            text(facts).contains("leaves net/netfilter/nf_conntrack_max alone at its next start: maxPerCore is 0\n")
        )
        kubeProxy.conntrack.willSet = 524_288
        kubeProxy.conntrack.isRaiseOnly = true
        facts.kubeProxy = kubeProxy
        #expect(text(facts).contains("raises net/netfilter/nf_conntrack_max to at least 524288"))
        kubeProxy.refusal = "mode 'userspace' is gone"
        facts.kubeProxy = kubeProxy
        #expect(text(facts).contains("would not start as it is configured: mode 'userspace' is gone"))
        kubeProxy.unreadable = "cannot read '/proc/7/root/x': Permission denied"
        facts.kubeProxy = kubeProxy
        #expect(text(facts).contains("nobody can tell what it will do: cannot read '/proc/7/root/x'"))
    }

    @Test("A kube-proxy inside another program says whose it is, and what that program writes itself")
    func carried() {
        var facts = Facts()
        var kubeProxy = KubeProxyFacts()
        kubeProxy.distribution = "k3s"
        kubeProxy.conntrack.distributionWillSet = 524_288
        facts.kubeProxy = kubeProxy
        #expect(text(facts).contains("of unknown version, inside k3s, its default mode, runs on flags alone\n"))
        #expect(text(facts).contains("alone at its next start, k3s itself sets it to 524288\n"))
    }

    @Test("A disk on two disks is drawn below both, one that stands on itself is drawn once")
    func stacks() {
        var facts = Facts()
        var raid = NodeSample.disk("md0", .raid, "9:0", 1 << 30)
        raid.parents = ["sda", "sdb"]
        var loop = NodeSample.disk("dm-9", .deviceMapper, "253:9", 1 << 30)
        loop.parents = ["dm-9"]
        facts.disks = [
            NodeSample.disk("sda", .disk, "8:0", 1 << 30), NodeSample.disk("sdb", .disk, "8:16", 1 << 30), raid, loop,
        ]
        let lines = text(facts).split(separator: "\n").map(String.init)
        #expect(lines.count { $0.contains("└─md0") } == 2)
        #expect(lines.count { $0.contains("dm-9") } == 1)
    }

    @Test("A node with very many of everything still gives a screen, and says what is left out")
    func many() {
        var facts = NodeSample.facts
        facts.disks = (0..<5_000).map { NodeSample.disk("sd\($0)", .disk, "8:\($0)", 1 << 30) }
        facts.unreadable = (0..<5_000).map { Facts.Unreadable(path: "/proc/\($0)", reason: "gone") }
        facts.components = (0..<5_000).map { Component(name: "etcd", pid: $0, startTicks: 0, arguments: []) }
        #expect(text(facts).split(separator: "\n").count < 160)
        #expect(text(facts).contains("… and 4960 more (--format json shows all)"))
    }

    @Test("JSON is the facts themselves, so that they can be read back")
    func json() throws {
        let text = try JSONText(Array(FactsAnswer(facts: NodeSample.facts).json().utf8))
        let value = text.value
        #expect(value["schemaVersion"] == .integer(1))
        #expect(value["nodekeelVersion"] == .string(nodekeelVersion))
        #expect(value["kubeProxy"]?["conntrack"]?["willSet"] == .integer(1_048_576))
        #expect(try JSON.decode(Facts.self, from: text) == NodeSample.facts)
    }

    private func text(_ facts: Facts) -> String {
        FactsAnswer(facts: facts).text(in: Style(columns: 200))
    }
}

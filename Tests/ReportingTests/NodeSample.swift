import Tuning

/// A control-plane node with two disks, on which kube-proxy is about to lower the table.
enum NodeSample {
    static func disk(
        _ name: String,
        _ kind: Disk.Kind,
        _ number: String,
        _ byteCount: Int64,
        on parents: [String] = [],
        _ medium: Disk.Medium = .solidState
    ) -> Disk {
        var disk = Disk(name: name, kind: kind, number: number)
        disk.byteCount = byteCount
        disk.parents = parents
        disk.medium = medium
        disk.mediumReason = "queue/rotational is \(medium == .rotational ? 1 : 0)"
        return disk
    }

    static let facts: Facts = {
        var facts = Facts()
        facts.cpus = 16
        facts.cpu.online = "0-15"
        facts.cpu.onlineCount = 16
        facts.cpu.possible = "0-31"
        facts.cpu.possibleCount = 32
        facts.cpu.model = "AMD EPYC 7B13"
        facts.numaNodes = [
            NUMANode(id: 0, cpus: "0-7", memoryByteCount: 67_430_000_000),
            NUMANode(id: 1, cpus: "8-15", memoryByteCount: 67_430_000_000),
        ]
        facts.memory.totalByteCount = 134_860_000_000
        facts.kernel.release = "6.1.0-28-amd64"
        facts.initSystem = "systemd"
        facts.hypervisor = "kvm"
        facts.cgroup.layout = .unified
        facts.cgroup.version = 2
        facts.cgroup.controllers = ["cpuset", "cpu", "io", "memory", "pids"]
        facts.network.isInitialNamespace = true
        facts.connectionTracking.module = .loaded
        facts.owners = [Owner(name: "kubeadm", evidence: "/etc/kubernetes/kubelet.conf")]
        facts.disks = disks
        facts.mounts = [
            mount("/", "253:0"), mount("/var/lib/kubelet", "253:0"), mount("/boot", "259:1"),
            mount("/var/lib/etcd", "8:0"),
        ]
        facts.components = components
        facts.kubelet = kubelet
        facts.kubeProxy = kubeProxy
        facts.sysctlAssignments = [
            assignment("net/netfilter/nf_conntrack_max", "1000000", "/etc/sysctl.d/10-net.conf", 3),
            assignment("kernel/panic", "10", "/etc/sysctl.d/10-net.conf", 4),
            assignment("net/netfilter/nf_conntrack_max", "2310720", "/etc/sysctl.d/90-nodekeel.conf", 1),
        ]
        facts.unreadable = [Facts.Unreadable(path: "/proc/2201/root/etc/config.conf", reason: "Permission denied")]
        return facts
    }()

    static let kubelet: KubeletFacts = {
        var kubelet = KubeletFacts()
        kubelet.version = "1.36.2"
        kubelet.versionSource = "package kubelet"
        kubelet.pid = 812
        kubelet.unit = "kubelet.service"
        kubelet.configPath = "/var/lib/kubelet/config.yaml"
        kubelet.configDirectory = "/etc/kubernetes/kubelet.d"
        kubelet.dropIns = ["/etc/kubernetes/kubelet.d/10.conf", "/etc/kubernetes/kubelet.d/90.conf"]
        kubelet.effective = ["maxPods": .integer(500)]
        kubelet.origin = ["maxPods": "flag --max-pods in /etc/default/kubelet:1"]
        return kubelet
    }()

    static let kubeProxy: KubeProxyFacts = {
        var kubeProxy = KubeProxyFacts()
        kubeProxy.version = "1.36.2"
        kubeProxy.versionSource = "image reference"
        kubeProxy.mode = "iptables"
        kubeProxy.configPath = "/var/lib/kube-proxy/config.conf"
        kubeProxy.conntrack.willSet = 1_048_576
        kubeProxy.conntrack.because = "the cap of 1.36"
        kubeProxy.conntrack.origin = "conntrack.maxPerCore in ConfigMap kube-system/kube-proxy"
        return kubeProxy
    }()

    private static let disks: [Disk] = {
        var nvme = disk("nvme0n1", .disk, "259:0", 512_110_190_592)
        nvme.transport = "nvme"
        nvme.scheduler = "none"
        var spinning = disk("sda", .disk, "8:0", 4_000_787_030_016, .rotational)
        spinning.transport = "sata"
        spinning.scheduler = "mq-deadline"
        var root = disk("dm-0", .lvm, "253:0", 511_000_000_000, on: ["nvme0n1p2"])
        root.mapperName = "vg0-root"
        return [
            nvme, disk("nvme0n1p1", .partition, "259:1", 536_870_912, on: ["nvme0n1"]),
            disk("nvme0n1p2", .partition, "259:2", 511_000_000_000, on: ["nvme0n1"]), root, spinning,
            disk("loop0", .loop, "7:0", 0),
        ]
    }()

    private static let components: [Component] = {
        var kubelet = Component(name: "kubelet", pid: 812, startTicks: 1, arguments: [])
        kubelet.unit = "kubelet.service"
        var etcd = Component(name: "etcd", pid: 2201, startTicks: 1, arguments: [])
        etcd.podUID = "3f2c1d44-8a0e-4a64-9a55-0f0b9c1f2e11"
        etcd.containerID = "9c1d0e5f7a6b9c1d0e5f7a6b9c1d0e5f7a6b"
        return [kubelet, etcd]
    }()

    private static func mount(_ path: String, _ device: String) -> Mount {
        Mount(path: path, filesystem: "ext4", source: "/dev/x", device: device, isReadOnly: false)
    }

    private static func assignment(_ key: String, _ value: String, _ path: String, _ line: Int64) -> SysctlAssignment {
        SysctlAssignment(key: key, value: value, path: path, line: line)
    }
}

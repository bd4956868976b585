import Node
import Testing
import Tuning

@Suite("A captured machine")
struct FixtureTests {
    @Test("with disks of many kinds is read as lsblk read it")
    func disks() throws {
        let facts = Facts(reading: try Fixture.root("qemu-disks"))
        // Kernel name, kind, what is directly below, what is at the bottom, scheduler, size.
        let expected: [(String, Disk.Kind, [String], [String], String?, Int64)] = [
            ("dm-0", .lvm, ["nvme1n1", "sda1"], ["nvme1c0n1", "nvme1c1n1", "sda"], nil, 67_108_864),
            ("dm-1", .crypt, ["sdb"], ["sdb"], nil, 67_108_864),
            ("dm-2", .deviceMapper, ["loop2", "loop3"], ["loop2", "loop3"], nil, 107_374_182_400),
            ("loop0", .loop, ["dm-1"], ["sdb"], "none", 20_971_520),
            ("loop1", .loop, [], ["loop1"], "none", 10_485_760),
            ("loop2", .loop, [], ["loop2"], "none", 107_374_182_400),
            ("loop3", .loop, [], ["loop3"], "none", 2_147_483_648),
            ("md0", .raid, ["vdc", "vdd"], ["vdc", "vdd"], nil, 30_720_000),
            ("nvme1c0n1", .disk, [], ["nvme1c0n1"], "none", 67_108_864),
            ("nvme1c1n1", .disk, [], ["nvme1c1n1"], "none", 67_108_864),
            ("nvme1n1", .multipath, ["nvme1c0n1", "nvme1c1n1"], ["nvme1c0n1", "nvme1c1n1"], nil, 67_108_864),
            ("sda", .disk, [], ["sda"], "none", 67_108_864),
            ("sda1", .partition, ["sda"], ["sda"], "none", 33_554_432),
            ("sda2", .partition, ["sda"], ["sda"], "none", 16_777_216),
            ("sdb", .disk, [], ["sdb"], "none", 67_108_864),
            ("vda", .disk, [], ["vda"], "none", 1_572_864_000),
            ("vdb", .disk, [], ["vdb"], "none", 67_108_864),
            ("vdc", .disk, [], ["vdc"], "none", 33_554_432),
            ("vdd", .disk, [], ["vdd"], "none", 33_554_432),
        ]
        #expect(facts.disks.map(\.name) == expected.map(\.0))
        for (disk, wanted) in zip(facts.disks, expected) {
            #expect(disk.kind == wanted.1, "\(disk.name)")
            #expect(disk.parents == wanted.2, "\(disk.name)")
            #expect(disk.leaves == wanted.3, "\(disk.name)")
            #expect(disk.scheduler == wanted.4, "\(disk.name)")
            #expect(disk.byteCount == wanted.5, "\(disk.name)")
            // All of it is virtual, whatever the flags say.
            #expect(disk.medium == .unknown, "\(disk.name)")
        }
        #expect(try facts.disk("dm-0").mapperName == "vg0-data")
        #expect(try facts.disk("md0").raidLevel == "raid1")
        #expect(try facts.disk("loop0").backingFile == "/var/lib/images/disk one.img")
    }

    @Test("tells its CPUs, nodes, kernel and components")
    func machine() throws {
        let facts = Facts(reading: try Fixture.root("qemu-disks"))
        #expect(facts.cpus == 4)
        #expect(facts.cpu.possibleCount == 6)
        #expect(facts.cpu.isolated == "3")
        #expect(facts.numaNodes.map(\.cpus) == ["0-1", "2-3", ""])
        #expect(facts.kernel.release == "6.1.0-56-cloud-amd64")
        #expect(facts.kernel.builtInModules.count == 141)
        #expect(facts.connectionTracking.module == .loaded)
        #expect(facts.connectionTracking.isTracking)
        #expect(facts.cgroup.layout == .unified)
        #expect(facts.cgroup.controllers.contains("cpu"))
        #expect(facts.network.isInitialNamespace == true)
        #expect(facts.initSystem == "systemd")
        #expect(facts.hypervisor == "qemu")
        #expect(facts.container == nil)
        #expect(facts.components.map(\.name) == ["containerd", "etcd", "dockerd"])
        #expect(facts.components.map(\.unit) == ["containerd.service", "etcd.service", "docker.service"])
        #expect(facts.unreadable.isEmpty)
    }

    @Test("assigns sysctls as systemd-sysctl reads them")
    func sysctls() throws {
        let assignments = Facts(reading: try Fixture.root("qemu-disks")).sysctlAssignments
        let standing = { SysctlAssignment.standing(for: $0, among: assignments)?.value }
        #expect(standing("net/netfilter/nf_conntrack_max") == "262144")
        #expect(standing("net/ipv4/conf/eth0/rp_filter") == "1")
        #expect(standing("net/ipv4/conf/all/rp_filter") == nil)
        #expect(standing("kernel/pid_max") == nil)
        #expect(standing("fs/protected_regular") == "2")
    }

    @Test("of hybrid control groups has a CPU that is off, and connection tracking to load")
    func cgroup1() throws {
        let facts = Facts(reading: try Fixture.root("qemu-cgroup1"))
        #expect(facts.cpu.online == "0-1,3")
        #expect(facts.cpus == 3)
        #expect(facts.cgroup.layout == .hybrid)
        #expect(facts.cgroup.version == 1)
        #expect(facts.connectionTracking.module == .loadable)
        #expect(facts.components.map(\.unit) == ["etcd.service"])
        #expect(facts.unreadable.isEmpty)
    }

    @Test("without firmware is still known to be virtual, and so is its disk")
    func firecracker() throws {
        let facts = Facts(reading: try Fixture.root("firecracker"))
        #expect(facts.hypervisor == "kvm")
        #expect(facts.connectionTracking.module == .builtIn)
        #expect(facts.cgroup.layout == .unknown)
        let disk = try facts.disk("vda")
        #expect(disk.medium == .unknown)
        #expect(disk.transport == "virtio")
        #expect(disk.scheduler == "mq-deadline")
        #expect(facts.unreadable.isEmpty)
    }
}

import Node
import Testing
import Tuning

@Suite("Disks")
struct DiskTests {
    private static let sata = "pci0000:00/0000:00:17.0/ata1/host0/target0:0:0/0:0:0:0"
    private static let hdd = ["queue/rotational": "1", "queue/scheduler": "none [mq-deadline] kyber"]
    private static let ssd = ["queue/rotational": "0", "queue/scheduler": "[none] mq-deadline"]

    private func tree(_ disks: [(String, String, [String: String])]) throws -> ScratchNode {
        let tree = try ScratchNode()
        for (name, place, files) in disks { try tree.writeDisk(name, at: place, files) }
        return tree
    }

    @Test("tell size, scheduler, model and transport, and partitions are like their disk")
    func plain() throws {
        let tree = try tree([
            ("sda", "\(DiskTests.sata)/block", DiskTests.hdd.merging(["size": "1000"]) { $1 }),
            ("sda1", "\(DiskTests.sata)/block/sda", ["dev": "8:1", "size": "100", "partition": "1"]),
        ])
        try tree.write("sys/devices/\(DiskTests.sata)/model", "ST4000NM0035-1V4 \n")
        try tree.write("sys/devices/\(DiskTests.sata)/vendor", "ATA     \n")
        try tree.link("sys/devices/\(DiskTests.sata)/block/sda/device", to: "../../../0:0:0:0")
        let facts = tree.facts
        let disk = try facts.disk("sda")
        #expect(disk.byteCount == 512_000)
        #expect(disk.scheduler == "mq-deadline")
        #expect(disk.model == "ST4000NM0035-1V4")
        #expect(disk.vendor == "ATA")
        #expect(disk.transport == "sata")
        #expect(disk.medium == .rotational)
        let partition = try facts.disk("sda1")
        #expect(partition.kind == .partition)
        #expect(partition.parents == ["sda"])
        #expect(partition.leaves == ["sda"])
        #expect(partition.medium == .rotational)
        #expect(partition.mediumReason == "sda: queue/rotational is 1")
        #expect(partition.scheduler == "mq-deadline")
        #expect(facts.unreadable.isEmpty)
    }

    @Test("are as bad as the worst disk below them")
    func stacks() throws {
        let tree = try tree([
            ("sda", "\(DiskTests.sata)/block", DiskTests.hdd), ("nvme0n1", "pci0000:00/nvme/nvme0", DiskTests.ssd),
            ("vda", "pci0000:00/virtio1/block", DiskTests.hdd), ("nvme1n1", "pci0000:00/nvme/nvme1", DiskTests.ssd),
        ])
        let virtual = "virtual/block"
        try tree.writeDisk("md0", at: virtual, ["md/level": "raid1"], slaves: ["nvme0n1", "nvme1n1"])
        try tree.writeDisk("dm-0", at: virtual, ["dm/uuid": "LVM-x", "dm/name": "vg0-fast"], slaves: ["md0"])
        try tree.writeDisk("dm-1", at: virtual, ["dm/uuid": "CRYPT-LUKS2-x", "dm/name": "c"], slaves: ["dm-0", "sda"])
        try tree.writeDisk("dm-2", at: virtual, ["dm/uuid": "mpath-3600", "dm/name": "m"], slaves: ["nvme0n1", "vda"])
        try tree.writeDisk("bcache0", at: virtual, DiskTests.hdd, slaves: ["sda", "nvme1n1"])
        let facts = tree.facts
        #expect(try facts.disk("md0").medium == .solidState)
        #expect(try facts.disk("md0").raidLevel == "raid1")
        #expect(try facts.disk("dm-0").kind == .lvm)
        #expect(try facts.disk("dm-0").leaves == ["nvme0n1", "nvme1n1"])
        #expect(try facts.disk("dm-0").transport == "nvme")
        #expect(try facts.disk("dm-1").kind == .crypt)
        #expect(try facts.disk("dm-1").leaves == ["nvme0n1", "nvme1n1", "sda"])
        #expect(try facts.disk("dm-1").medium == .rotational)
        #expect(try facts.disk("dm-1").mediumReason == "sda, one of 3: queue/rotational is 1")
        #expect(try facts.disk("dm-1").transport == nil)
        #expect(try facts.disk("dm-2").kind == .multipath)
        #expect(try facts.disk("dm-2").medium == .unknown)
        #expect(try facts.disk("bcache0").medium == .rotational)
    }

    @Test("that stand on each other in a circle are unknown")
    func cycles() throws {
        let tree = try ScratchNode()
        try tree.writeDisk("dm-0", at: "virtual/block", ["dev": "253:0"], slaves: ["dm-1"])
        try tree.writeDisk("dm-1", at: "virtual/block", ["dev": "253:1"], slaves: ["dm-0"])
        try tree.writeDisk("dm-2", at: "virtual/block", ["dev": "253:2"], slaves: ["dm-2", "dm-0"])
        for disk in tree.facts.disks {
            #expect(disk.medium == .unknown)
            #expect(disk.leaves == [disk.name])
            #expect(disk.mediumReason == "what is below it leads back to itself")
        }
    }

    @Test("in a deep and wide stack are found")
    func deep() throws {
        let tree = try tree([("sda", "\(DiskTests.sata)/block", DiskTests.hdd)])
        for depth in 0..<200 {
            let below = depth == 0 ? ["sda"] : (max(0, depth - 3)..<depth).map { "dm-\($0)" }
            try tree.writeDisk("dm-\(depth)", at: "virtual/block", ["dev": "253:\(depth)"], slaves: below)
        }
        #expect(try tree.facts.disk("dm-199").leaves == ["sda"])
    }

    @Test("behind a mapper name that two devices have are those of the first by name")
    func sharedMapperName() throws {
        let tree = try tree([("sda", "\(DiskTests.sata)/block", DiskTests.hdd)])
        for number in 0..<20 {
            let files = ["dev": "253:\(number)", "dm/name": "vg0-fast"]
            try tree.writeDisk("dm-\(number)", at: "virtual/block", files, slaves: ["sda"])
        }
        try tree.writeDisk("loop0", at: "virtual/block", ["dev": "7:0", "loop/backing_file": "/mapped/x"])
        try tree.write("proc/1/mountinfo", DiskTests.mounts)
        #expect(try tree.facts.disk("loop0").parents == ["dm-0"])
    }

    private static let mounts = """
        20 1 8:1 / / rw - ext4 /dev/sda1 rw
        21 20 0:30 / /btrfs rw - btrfs /dev/nvme0n1 rw
        22 20 0:31 / /merged rw - overlay overlay rw,lowerdir=/l,upperdir=/btrfs/up,workdir=/w
        23 20 0:32 / /tmp rw - tmpfs tmpfs rw
        24 20 0:33 / /mapped rw - xfs /dev/mapper/vg0-fast rw
        25 20 0:34 / /self rw - overlay overlay rw,upperdir=/self/up

        """

    @Test(
        "of a loop device are those that hold its file",
        arguments: [
            ("/images/one.img", ["sda1"], Disk.Medium.rotational), ("/images/one.img (deleted)", ["sda1"], .rotational),
            ("/btrfs/x", ["nvme0n1"], .solidState), ("/merged/x", ["nvme0n1"], .solidState),
            ("/tmp/x", [], .unknown), ("/mapped/x", ["dm-0"], .solidState), ("/self/x", [], .unknown),
            ("relative", ["sda1"], .rotational),
        ]
    )
    func loops(file: String, parents: [String], medium: Disk.Medium) throws {
        let tree = try tree([
            ("sda", "\(DiskTests.sata)/block", DiskTests.hdd),
            ("nvme0n1", "pci0000:00/nvme/nvme0", DiskTests.ssd.merging(["dev": "259:0"]) { $1 }),
            ("sda1", "\(DiskTests.sata)/block/sda", ["dev": "8:1", "partition": "1"]),
            ("loop0", "virtual/block", ["dev": "7:0", "loop/backing_file": file]),
            ("loop1", "virtual/block", ["dev": "7:1", "size": "0"]), ("ram0", "virtual/block", ["dev": "1:0"]),
        ])
        try tree.writeDisk("dm-0", at: "virtual/block", ["dev": "253:0", "dm/name": "vg0-fast"], slaves: ["nvme0n1"])
        try tree.write("proc/1/mountinfo", DiskTests.mounts)
        let loop = try tree.facts.disk("loop0")
        #expect(loop.parents == parents)
        #expect(loop.medium == medium)
        #expect(loop.backingFile == file)
        #expect(!tree.facts.disks.contains { $0.name == "loop1" || $0.name == "ram0" })
    }

    @Test("of an NVMe namespace with several paths are its paths, which have the schedulers")
    func multipath() throws {
        let tree = try tree([
            ("nvme0n1", "virtual/nvme-subsystem/nvme-subsys0", ["queue/rotational": "0"]),
            ("nvme0c0n1", "pci0000:00/nvme/nvme0", DiskTests.ssd),
            ("nvme0c1n1", "pci0000:00/nvme/nvme1", DiskTests.ssd),
            ("nvme1c0n1", "pci0000:00/nvme/nvme0", DiskTests.ssd),
            ("nvme0c0n2", "pci0000:00/nvme/nvme0", DiskTests.ssd),
        ])
        let disk = try tree.facts.disk("nvme0n1")
        #expect(disk.kind == .multipath)
        #expect(disk.leaves == ["nvme0c0n1", "nvme0c1n1"])
        #expect(disk.medium == .solidState)
        #expect(disk.scheduler == nil)
        #expect(try tree.facts.disk("nvme0c0n1").scheduler == "none")
    }

    /// Name, place, SCSI host driver, vendor, model, the flag; what is believed, and how it is attached.
    private static let beliefs: [(String, String, String?, String?, String?, String, Disk.Medium, String?)] = [
        ("vda", "pci0000:00/virtio1/block", nil, nil, nil, "1", .unknown, "virtio"),
        ("vda", "pci0000:00/virtio1/block", nil, nil, nil, "0", .unknown, "virtio"),
        (
            "sda", "pci0/virtio0/host0/target0:0:0/0:0:0:0/block", "virtio_scsi", "Google", "PersistentDisk", "1",
            .unknown, "virtio"
        ),
        (
            "sdb", "pci0/virtio0/host0/target0:0:0/0:0:0:0/block", "virtio_scsi", "Google", "EphemeralDisk", "0",
            .solidState, "virtio"
        ),
        (
            "sda", "pci0/host2/target2:0:0/2:0:0:0/block", "vmw_pvscsi", "VMware", "Virtual disk", "1", .unknown,
            "vmware"
        ),
        (
            "sda", "LNXSYSTM:00/VMBUS:01/x/host0/target0:0:0/0:0:0:0/block", "storvsc_host", "Msft", "Virtual Disk",
            "0", .unknown, "hyperv"
        ),
        ("sda", "pci0/ata1/host0/target0:0:0/0:0:0:0/block", "ahci", "ATA", "QEMU HARDDISK", "1", .unknown, "sata"),
        ("xvda", "vbd-51712/block", nil, nil, nil, "0", .unknown, "xen"),
        ("nvme0n1", "pci0/nvme/nvme0", nil, nil, "Amazon Elastic Block Store", "0", .unknown, "nvme"),
        ("nvme1n1", "pci0/nvme/nvme1", nil, nil, "Amazon EC2 NVMe Instance Storage", "0", .solidState, "nvme"),
        ("nvme0n1", "virtual/nvme-fabrics/ctl/nvme0", nil, nil, "Linux", "0", .unknown, "nvme-of"),
        ("nvme0n1", "pci0/nvme/nvme0", nil, nil, "SAMSUNG MZQL2", "0", .solidState, "nvme"),
        ("sda", "pci0/host0/target0:2:0/0:2:0:0/block", "megaraid_sas", "DELL", "PERC H730P", "1", .unknown, "scsi"),
        (
            "sda", "pci0/host0/target0:0:0/0:0:0:0/block", "megaraid_sas", "ATA", "INTEL SSDSC2", "0", .solidState,
            "sata"
        ),
        ("sda", "pci0/host0/target0:0:0/0:0:0:0/block", nil, "HPE", "LOGICAL VOLUME", "0", .unknown, "scsi"),
        (
            "sda", "pci0/host0/port-0:0/end_device-0:0/target0:0:0/0:0:0:0/block", "mpt3sas", "SEAGATE", "ST4000NM",
            "1", .rotational, "sas"
        ),
        (
            "sda", "platform/host3/session1/target3:0:0/3:0:0:1/block", "iscsi_tcp", "LIO-ORG", "disk", "0", .unknown,
            "iscsi"
        ),
        (
            "sda", "pci0/host3/rport-3:0-1/target3:0:0/3:0:0:1/block", "qla2xxx", "PURE", "FlashArray", "0", .unknown,
            "fc"
        ),
        (
            "sda", "pci0/usb2/2-1/2-1:1.0/host4/target4:0:0/4:0:0:0/block", "usb-storage", "WD", "Elements", "1",
            .unknown, "usb"
        ),
        (
            "sda", "pci0/usb2/2-1/2-1:1.0/host4/target4:0:0/4:0:0:0/block", "uas", "Samsung", "T7", "0", .solidState,
            "usb"
        ),
        ("mmcblk0", "platform/mmc0/mmc0:0001/block", nil, nil, nil, "0", .solidState, "mmc"),
        ("pmem0", "LNXSYSTM:00/ndbus0/region0/namespace0.0/block", nil, nil, nil, "0", .solidState, "pmem"),
        ("zram0", "virtual/block", nil, nil, nil, "0", .solidState, nil),
        ("rbd0", "rbd/0/block", nil, nil, nil, "0", .unknown, "rbd"),
        ("zd0", "virtual/block", nil, nil, nil, "0", .unknown, nil),
        ("sr0", "pci0/ata2/host1/target1:0:0/1:0:0:0/block", "ahci", "HL-DT-ST", "DVD", "1", .unknown, "sata"),
        ("sda", "pci0/ata1/host0/target0:0:0/0:0:0:0/block", "ahci", "ATA", "WDC", "nonsense", .unknown, "sata"),
    ]

    @Test("are believed about turning only where the flag is their own", arguments: DiskTests.beliefs.indices)
    func believed(index: Int) throws {
        let (name, place, driver, vendor, model, flag, medium, transport) = DiskTests.beliefs[index]
        let tree = try ScratchNode()
        try tree.writeDisk(name, at: place, ["queue/rotational": flag])
        try tree.write("sys/devices/below/x", "")
        try tree.link("sys/devices/\(place)/\(name)/device", to: "/sys/devices/below")
        if let vendor { try tree.write("sys/devices/below/vendor", vendor) }
        if let model { try tree.write("sys/devices/below/model", model) }
        let host = place.split(separator: "/").first { $0.hasPrefix("host") }
        if let driver, let host { try tree.write("sys/class/scsi_host/\(host)/proc_name", driver) }
        let disk = try tree.facts.disk(name)
        #expect(disk.medium == medium, "\(disk.mediumReason)")
        #expect(disk.transport == transport)
        #expect(!disk.mediumReason.isEmpty)
    }

    @Test("are found in captures of any one of the three directories")
    func directories() throws {
        let place = "devices/\(DiskTests.sata)/block/sda"
        let files = [
            "sys/\(place)/dev": "8:0", "sys/\(place)/size": "8", "sys/\(place)/sda1/dev": "8:1",
            "sys/\(place)/sda1/size": "8", "sys/\(place)/sda1/partition": "1",
        ]
        let links: [[(String, String)]] = [
            [
                ("class/block/sda", "../../\(place)"), ("class/block/sda1", "../../\(place)/sda1"),
                ("class/block/sdz", "../x"),
            ],
            [("block/sda", "../\(place)")],
            [
                ("dev/block/8:0", "../../\(place)"), ("dev/block/8:1", "../../\(place)/sda1"),
                ("dev/block/7:0", "../../x/loop0"),
            ],
        ]
        for links in links {
            let tree = try ScratchNode(files)
            for (name, target) in links { try tree.link("sys/\(name)", to: target) }
            #expect(tree.facts.disks.map(\.name) == ["sda", "sda1"])
            #expect(try tree.facts.disk("sda1").parents == ["sda"])
            #expect(tree.facts.unreadable.isEmpty)
        }
        let plain = try ScratchNode([
            "sys/class/block/sda1/dev": "8:1", "sys/class/block/sda/dev": "8:0",
            "sys/class/block/sda1/partition": "1",
        ])
        #expect(try plain.facts.disk("sda1").parents == ["sda"])
    }
}

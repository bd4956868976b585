import Tuning

extension BlockDevice {
    /// Whether a device with nothing below it turns, and why that is believed.
    ///
    /// `queue/rotational` is what a disk says of itself, and 1 where it says nothing: virtual disks, storage arrays and
    /// RAID controllers say what they like (a virtio disk on a solid-state array says 1, EBS on anything says 0), so
    /// for them the answer is unknown.
    var medium: (Disk.Medium, reason: String) {
        switch disk.kind {
        case .ram: return (.solidState, "memory")
        case .optical: return (.unknown, "an optical drive")
        case .loop: return (.unknown, "the disk below its file is not known")
        default: break
        }
        if let known = knownMedium { return known }
        switch (isRotational, disk.transport) {
        case (nil, _): return (.unknown, "queue/rotational does not say")
        case (true?, "usb"?): return (.unknown, "a USB bridge hides the medium; a measured latency would tell")
        case (true?, _): return (.rotational, "queue/rotational is 1")
        case (false?, _): return (.solidState, "queue/rotational is 0")
        }
    }

    /// The answer for disks whose flag is not to be believed.
    private var knownMedium: (Disk.Medium, reason: String)? {
        let model = disk.model ?? ""
        let names = "\(disk.vendor ?? "") \(model)"
        if let local = BlockDevice.localSolidState.first(where: model.hasPrefix) {
            return (.solidState, "a cloud's local disk (\(local))")
        }
        if let virtual = BlockDevice.virtualNames.first(where: names.contains) {
            return (.unknown, "a virtual disk (\(virtual)); a measured latency would tell")
        }
        switch disk.transport {
        case "virtio"?, "xen"?, "hyperv"?, "vmware"?:
            return (.unknown, "a virtual disk (\(disk.transport ?? "")); a measured latency would tell")
        case "iscsi"?, "fc"?, "nvme-of"?, "nbd"?, "rbd"?:
            return (.unknown, "a disk on the network (\(disk.transport ?? "")); a measured latency would tell")
        case "pmem"?:
            return (.solidState, "persistent memory")
        default:
            break
        }
        if disk.name.isNumbered("zd") { return (.unknown, "a ZFS volume; its pool's disks would tell") }
        if disk.name.hasPrefix("nullb") { return (.unknown, "a test device (null_blk)") }
        return raidController(names).map { controller in
            (.unknown, "a RAID controller (\(controller)) hides the medium; its own tool would tell")
        }
    }

    /// The RAID controller behind a disk. One that passes a disk through shows the disk's own `ATA`, and is none.
    private func raidController(_ names: String) -> String? {
        guard disk.vendor != "ATA" else { return nil }
        if let hostDriver, BlockDevice.raidDrivers.contains(hostDriver) { return hostDriver }
        return BlockDevice.raidNames.first(where: names.contains)
    }

    /// Disks of clouds that are solid-state and in the machine: the names that their documentation gives.
    private static let localSolidState = [
        "Amazon EC2 NVMe Instance Storage", "Microsoft NVMe Direct Disk", "EphemeralDisk", "nvme_card0", "nvme_card1",
    ]

    /// Names that hypervisors and network storage give to their disks.
    private static let virtualNames = [
        "Amazon Elastic Block Store", "PersistentDisk", "nvme_card-pd", "QEMU", "VMware", "VBOX", "Msft Virtual",
        "MSFT NVMe Accelerator", "Virtual Disk", "Virtual disk", "Virtual HDD", "scsi_debug", "LIO-ORG", "XENSRC",
    ]

    /// Drivers of RAID controllers, as `proc_name` of the SCSI host shows them.
    private static let raidDrivers: Set<String> = [
        "megaraid_sas", "megaraid_mbox", "hpsa", "smartpqi", "aacraid", "arcmsr", "3w-9xxx", "3w-sas", "ips", "mpi3mr",
    ]

    /// Names that RAID controllers give to their volumes, for captures without the host's driver.
    private static let raidNames = ["PERC", "LOGICAL VOLUME", "MegaRAID", "ServeRAID", "Areca", "RAID"]
}

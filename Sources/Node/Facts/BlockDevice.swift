import Tuning

/// A block device as the kernel describes it, before anything is concluded.
struct BlockDevice {
    /// What is known of it so far: all but what lies below it.
    var disk: Disk
    /// Its place among the kernel's devices, as the names of the directories below `/sys/devices`; empty if unknown.
    var place: [String]
    /// `queue/rotational`; nil if it does not say.
    var isRotational: Bool?
    /// The driver of the SCSI host that it hangs on, such as `ahci` or `megaraid_sas`.
    var hostDriver: String?

    /// How it is attached; nil if unknown.
    ///
    /// What the path of the device shows, which is how udev names links in `/dev/disk/by-path`.
    var transport: String? {
        if disk.name.hasPrefix("nvme") { return holds("nvme-fabrics") ? "nvme-of" : "nvme" }
        if disk.name.hasPrefix("mmcblk") { return "mmc" }
        if disk.name.hasPrefix("pmem") { return "pmem" }
        if disk.name.hasPrefix("nbd") { return "nbd" }
        if disk.name.hasPrefix("rbd") { return "rbd" }
        if disk.name.hasPrefix("xvd") || holds(prefix: "vbd-") { return "xen" }
        if holds(numbered: "usb") { return "usb" }
        if hostDriver == "storvsc_host" || holds(prefix: "VMBUS:") { return "hyperv" }
        if hostDriver == "vmw_pvscsi" { return "vmware" }
        if holds(numbered: "virtio") || disk.name.hasPrefix("vd") { return "virtio" }
        if holds(numbered: "session") { return "iscsi" }
        if holds(prefix: "rport-") { return "fc" }
        if holds(prefix: "end_device-") { return "sas" }
        if holds(numbered: "ata") || disk.vendor == "ATA" { return "sata" }
        return holds(numbered: "host") ? "scsi" : nil
    }

    /// The SCSI host that it hangs on, such as `host4`.
    var host: String? {
        place.first { $0.isNumbered("host") }
    }

    private func holds(_ name: String) -> Bool { place.contains(name) }
    private func holds(prefix: String) -> Bool { place.contains { $0.hasPrefix(prefix) } }
    private func holds(numbered word: String) -> Bool { place.contains { $0.isNumbered(word) } }
}

extension String {
    /// Whether this is a word and a number, such as `host4`.
    func isNumbered(_ word: String) -> Bool {
        let digits = utf8.dropFirst(word.utf8.count)
        return hasPrefix(word) && !digits.isEmpty && digits.allSatisfy(\.isDigit)
    }
}

/// A block device and what it stands on.
public struct Disk: Hashable, Sendable, Codable {
    /// Whether a device turns.
    public enum Medium: String, Hashable, Sendable, Codable, CaseIterable {
        case solidState = "ssd"
        case rotational = "hdd"
        case unknown
    }

    /// What kind of device it is.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        case disk, partition, loop, ram, deviceMapper, raid, bcache, multipath, lvm, crypt, optical, other
    }

    /// The kernel's name, such as `nvme0n1` or `dm-3`.
    public var name: String
    /// What kind of device it is.
    public var kind: Kind
    /// Its number as `major:minor`; empty for one that has no device file, as a path to an NVMe namespace.
    public var number: String
    /// Its size in bytes, if the kernel tells.
    public var byteCount: Int64?
    /// The names of the devices directly below it: the disk of a partition, the slaves of a stacked device.
    public var parents: [String]
    /// The physical or virtual disks at the bottom; itself if nothing is below it.
    public var leaves: [String]
    /// Whether it turns; for a stacked device the worst of its leaves.
    public var medium: Medium
    /// Why the medium is believed to be that.
    public var mediumReason: String
    /// The active I/O scheduler, such as `mq-deadline`; nil where there is none to choose.
    public var scheduler: String?
    /// The vendor, if it tells one; `ATA` for a disk whose model says who made it.
    public var vendor: String?
    /// The model, if it tells one.
    public var model: String?
    /// How it is attached, such as `nvme`, `sata`, `sas`, `virtio`, `usb`; nil if unknown.
    public var transport: String?
    /// The device mapper's own name, such as `vg0-root`.
    public var mapperName: String?
    /// The level of a software RAID, such as `raid1`.
    public var raidLevel: String?
    /// The file that a loop device stands on.
    public var backingFile: String?

    /// A device of which only name, kind and number are known.
    public init(name: String, kind: Kind, number: String) {
        self.name = name
        self.kind = kind
        self.number = number
        parents = []
        leaves = []
        medium = .unknown
        mediumReason = ""
    }
}

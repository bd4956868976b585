import Tuning

extension FactsReader {
    /// The most block devices that are taken.
    private static let deviceLimit = 4_096
    /// The most devices directly below one that are taken.
    private static let slaveLimit = 256

    /// The block devices by kernel name, each with what is directly below it; what is below a loop device is not known
    /// to the kernel's device tree and left open.
    ///
    /// A device without a medium (an empty card reader, a loop device without a file) is left out, and so are the
    /// kernel's RAM disks, as lsblk(8) does.
    mutating func blockDevices() -> [BlockDevice] {
        let entries = blockEntries()
        if entries.count > FactsReader.deviceLimit { note("/sys/class/block", "more than 4096 devices") }
        let names = Set(entries.map(\.name))
        var devices: [BlockDevice] = []
        for entry in entries.prefix(FactsReader.deviceLimit) where !entry.name.isNumbered("ram") {
            if let device = blockDevice(entry, among: names) { devices.append(device) }
        }
        return devices.sorted { $0.disk.name.utf8.lexicographicallyPrecedes($1.disk.name.utf8) }
    }

    /// Where a device is described.
    private struct BlockEntry {
        var name: String
        var directory: String
        var link: String?
    }

    /// Every device: `/sys/class/block` has all of them, and captures often only one of the other two directories.
    private mutating func blockEntries() -> [BlockEntry] {
        var entries: [BlockEntry] = []
        var names: Set<String> = []
        for directory in ["/sys/class/block", "/sys/block", "/sys/dev/block"] {
            for item in self.names(in: directory) {
                let link = root.link(at: "\(directory)/\(item)")
                let isByNumber = directory == "/sys/dev/block"
                guard let name = isByNumber ? link?.split(separator: "/").last.map(String.init) : item else { continue }
                guard names.insert(name).inserted else { continue }
                entries.append(BlockEntry(name: name, directory: "\(directory)/\(item)", link: link))
            }
        }
        // A tree of `/sys/block` alone has the partitions only below their disks.
        for disk in entries where disk.directory.hasPrefix("/sys/block/") {
            for item in self.names(in: disk.directory) where item.hasPrefix(disk.name) && !names.contains(item) {
                names.insert(item)
                let link = disk.link.map { "\($0)/\(item)" }
                entries.append(BlockEntry(name: item, directory: "\(disk.directory)/\(item)", link: link))
            }
        }
        return entries
    }

    private mutating func blockDevice(_ entry: BlockEntry, among names: Set<String>) -> BlockDevice? {
        // A path to an NVMe namespace is hidden and has no number; a dangling link of a capture has not even a size.
        let number = line(of: "\(entry.directory)/dev")
        let sectors = self.number(of: "\(entry.directory)/size")
        guard sectors != 0, number != nil || sectors != nil else { return nil }
        let place = entry.link?.split(separator: "/").drop { $0 == ".." || $0 == "devices" }.map(String.init) ?? []
        let kind = kind(of: entry, place: place)
        var device = BlockDevice(disk: Disk(name: entry.name, kind: kind, number: number ?? ""), place: place)
        device.disk.byteCount = sectors.flatMap(bytes(ofSectors:))
        if kind == .partition {
            device.disk.parents = [diskOfPartition(entry.name, place: place)].filter(names.contains)
            return device
        }
        describe(&device, in: entry.directory)
        device.disk.parents = parents(of: device, in: entry.directory, among: names)
        return device
    }

    /// The kernel counts in sectors of 512 bytes, whatever the device's own are.
    private func bytes(ofSectors sectors: Int64) -> Int64? {
        let (bytes, overflowed) = sectors.multipliedReportingOverflow(by: 512)
        return overflowed ? nil : bytes
    }

    private mutating func kind(of entry: BlockEntry, place: [String]) -> Disk.Kind {
        let name = entry.name
        if root.exists("\(entry.directory)/partition") { return .partition }
        if name.isNumbered("loop") { return .loop }
        if name.isNumbered("zram") { return .ram }
        if name.isNumbered("sr") { return .optical }
        if name.isNumbered("fd") { return .other }
        if name.isNumbered("bcache") { return .bcache }
        if name.hasPrefix("md"), root.exists("\(entry.directory)/md") { return .raid }
        if name.isNumbered("dm-") { return kindOfMapping(in: entry.directory) }
        return place.contains { $0.hasPrefix("nvme-subsys") } ? .multipath : .disk
    }

    /// The device mapper's users write who they are at the head of the UUID.
    private mutating func kindOfMapping(in directory: String) -> Disk.Kind {
        guard let uuid = line(of: "\(directory)/dm/uuid") else { return .deviceMapper }
        if uuid.hasPrefix("LVM-") { return .lvm }
        if uuid.hasPrefix("CRYPT-") { return .crypt }
        if uuid.hasPrefix("mpath-") { return .multipath }
        let head = uuid.split(separator: "-").first.map(String.init) ?? ""
        return head.isNumbered("part") ? .partition : .deviceMapper
    }

    private mutating func describe(_ device: inout BlockDevice, in directory: String) {
        device.isRotational = number(of: "\(directory)/queue/rotational").map { $0 != 0 }
        device.disk.scheduler = bytes(of: "\(directory)/queue/scheduler").flatMap(activeScheduler)
        switch device.disk.kind {
        case .loop:
            device.disk.backingFile = line(of: "\(directory)/loop/backing_file")
        case .raid:
            device.disk.raidLevel = line(of: "\(directory)/md/level")
        case .deviceMapper, .lvm, .crypt, .multipath, .partition:
            device.disk.mapperName = line(of: "\(directory)/dm/name")
            fallthrough
        default:
            device.disk.model = line(of: "\(directory)/device/model") ?? line(of: "\(directory)/device/name")
            // A virtio device has a vendor too, which is a number.
            device.disk.vendor = line(of: "\(directory)/device/vendor").flatMap { $0.hasPrefix("0x") ? nil : $0 }
            device.hostDriver = device.host.flatMap { hostDriver(of: $0, place: device.place) }
            device.disk.transport = device.transport
        }
    }

    private mutating func hostDriver(of host: String, place: [String]) -> String? {
        if let driver = line(of: "/sys/class/scsi_host/\(host)/proc_name") { return driver }
        guard let index = place.firstIndex(of: host) else { return nil }
        return line(of: "/sys/devices/\(place[...index].joined(separator: "/"))/scsi_host/\(host)/proc_name")
    }

    /// The word in brackets of a line such as `none [mq-deadline] kyber`; nil where there is nothing to choose.
    private func activeScheduler(_ content: [UInt8]) -> String? {
        guard let start = content.firstIndex(of: UInt8(ascii: "[")),
            let end = content[start...].firstIndex(of: UInt8(ascii: "]"))
        else { return nil }
        return content[(start + 1)..<end].text
    }

    /// The devices directly below one: its `slaves`, or the paths of an NVMe namespace that has several.
    ///
    /// The path `nvme0c1n1` leads to the namespace `nvme0n1`; it has no device file, and it has the scheduler.
    private mutating func parents(of device: BlockDevice, in directory: String, among names: Set<String>) -> [String] {
        let slaves = self.names(in: "\(directory)/slaves").filter { $0 != device.disk.name && names.contains($0) }
        if slaves.count > FactsReader.slaveLimit { note("\(directory)/slaves", "more than 256 devices") }
        guard slaves.isEmpty, device.disk.kind == .multipath, device.disk.name.hasPrefix("nvme") else {
            return Array(slaves.prefix(FactsReader.slaveLimit))
        }
        return names.filter { PathOfNamespace($0)?.namespace == device.disk.name }.sorted()
    }

    /// The disk of a partition: the directory above it, or else what its name says.
    private func diskOfPartition(_ name: String, place: [String]) -> String {
        if let disk = place.dropLast().last { return disk }
        let disk = name.reversed().drop { $0.isNumber }
        let isSeparated = disk.first == "p" && disk.dropFirst().first?.isNumber == true
        return String((isSeparated ? disk.dropFirst() : disk).reversed())
    }
}

/// The name of a path to an NVMe namespace, such as `nvme0c1n1`.
private struct PathOfNamespace {
    /// The namespace that it leads to, such as `nvme0n1`.
    let namespace: String

    init?(_ name: String) {
        let parts = name.dropFirst("nvme".count).split(separator: "c", omittingEmptySubsequences: false)
        guard name.hasPrefix("nvme"), parts.count == 2, let end = parts[1].firstIndex(of: "n"),
            (String(parts[0])).isNumbered(""), String(parts[1][..<end]).isNumbered("")
        else { return nil }
        namespace = "nvme\(parts[0])\(parts[1][end...])"
    }
}

import Tuning

/// Block devices and what stands on what.
struct DiskStack {
    private var devices: [String: BlockDevice] = [:]
    private let mounts: [Mount]

    /// The most steps down that are taken from one device: a stack that needs more is not one.
    private static let stepLimit = 4_096
    /// The most mounts that are followed from an overlay to the filesystem that takes its writes.
    private static let overlayDepth = 8

    /// Joins devices; a loop device to the disk of the mount that holds its file.
    init(_ all: [BlockDevice], mounts: [Mount]) {
        self.mounts = mounts
        for device in all { devices[device.disk.name] = device }
        for device in all {
            guard let file = device.disk.backingFile else { continue }
            let below = disks(holding: file).filter { $0 != device.disk.name }
            devices[device.disk.name]?.disk.parents = below
        }
    }

    /// Every device with its leaves, and with what follows from them, by kernel name.
    func disks() -> [Disk] {
        devices.values.map(complete).sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    private func complete(_ device: BlockDevice) -> Disk {
        var disk = device.disk
        let leaves = leaves(of: disk.name).compactMap { devices[$0] }
        guard !leaves.isEmpty else {
            disk.leaves = [disk.name]
            disk.mediumReason = "what is below it leads back to itself"
            return disk
        }
        disk.leaves = leaves.map(\.disk.name)
        (disk.medium, disk.mediumReason) = medium(of: leaves, below: disk.name)
        if disk.kind == .partition, let parent = disk.parents.first.flatMap({ devices[$0] }) {
            disk.scheduler = parent.disk.scheduler
        }
        if let transport = leaves[0].disk.transport, leaves.allSatisfy({ $0.disk.transport == transport }) {
            disk.transport = transport
        }
        return disk
    }

    /// The devices at the bottom, by kernel name; none if every way down leads back.
    private func leaves(of name: String) -> [String] {
        var leaves: Set<String> = []
        var seen: Set<String> = [name]
        var open = [name]
        var steps = 0
        while let next = open.popLast(), steps < DiskStack.stepLimit {
            let parents = devices[next]?.disk.parents.filter { devices[$0] != nil } ?? []
            if parents.isEmpty { leaves.insert(next) }
            steps += parents.count
            for parent in parents where seen.insert(parent).inserted { open.append(parent) }
        }
        return leaves.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The worst of the leaves: one that turns, or else one that is not known.
    private func medium(of leaves: [BlockDevice], below name: String) -> (Disk.Medium, String) {
        let all = leaves.map { (name: $0.disk.name, medium: $0.medium) }
        let worst =
            all.first { $0.medium.0 == .rotational } ?? all.first { $0.medium.0 == .unknown } ?? all.first
        guard let worst else { return (.unknown, "") }
        if worst.name == name { return (worst.medium.0, worst.medium.reason) }
        let place = all.count == 1 ? worst.name : "\(worst.name), one of \(all.count)"
        return (worst.medium.0, "\(place): \(worst.medium.reason)")
    }

    /// The block devices that hold a file.
    ///
    /// A filesystem of several devices (btrfs, bcachefs) has an anonymous number; there the source of the mount names
    /// them. What an overlay is given to keep goes to its upper directory.
    private func disks(holding file: String) -> [String] {
        let deleted = " (deleted)"
        var path = file.hasSuffix(deleted) ? String(file.dropLast(deleted.count)) : file
        for _ in 0..<DiskStack.overlayDepth {
            guard let mount = Mount.holding(path, among: mounts) else { return [] }
            if let upper = mount.upperDirectory, upper != path {
                path = upper
                continue
            }
            let numbered = devices.values.filter { $0.disk.number == mount.device }.map(\.disk.name).sorted()
            if !numbered.isEmpty { return Array(numbered.prefix(1)) }
            return mount.source.split(separator: ":").compactMap(device(at:))
        }
        return []
    }

    /// The device of a path such as `/dev/sda2` or `/dev/mapper/vg0-root`.
    private func device(at path: Substring) -> String? {
        guard path.hasPrefix("/dev/"), let name = path.split(separator: "/").last.map(String.init) else { return nil }
        if path.hasPrefix("/dev/mapper/") {
            return devices.values.filter { $0.disk.mapperName == name }.map(\.disk.name).min()
        }
        return devices[name] == nil ? nil : name
    }
}

import Glibc
import Tuning

extension FactsReader {
    /// The most devices that are looked at; those of pods, of which a node may have hundreds, are passed over by name.
    private static let deviceLimit = 1_024
    private static let podDevices = ["veth", "cali", "lxc", "cni", "eni", "tap"]

    /// The VXLAN devices, each with the link below it.
    mutating func overlays() -> [OverlayDevice] {
        let told = root.isMachine ? NetworkLinks.names(ofKind: "vxlan", limit: FactsReader.deviceLimit) : nil
        return (told?.sorted() ?? vxlanDevices()).map { name in
            var device = OverlayDevice(name: name)
            device.mtu = number(of: "/sys/class/net/\(name)/mtu")
            device.link = link(below: name)
            device.linkMTU = device.link.flatMap { number(of: "/sys/class/net/\($0)/mtu") }
            if root.isMachine { device.offloads = Offload.all(of: name) }
            return device
        }
    }

    /// The names of the VXLAN devices in a captured tree, or where the kernel does not tell them.
    private mutating func vxlanDevices() -> [String] {
        // Without the functions of network cards, of which a server may have hundreds; captures often have one of the two.
        let virtual = "/sys/devices/virtual/net"
        let directory = root.exists(virtual) ? virtual : "/sys/class/net"
        let names = names(in: directory).filter { name in
            !FactsReader.podDevices.contains { name.hasPrefix($0) }
        }.prefix(FactsReader.deviceLimit)
        return names.filter { isVXLAN("\(directory)/\($0)") }
    }

    private mutating func isVXLAN(_ device: String) -> Bool {
        let lines = bytes(of: "\(device)/uevent", limit: 1 << 12)?.lines ?? []
        return lines.contains { $0.is("DEVTYPE=vxlan") }
    }

    /// The link that a device was given, which the kernel shows as a link of its directory (since 5.4).
    private mutating func link(below name: String) -> String? {
        let prefix = "lower_"
        return names(in: "/sys/class/net/\(name)").first { $0.hasPrefix(prefix) }.map {
            String($0.dropFirst(prefix.count))
        }
    }
}

/// What a network device can do for its packets in place of the CPU, asked of the kernel by its old, simple questions.
///
/// sources: Linux 6.18 include/uapi/linux/ethtool.h
private enum Offload {
    private static let request: UInt = 0x8946
    private static let questions: [(name: String, command: UInt32)] = [
        ("tx-checksumming", 0x16), ("tcp-segmentation-offload", 0x1e), ("generic-segmentation-offload", 0x23),
        ("generic-receive-offload", 0x2b),
    ]

    private struct Answer {
        var command: UInt32
        var isOn: UInt32 = 0
    }

    /// Each offload and whether it is on; nil where the kernel does not tell.
    static func all(of device: String) -> [String: Bool]? {
        let number = socket(AF_INET, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { return nil }
        let descriptor = Descriptor(adopting: number)
        var offloads: [String: Bool] = [:]
        for (name, command) in questions {
            var answer = Answer(command: command)
            guard ask(device, &answer, on: descriptor) else { continue }
            offloads[name] = answer.isOn != 0
        }
        return offloads.isEmpty ? nil : offloads
    }

    private static func ask(_ device: String, _ answer: inout Answer, on descriptor: borrowing Descriptor) -> Bool {
        var request = ifreq()
        let fits = withUnsafeMutableBytes(of: &request.ifr_ifrn.ifrn_name) { room in
            guard device.utf8.count < room.count else { return false }
            room.copyBytes(from: device.utf8)
            return true
        }
        guard fits else { return false }
        let number = descriptor.number
        return withUnsafeMutablePointer(to: &answer) { pointer in
            request.ifr_ifru.ifru_data = UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: CChar.self)
            return ioctl(number, Offload.request, &request) == 0
        }
    }
}

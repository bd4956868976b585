import Glibc

/// Asks the kernel for the network devices of one kind, which takes no look at each of the others: a node may have
/// hundreds.
///
/// sources: Linux 6.18 include/uapi/linux/rtnetlink.h, linux/if_link.h, net/core/rtnetlink.c
enum NetworkLinks {
    private static let getLinks: UInt16 = 18
    private static let newLink: UInt16 = 16
    private static let informationSize = 16
    private static let nameAttribute: UInt16 = 3
    private static let linkInformation: UInt16 = 18
    private static let linkKind: UInt16 = 1
    private static let extendedMask: UInt16 = 29
    /// No counters of each device: RTEXT_FILTER_SKIP_STATS.
    private static let withoutCounters: [UInt8] = [8, 0, 0, 0]

    /// The names of the devices of a kind, at most so many; nil where the kernel does not tell.
    static func names(ofKind kind: String, limit: Int) -> [String]? {
        let wanted = [UInt8](kind.utf8) + [0]
        let body =
            [UInt8](repeating: 0, count: informationSize) + attribute(extendedMask, withoutCounters)
            + attribute(linkInformation, attribute(linkKind, wanted))
        var names: [String] = []
        let isWhole = NetlinkDump.ask(.links, NetlinkDump.request(getLinks, body)) { message, body in
            guard message == newLink else { return false }
            // Kernels before 4.6, and those that do not know the kind, tell all devices.
            if let name = name(in: body, ifKind: wanted) { names.append(name) }
            return names.count <= limit
        }
        return isWhole ? names : nil
    }

    /// The name of the device that a message tells of, if it is of a kind; that ends with a zero, as names do here.
    static func name(in body: ArraySlice<UInt8>, ifKind kind: [UInt8]) -> String? {
        let attributes = body.dropFirst(informationSize)
        guard let information = NetlinkDump.attribute(linkInformation, in: attributes),
            let found = NetlinkDump.attribute(linkKind, in: information), found.elementsEqual(kind),
            let name = NetlinkDump.attribute(nameAttribute, in: attributes)
        else { return nil }
        return name.prefix { $0 != 0 }.text
    }

    private static func attribute(_ kind: UInt16, _ content: [UInt8]) -> [UInt8] {
        let size = content.count + 4
        let padding = [UInt8](repeating: 0, count: -size & 3)
        return [UInt8(size & 0xff), UInt8(size >> 8), UInt8(kind & 0xff), UInt8(kind >> 8)] + content + padding
    }
}

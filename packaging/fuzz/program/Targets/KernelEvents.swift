import CLinux
import Glibc
@testable import Node

extension Target {
    /// What the kernel sends: a first byte says whether it is a ring of sysctl writes, an inotify queue, a list over
    /// netlink, or an answer over HTTP.
    static let kernelEvents = Target("kernel-events") { bytes in
        guard let kind = bytes.first else { return }
        let content = Array(bytes.dropFirst())
        switch kind {
        case UInt8(ascii: "i"): inotify(content)
        case UInt8(ascii: "d"): netlink(content)
        case UInt8(ascii: "h"): _ = HTTPExchange.Answer(content)
        case UInt8(ascii: "w"): writes(content)
        default: ring(content)
        }
    }

    private static func inotify(_ bytes: [UInt8]) {
        let events = bytes.withUnsafeBytes { InotifyEvent.events(in: $0) }
        require(events.count <= bytes.count / 16, "\(events.count) events in \(bytes.count) bytes")
        require(events.allSatisfy { $0.name?.isEmpty != true }, "an event with an empty name")
    }

    /// A list of connections, and the same as one of devices.
    private static func netlink(_ bytes: [UInt8]) {
        var found: [SocketDiagnosis.Connection] = []
        var names: [String] = []
        _ = NetlinkDump.split(bytes[...]) { SocketDiagnosis.take($0, $1, into: &found) }
        _ = NetlinkDump.split(bytes[...]) { _, body in
            if let name = NetworkLinks.name(in: body, ifKind: Array("vxlan".utf8) + [0]) { names.append(name) }
            return true
        }
        require(names.count <= bytes.count / 16, "\(names.count) devices in \(bytes.count) bytes")
        require(found.count <= bytes.count / 88, "\(found.count) connections in \(bytes.count) bytes")
        require(found.allSatisfy { $0.byteCount >= 0 && [4, 16].contains($0.address.count) }, "a connection")
    }

    /// Records one after the other, as long as there are bytes for one.
    private static func writes(_ bytes: [UInt8]) {
        var counting = WriteCounting()
        var rest = bytes[...]
        var total: UInt64 = 0
        while rest.count >= MemoryLayout<sysctl_write>.size {
            let record = rest.withUnsafeBytes { $0.loadUnaligned(as: sysctl_write.self) }
            let write = counting.write(record, cgroup: nil)
            require(write.path.utf8.count <= 3 * Int(SYSCTL_PATH_SIZE), "a path of \(write.path.utf8.count) bytes")
            require(record.count == 0 || write.count <= record.count, "more is told than was written")
            total = total.addingReportingOverflow(write.count).partialValue
            _ = write.isSame
            rest = rest.dropFirst(MemoryLayout<sysctl_write>.size)
        }
        for now in [0, 1 << 40, UInt64.max] {
            let tally = sysctl_tally(count: total, window_start: now / 2, window_count: 3)
            for write in counting.rest(now: now, tally: { _ in tally }) {
                require(write.after == nil, "a value of a rest")
            }
            _ = counting.prune(now: now)
        }
    }

    /// A ring of one page, as a kernel that is out of its mind might leave it: the reader's place and the writer's in a
    /// byte each, eight bytes a step, then the data.
    private static func ring(_ bytes: [UInt8]) {
        guard bytes.count >= 2 else { return }
        let size = 4_096
        var data = Array(bytes.dropFirst(2).prefix(size))
        data += [UInt8](repeating: 0, count: size - data.count)
        Scratch.tree.write("ring", page(bytes[0]) + page(bytes[1]) + data + data)
        defer { Scratch.tree.remove("ring") }
        let ring = required("the ring is mapped") { () throws -> BPFRing in
            try BPFRing(mapping: try Scratch.tree.node.root.open("/ring", O_RDWR), byteCount: size, name: "ring")
        }
        var recordCount = 0
        for _ in 0..<2 {
            recordCount += ring.take(limit: 64) { record in
                require(record.count <= size, "a record of \(record.count) bytes")
                _ = record.reduce(UInt8(0)) { $0 ^ $1 }
            }
        }
        require(recordCount <= 128, "\(recordCount) records")
    }

    /// A page that begins with a place, in steps of eight bytes.
    private static func page(_ place: UInt8) -> [UInt8] {
        let number = UInt64(place) * 8
        return (0..<8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) } + [UInt8](repeating: 0, count: 4_088)
    }
}

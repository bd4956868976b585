@testable import Node
import Tuning

extension Target {
    /// The mounts of a process: `/proc/1/mountinfo`, or `/proc/mounts` where the first byte is `M`.
    static let mountinfo = Target("mountinfo") { bytes in
        let isPlain = bytes.first == UInt8(ascii: "M")
        let name = isPlain ? "proc/mounts" : "proc/1/mountinfo"
        Scratch.tree.write(name, isPlain ? Array(bytes.dropFirst()) : bytes)
        defer { Scratch.tree.remove(name) }
        var reader = FactsReader(root: Scratch.tree.node.root)
        let records = reader.mounts()
        let lineCount = bytes.count { $0 == UInt8(ascii: "\n") } + 1
        require(records.count <= min(lineCount, FactsReader.mountLimit), "\(records.count) mounts")
        require(records.allSatisfy { $0.mount.path.hasPrefix("/") }, "a mount that is no path")
        let mounts = records.map(\.mount)
        require(mounts == reader.mounts().map(\.mount), "two readings differ")
        _ = DiskStack([], mounts: mounts).disks()
        _ = reader.controlGroups(records)
        require(reader.unreadable.count <= 8, "\(reader.unreadable)")
    }
}

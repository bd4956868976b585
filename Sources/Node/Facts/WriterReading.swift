import Glibc
public import Tuning

/// Finds who is behind writes, also of processes that have exited: by their control group.
public struct WriterReading: Sendable {
    /// The most writers that are remembered: a storm asks for the same ones again and again. Few, since a shell loop is a new
    /// process for each write, of which none is ever asked for again: 256 were seen to take 200 KiB of a service.
    static let limit = 32
    /// What `/proc/PID/stat` counts in, in nanoseconds. sources: USER_HZ
    private static let tickNanoseconds: UInt64 = 10_000_000

    private struct Key: Hashable {
        let process: Int64?
        let command: String
        let cgroup: String?
    }

    private let root: Root
    private let names: PodNames
    private var known: [Key: Writer] = [:]

    /// Asks this tree.
    public init(of root: Root) {
        self.root = root
        names = PodNames(root: root)
    }

    /// Who made a write.
    public mutating func writer(of write: SysctlWrite) -> Writer {
        let key = Key(process: write.process, command: write.command, cgroup: write.cgroup)
        if let writer = known[key] { return writer }
        var writer = Writer(command: write.command)
        writer.pid = write.process
        writer.userID = Int64(write.user)
        writer.cgroup = write.cgroup
        var membership = CgroupMembership(write.cgroup.map { Array("0::\($0)".utf8) } ?? [])
        if let process = write.process, isStillThere(process, since: write.uptimeNanoseconds) {
            writer.executable = root.link(at: "/proc/\(process)/exe")
            // On a node with both versions, a container may be in groups of version 1 only.
            if let groups = try? root.bytes(of: "/proc/\(process)/cgroup", limit: 1 << 16) {
                membership = CgroupMembership(groups, otherwise: membership)
            }
        }
        writer.unit = membership.unit
        writer.pod = membership.podUID.map { Writer.Pod(uid: $0) }
        writer.container = membership.containerID.map { Writer.Container(id: $0) }
        names.name(&writer)
        if known.count >= WriterReading.limit { known = [:] }
        known[key] = writer
        return writer
    }

    /// The same writer with the names of its pod and container.
    public func named(_ writer: Writer) -> Writer {
        var writer = writer
        names.name(&writer)
        return writer
    }

    /// Whether the process with a number is the one that had it then: a later one began later.
    private func isStillThere(_ process: Int64, since nanoseconds: UInt64) -> Bool {
        guard let status = try? root.bytes(of: "/proc/\(process)/stat", limit: 1 << 14),
            let ticks = FactsReader.startTicks(of: status)
        else { return false }
        return ticks <= nanoseconds / WriterReading.tickNanoseconds
    }
}

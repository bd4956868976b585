import CLinux
import Glibc

/// The control groups of version 2, wherever they are mounted: beside version 1 too, as `/sys/fs/cgroup/unified`.
struct CgroupHierarchy: ~Copyable {
    /// Where it is mounted.
    let path: String
    /// Its root.
    let descriptor: Descriptor
    /// The paths that were asked for: a number is never used for another group.
    private var paths: [UInt64: String] = [:]
    private static let pathLimit = 256

    /// Finds the hierarchy. There is only one, however often it is mounted.
    init(of root: Root) throws(SysctlMonitorError) {
        guard let path = CgroupHierarchy.mountPoint(of: root) else { throw .noHierarchy }
        // Every group but the root of all has this file.
        guard !root.exists("\(path)/cgroup.events") else { throw .noRoot(path: path) }
        do {
            descriptor = try root.open(path, O_RDONLY | O_DIRECTORY)
        } catch {
            throw .refused(error)
        }
        self.path = path
    }

    /// The number of the group that holds this process; nil if that is the root, which holds much else.
    var ownNumber: UInt64? {
        guard let content = try? Root.machine.bytes(of: "/proc/self/cgroup"),
            let line = content.lines.first(where: { $0.begins(with: "0::") }),
            !line.dropFirst(3).is("/")
        else { return nil }
        return try? Root.machine.status(of: path + line.dropFirst(3).text).inode
    }

    /// The path of a group below the root, such as `/system.slice/kubelet.service`; nil if it was gone when it was first
    /// asked for.
    ///
    /// Takes `CAP_DAC_READ_SEARCH`.
    mutating func path(of number: UInt64) -> String? {
        if let path = paths[number] { return path }
        guard let path = presentPath(of: number) else { return nil }
        if paths.count >= CgroupHierarchy.pathLimit { paths = [:] }
        paths[number] = path
        return path
    }

    private func presentPath(of number: UInt64) -> String? {
        let group = clinux_open_cgroup(descriptor.number, number)
        guard group >= 0 else { return nil }
        let owner = Descriptor(adopting: group)
        let full = Root.machine.link(at: "/proc/self/fd/\(owner.number)")
        guard let full, full.hasPrefix(path) else { return nil }
        // The mount itself, and what is no part of it but only begins alike.
        let below = full.dropFirst(path.count)
        return below.isEmpty ? "/" : below.hasPrefix("/") ? String(below) : nil
    }

    /// The first mount of the whole hierarchy in our own mount namespace (proc_pid_mountinfo(5)).
    private static func mountPoint(of root: Root) -> String? {
        guard let content = try? root.bytes(of: "/proc/self/mountinfo", limit: 1 << 24) else { return nil }
        for line in content.lines where line.contains(UInt8(ascii: "2")) {
            let fields = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
            guard fields.count >= 10, fields[3].is("/"),
                let hyphen = fields[6...].firstIndex(where: { $0.is("-") }),
                fields.count > hyphen + 1, fields[hyphen + 1].is("cgroup2")
            else { continue }
            return fields[4].unescaped
        }
        return nil
    }
}

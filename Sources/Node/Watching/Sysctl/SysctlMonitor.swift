import CLinux
import Glibc

/// Tells of writes to sysctls the moment they are tried, by whichever process of the node, also in containers.
///
/// A program in the kernel (`Sources/SysctlProgram`) is asked before a value is taken. What it tells is thus an attempt:
/// whether the kernel took the value, and whether it was the host's and not one of a pod's own network namespace, is
/// known only from reading the host's value again a moment later.
///
/// The program goes with the monitor: it hangs on a link that the kernel ends when the descriptor is closed, also if the
/// service is killed. Links (Linux 5.7) are older than the ring buffer (5.8), so that no other way of attaching is
/// needed. It takes `CAP_BPF` and `CAP_NET_ADMIN`.
public struct SysctlMonitor: ~Copyable, EventSource {
    /// What is told.
    public enum Scope: Sendable {
        /// Writes to the watched paths; whatever else is read and written costs a look-up in the kernel.
        case watched
        /// Every write on the node; storms on paths that are watched are counted still.
        case everything
    }

    /// The most paths that are watched.
    public static let pathLimit = 1024
    /// When a storm's rest can be counted, after ``take()`` left ``hasRest`` set.
    public static let restDelay = Duration.nanoseconds(Int64(clamping: SYSCTL_WINDOW))
    /// The most records that one call takes.
    private static let recordLimit = 512

    private var hierarchy: CgroupHierarchy
    private let program: LoadedSysctlProgram
    private var numbers: [String: UInt64] = [:]
    private var lastNumber: UInt64 = 0
    private var counting = WriteCounting()
    private var account = sysctl_account()

    /// The descriptor to wait on.
    public var number: Int32 { program.writes.descriptor.number }

    /// Whether the kernel tells processes and their names, as it does since Linux 6.1; the control group is told anyway.
    public var tellsProcess: Bool { program.tellsProcess }

    /// Whether writes may have been counted of which nothing was told yet: to be taken after ``restDelay``.
    public var hasRest: Bool { counting.hasRest }

    /// Loads the program and attaches it to the root of the control groups; it leaves out what this process writes.
    public init(_ scope: Scope, of root: Root = .machine) throws(SysctlMonitorError) {
        let hierarchy = try CgroupHierarchy(of: root)
        do throws(SystemError) {
            program = try LoadedSysctlProgram(
                at: hierarchy,
                ringByteCount: scope == .watched ? 1 << 17 : 1 << 20,
                isEverything: scope == .everything
            )
        } catch {
            throw SysctlMonitorError(error)
        }
        self.hierarchy = hierarchy
    }
}

extension SysctlMonitor {
    /// Watches these sysctls, by their paths below `/proc/sys`, and no others.
    ///
    /// - Throws: ``SystemError``; `E2BIG` for more than ``pathLimit``. A path that is too long for the program is left
    ///   out, and to the sweep.
    public mutating func watch(_ paths: Set<String>) throws(SystemError) {
        guard paths.count <= SysctlMonitor.pathLimit else {
            throw SystemError(operation: "watch", object: "\(paths.count) sysctls", errno: E2BIG)
        }
        for (path, _) in numbers where !paths.contains(path) {
            if let key = sysctl_path(path) { program.paths.remove(key) }
            numbers[path] = nil
        }
        for path in paths where numbers[path] == nil {
            guard let key = sysctl_path(path) else { continue }
            // Never used again, so that counts of an earlier time are not taken for this path's.
            lastNumber += 1
            try program.paths.set(key, lastNumber)
            numbers[path] = lastNumber
        }
    }

    /// What was written since the last call. Never waits.
    public mutating func take() -> SysctlWrites {
        var taken = SysctlWrites()
        _ = program.writes.take(limit: SysctlMonitor.recordLimit) { bytes in
            guard bytes.count >= MemoryLayout<sysctl_write>.size else { return }
            let record = bytes.loadUnaligned(as: sysctl_write.self)
            taken.writes.append(counting.write(record, cgroup: hierarchy.path(of: record.cgroup)))
        }
        if let now = program.accounts.value(of: 0, preset: account) {
            taken.seenCount = now.seen &- account.seen
            taken.lostCount = now.lost &- account.lost
            account = now
        }
        if taken.lostCount > 0 { counting.doubtEverything() }
        let now = UInt64(clamping: Timer.Clock.boottime.nanoseconds)
        if counting.hasRest {
            taken.writes += counting.rest(now: now) { program.tallies.value(of: $0, preset: sysctl_tally()) }
        }
        for writer in counting.prune(now: now) { program.tallies.remove(writer) }
        return taken
    }
}

extension sysctl_path {
    /// A path as the program sees it: with zeroes up to its end. Nil if it is too long.
    fileprivate init?(_ path: String) {
        self.init()
        let size = MemoryLayout<sysctl_path>.size
        guard path.utf8.count < size else { return nil }
        withUnsafeMutableBytes(of: &self) { $0.copyBytes(from: path.utf8) }
    }
}

extension Timer.Clock {
    /// The time since boot in nanoseconds.
    var nanoseconds: Int64 {
        var time = timespec()
        clock_gettime(number, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

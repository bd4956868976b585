import CLinux
import Glibc
import Synchronization
import Tuning

/// Reads of what is a process's own, which may wait without end: its memory, and what lies below its root.
///
/// For what it has in memory the kernel takes the lock of the memory's layout, and may have to fetch a page. Where a thread
/// of the process holds that lock while it waits for a disk or a file system that does not answer, the reader waits too,
/// and only its own end ends that. What lies below its root may be on such a file system itself. So a thread of its own
/// makes each read. One that does not return in time is left behind, and what it read is not read again until it returns:
/// when the lock is free or the file system answers, or the process has ended. No more than ``limit`` are ever left behind,
/// which also bounds what one walk over all processes waits.
///
/// Of what is read of other processes here that holds for `cmdline` and `environ`, and for all below `root`; not for
/// `stat`, `status`, `comm`, `cgroup`, `mountinfo`, `net`, nor for the links `exe`, `cwd`, `root`, `ns` and `fd` themselves.
/// sources: Linux 6.18 fs/proc/base.c and mm/memory.c (access_remote_vm takes the lock by mmap_read_lock_killable), and
/// tried with a file system that was frozen by fsfreeze(8)
final class ProcessReads: Sendable {
    /// The most reads that are left behind, and how many of these may be of processes in containers: those of the node's
    /// own components are never refused because of what runs in pods.
    static let limit = 8
    static let containedLimit = 4
    /// How long a read is waited for, in milliseconds.
    private let patience: Int32

    /// What is read of a process.
    enum Source: Hashable {
        /// A file of `/proc` that the kernel fills from its memory.
        case memory(String)
        /// What is at a path below a directory of a tree, which is the process's root or what stands for it. The tree is
        /// open as `tree`, or `AT_FDCWD`.
        case below(String, tree: Int32, path: String)
    }

    /// A read that did not return in time.
    private struct Left {
        let process: ThreadPriorities.Identity
        let isContained: Bool
        let source: Source
        let reading: OpaquePointer
    }

    private let left = Mutex<[Left]>([])

    /// None yet.
    ///
    /// - Parameter patience: how long a read is waited for, in milliseconds: a thousand times what one takes that need not
    ///   wait.
    init(patience: Int32 = 500) {
        self.patience = patience
    }

    /// What a source has.
    ///
    /// - Parameters:
    ///   - kind: what is asked of it.
    ///   - limit: the most bytes that are taken; more are refused with `EFBIG`.
    ///   - isContained: whether the process is in a container.
    /// - Throws: ``SystemError``; `ETIMEDOUT` where the read has not returned in time, now or before, or where too many
    ///   others have not.
    func bytes(
        of source: Source,
        _ kind: clinux_reading_kind = clinux_reading_content,
        limit: Int,
        from process: ThreadPriorities.Identity,
        isContained: Bool
    ) throws(SystemError) -> [UInt8] {
        let result = left.withLock { left -> Result<[UInt8], SystemError> in
            left.removeAll(where: ProcessReads.isOver)
            if left.contains(where: { $0.process == process && $0.source.waits(with: source) }) {
                return .failure(source.waiting(for: process.pid))
            }
            let rivals = isContained ? left.count { $0.isContained } : left.count
            guard rivals < (isContained ? ProcessReads.containedLimit : ProcessReads.limit) else {
                return .failure(.refused(source.name, behind: rivals))
            }
            guard let reading = source.begin(kind, limit: limit) else {
                return .failure(SystemError(operation: "start a thread to read", object: source.name, errno: errno))
            }
            guard clinux_reading_ends(reading, patience) != 0 else {
                left.append(Left(process: process, isContained: isContained, source: source, reading: reading))
                return .failure(source.waiting(for: process.pid))
            }
            defer { clinux_reading_discard(reading) }
            var bytes: UnsafePointer<UInt8>?
            let count = clinux_reading_result(reading, &bytes)
            guard count >= 0 else {
                return .failure(SystemError(operation: "read", object: source.name, errno: Int32(-count)))
            }
            return .success(Array(UnsafeBufferPointer(start: bytes, count: count)))
        }
        return try result.get()
    }

    /// Whether a read that was left behind has returned; it is done with then.
    private static func isOver(_ one: Left) -> Bool {
        guard clinux_reading_ends(one.reading, 0) != 0 else { return false }
        clinux_reading_discard(one.reading)
        return true
    }
}

extension ProcessReads.Source {
    /// The path, for a person.
    fileprivate var name: String {
        switch self {
        case .memory(let path): path
        case .below(let top, _, let path): top == "/" ? path : "\(top)\(path)"
        }
    }

    /// Whether what keeps one from returning keeps the other: the lock of a memory is one.
    fileprivate func waits(with other: Self) -> Bool {
        if case (.memory, .memory) = (self, other) { true } else { self == other }
    }

    fileprivate func begin(_ kind: clinux_reading_kind, limit: Int) -> OpaquePointer? {
        switch self {
        case .memory(let path): clinux_reading_begin(kind, nil, path, limit)
        case .below(let top, let tree, let path):
            top.withCString { top in
                var place = clinux_reading_place(tree: tree, top: top)
                return clinux_reading_begin(kind, &place, path, limit)
            }
        }
    }

    /// A read that waits for a process.
    fileprivate func waiting(for pid: Int64) -> SystemError {
        let because =
            switch self {
            case .memory:
                "process \(pid) keeps its memory locked: 'grep . /proc/\(pid)/task/*/wchan' as root shows what its "
                    + "threads wait for, mostly a disk or a file system; it is read again when the lock is free"
            case .below(_, _, let path):
                "what process \(pid) has at '\(path)' does not answer: 'cat /proc/\(pid)/mountinfo' shows which file "
                    + "system that is on; it is read again when that answers"
            }
        return SystemError(waitingFor: name, because: because)
    }
}

extension SystemError {
    /// A read that is not begun, because so many others wait.
    fileprivate static func refused(_ path: String, behind count: Int) -> SystemError {
        SystemError(
            waitingFor: path,
            because:
                "\(count) other reads of what processes keep locked, or have on file systems that do not answer, wait "
                + "already, and no more are let wait: 'nodekeel facts' names them"
        )
    }
}

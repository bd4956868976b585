import CLinux
import Glibc
import Synchronization
import Tuning

/// Reads of what a process has in its own memory, which wait for as long as the process keeps that locked.
///
/// The kernel takes the lock of the memory's layout for them, and may have to fetch a page. Where a thread of the process
/// holds that lock while it waits for a disk or a file system that does not answer, the reader waits too, and only its own
/// end ends that. So a thread of its own makes each read. One that does not return in time is left behind, and what it
/// read is not read again until it returns: when the lock is free, or the process has ended. No more than
/// ``limit`` are ever left behind, which also bounds what one walk over all processes waits.
///
/// Of what is read of other processes here that holds for `cmdline` and `environ`, and not for `stat`, `status`, `comm`,
/// `cgroup`, `mountinfo`, `net`, nor for the links `exe`, `cwd`, `root`, `ns` and `fd`.
/// sources: Linux 6.18 fs/proc/base.c and mm/memory.c (access_remote_vm takes the lock by mmap_read_lock_killable), and
/// tried with a file system that was frozen by fsfreeze(8)
final class MemoryReads: Sendable {
    /// The most reads that are left behind, and how many of these may be of processes in containers: those of the node's
    /// own components are never refused because of what runs in pods.
    static let limit = 8
    static let containedLimit = 4
    /// How long a read is waited for, in milliseconds.
    private let patience: Int32

    /// A read that did not return in time.
    private struct Left {
        let process: ThreadPriorities.Identity
        let isContained: Bool
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

    /// The content of a file of a process.
    ///
    /// - Parameters:
    ///   - limit: the most bytes that are taken; a longer file is refused with `EFBIG`.
    ///   - isContained: whether the process is in a container.
    /// - Throws: ``SystemError``; `ETIMEDOUT` where the read has not returned in time, now or before, or where too many
    ///   others have not.
    func bytes(
        of path: String,
        limit: Int,
        from process: ThreadPriorities.Identity,
        isContained: Bool
    ) throws(SystemError) -> [UInt8] {
        let result = left.withLock { left -> Result<[UInt8], SystemError> in
            left.removeAll(where: MemoryReads.isOver)
            if left.contains(where: { $0.process == process }) { return .failure(.locked(path, of: process.pid)) }
            let rivals = isContained ? left.count { $0.isContained } : left.count
            guard rivals < (isContained ? MemoryReads.containedLimit : MemoryReads.limit) else {
                return .failure(.refused(path, behind: rivals))
            }
            guard let reading = clinux_reading_begin(path, limit) else {
                return .failure(SystemError(operation: "start a thread to read", object: path, errno: errno))
            }
            guard clinux_reading_ends(reading, patience) != 0 else {
                left.append(Left(process: process, isContained: isContained, reading: reading))
                return .failure(.locked(path, of: process.pid))
            }
            defer { clinux_reading_discard(reading) }
            var bytes: UnsafePointer<UInt8>?
            let count = clinux_reading_result(reading, &bytes)
            guard count >= 0 else {
                return .failure(SystemError(operation: "read", object: path, errno: Int32(-count)))
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

extension SystemError {
    /// A read that waits for the memory of a process.
    fileprivate static func locked(_ path: String, of pid: Int64) -> SystemError {
        SystemError(
            waitingFor: path,
            because:
                "process \(pid) keeps its memory locked: 'grep . /proc/\(pid)/task/*/wchan' as root shows what its "
                + "threads wait for, mostly a disk or a file system; it is read again when the lock is free"
        )
    }

    /// A read that is not begun, because so many others wait.
    fileprivate static func refused(_ path: String, behind count: Int) -> SystemError {
        SystemError(
            waitingFor: path,
            because:
                "\(count) other processes keep their memory locked, and no more reads are let wait: 'nodekeel facts' "
                + "names them"
        )
    }
}

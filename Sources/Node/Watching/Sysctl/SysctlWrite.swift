import CLinux
import Glibc

/// A write to a sysctl as the kernel saw it tried, or the rest of a storm of them.
public struct SysctlWrite: Hashable, Sendable {
    /// The sysctl, as a path below `/proc/sys`.
    public var path: String
    /// When, in nanoseconds since boot, suspend included.
    public var uptimeNanoseconds: UInt64
    /// The process in the first namespace; nil where the kernel does not tell it (before Linux 6.1).
    public var process: Int64?
    /// What the thread calls itself; empty where the kernel does not tell it.
    public var command: String
    /// The user in the first namespace.
    public var user: UInt32
    /// The control group of version 2, as a path below its root; nil if it was gone already.
    public var cgroup: String?
    /// What the sysctl held in the writer's network namespace; nil if it could not be read.
    public var before: String?
    /// What was written; nil for the rest of a storm, of which only the count is known.
    public var after: String?
    /// How many writes this stands for: more than one in a storm, and none if it was counted before it was told.
    public var count: UInt64

    /// A write.
    public init(
        path: String,
        uptimeNanoseconds: UInt64,
        process: Int64?,
        command: String,
        user: UInt32,
        cgroup: String?,
        before: String?,
        after: String?,
        count: UInt64
    ) {
        self.path = path
        self.uptimeNanoseconds = uptimeNanoseconds
        self.process = process
        self.command = command
        self.user = user
        self.cgroup = cgroup
        self.before = before
        self.after = after
        self.count = count
    }

    /// Reads the record of the program, with the path of its control group.
    init(_ record: sysctl_write, cgroup: String?) {
        path = SysctlWrite.text(record.path.text)
        uptimeNanoseconds = record.uptime
        process = record.process == 0 ? nil : Int64(record.process)
        command = SysctlWrite.text(record.command)
        user = record.user
        self.cgroup = cgroup
        before = SysctlWrite.value(record.before, record.before_size)
        after = SysctlWrite.value(record.after, record.after_size)
        count = 1
    }

    /// Whether the value stays what it was, whatever its blanks.
    public var isSame: Bool {
        guard let before, let after else { return false }
        return before.split(whereSeparator: \.isWhitespace) == after.split(whereSeparator: \.isWhitespace)
    }

    /// A value without the end of its line, and with «…» where the program had no room for more.
    private static func value(_ bytes: some BitwiseCopyable, _ size: Int32) -> String? {
        guard size >= 0 || size == -E2BIG else { return nil }
        let text = text(bytes)
        return size < 0 ? text + "…" : String(text.prefix { !$0.isNewline })
    }

    /// The text in an array of C, up to its end.
    private static func text(_ bytes: some BitwiseCopyable) -> String {
        withUnsafeBytes(of: bytes) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}

/// What was written since the last look.
public struct SysctlWrites: Sendable {
    /// The writes, the oldest first; the rest of a storm comes last.
    public var writes: [SysctlWrite] = []
    /// How many writes there were; more than those told if the ring ran over.
    public var seenCount: UInt64 = 0
    /// How many records found no room in the ring: whatever they were about is to be read again.
    public var lostCount: UInt64 = 0

    /// Whether nothing was written.
    public var isEmpty: Bool { writes.isEmpty && lostCount == 0 }
}

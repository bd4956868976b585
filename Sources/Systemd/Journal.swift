import CSystemd
import Glibc

/// The system's journal, written natively: one entry is a message with named fields.
///
/// Nothing here decides what is worth saying; a library that logs on its own cannot be used by two programs.
public struct Journal: Sendable {
    /// Where journald listens.
    public static let socketPath = "/run/systemd/journal/socket"

    /// How long a full journal queue is waited for, in milliseconds, before an entry is given up.
    ///
    /// A journald that hangs would otherwise hang every program that logs, and the service's watchdog would then blame
    /// and end the service for it.
    public static let patienceMilliseconds: Int32 = 1000

    /// What stands before the message in `journalctl`, and what `journalctl -t` selects.
    public let identifier: String

    /// A journal that speaks under an identifier, as a rule the program's name.
    public init(identifier: String) {
        self.identifier = identifier
    }

    /// Writes one entry.
    ///
    /// - Parameters:
    ///   - message: The sentence for a person; may have several lines.
    ///   - messageID: 32 lower-case hexadecimal digits; the entry's kind, under which the catalogue explains it.
    ///   - fields: At most 64, named `[A-Z][A-Z0-9_]*` in at most 64 bytes. A value may hold any text, newlines and
    ///     NUL included; beyond 16 KiB it is cut and ends in «…».
    ///   - patienceMilliseconds: How long a full queue is waited for.
    /// - Throws: `EINVAL` or `E2BIG` for an entry that journald would drop without a word; `ENOENT` or `ECONNREFUSED`
    ///   where no journald listens, which libsystemd itself takes for success; `ETIMEDOUT` where its queue stays full
    ///   for that long. The caller goes on in each case, and may say the message elsewhere.
    public func send(
        message: String,
        priority: JournalPriority,
        messageID: String? = nil,
        fields: [(name: String, value: String)] = [],
        patienceMilliseconds: Int32 = Journal.patienceMilliseconds
    ) throws(SystemdError) {
        let entry = try JournalEntry(
            message: message,
            priority: priority,
            messageID: messageID,
            identifier: identifier,
            fields: fields
        )
        try Self.requireListener(at: Self.socketPath, patienceMilliseconds: patienceMilliseconds)
        var bytes = entry.bytes
        let status = bytes.withUnsafeMutableBytes { memory in
            let items = entry.items.map { range in
                iovec(iov_base: memory.baseAddress?.advanced(by: range.lowerBound), iov_len: range.count)
            }
            return sd_journal_sendv(items, Int32(items.count))
        }
        guard status >= 0 else { throw SystemdError(operation: "send to", object: "journal", errno: -status) }
    }

    /// Fails where nobody would read a datagram sent to a path now.
    static func requireListener(
        at path: String,
        patienceMilliseconds: Int32 = Journal.patienceMilliseconds
    ) throws(SystemdError) {
        let socket = try DatagramSocket(connectingTo: path)
        try socket.waitUntilWritable(milliseconds: patienceMilliseconds)
    }

    /// Whether this process's standard error is the journal already, so that plain text on it would be a second entry.
    ///
    /// systemd says in `$JOURNAL_STREAM` which device and inode the stream has; a program that was started from there
    /// but writes to a terminal or a file has inherited the variable without the stream, hence the comparison.
    public static var isConnectedToJournal: Bool {
        guard let variable = getenv("JOURNAL_STREAM") else { return false }
        var status = stat()
        guard fstat(STDERR_FILENO, &status) == 0 else { return false }
        return isStream(String(cString: variable), device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    }

    /// Whether `$JOURNAL_STREAM` (`device:inode`, both decimal) names this file.
    static func isStream(_ variable: String, device: UInt64, inode: UInt64) -> Bool {
        let parts = variable.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 2 && UInt64(parts[0]) == device && UInt64(parts[1]) == inode
    }
}

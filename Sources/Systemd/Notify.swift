import CSystemd
import Glibc

/// What a service tells systemd about itself (sd_notify(3)).
///
/// Every function returns `false`, and does nothing, where no `$NOTIFY_SOCKET` is set: the program was not started by
/// systemd, or its unit is not `Type=notify`. Only the main process is heard (`NotifyAccess=main`).
public enum Notify {
    /// Bytes of a status text. systemd drops a message of more than 4,096 bytes (`NOTIFY_BUFFER_MAX`), whole.
    static let statusByteLimit = 1024

    /// Says that starting up, or reloading, is finished.
    @discardableResult
    public static func ready(status: String? = nil) throws(SystemdError) -> Bool {
        try send(["READY=1"], status: status)
    }

    /// Says that the service reads its configuration again; `ready` ends it.
    ///
    /// The time stamp goes along since `Type=notify-reload` waits for one that is not older than its signal, and hangs
    /// until its timeout without it.
    @discardableResult
    public static func reloading(status: String? = nil) throws(SystemdError) -> Bool {
        let now = Microseconds.clamping(MonotonicClock.now)
        return try send(["RELOADING=1", "MONOTONIC_USEC=\(now)"], status: status)
    }

    /// Says that the service is ending.
    @discardableResult
    public static func stopping(status: String? = nil) throws(SystemdError) -> Bool {
        try send(["STOPPING=1"], status: status)
    }

    /// Sets the line that `systemctl status` shows; control characters become spaces, and 1 KiB is kept.
    @discardableResult
    public static func status(_ text: String) throws(SystemdError) -> Bool {
        try send([], status: text)
    }

    /// Feeds the watchdog: the service has just done what it is for.
    @discardableResult
    public static func watchdog() throws(SystemdError) -> Bool {
        try send(["WATCHDOG=1"], status: nil)
    }

    /// Asks systemd to wait this much longer, from now, for the start, reload or stop that is under way.
    @discardableResult
    public static func extendTimeout(by duration: Duration) throws(SystemdError) -> Bool {
        try send(["EXTEND_TIMEOUT_USEC=\(Microseconds.clamping(duration))"], status: nil)
    }

    /// Sets how long systemd waits between two feedings, for a service whose own interval is longer than its unit's
    /// `WatchdogSec=`; systemd forgets it at the next start.
    @discardableResult
    public static func setWatchdogInterval(_ interval: Duration) throws(SystemdError) -> Bool {
        try send(["WATCHDOG_USEC=\(Microseconds.clamping(interval))"], status: nil)
    }

    /// After how long without feeding systemd ends this process; nil where no watchdog is set for it.
    ///
    /// Feed at half of it (sd_watchdog_enabled(3)).
    public static var watchdogInterval: Duration? {
        var microseconds: UInt64 = 0
        guard sd_watchdog_enabled(0, &microseconds) > 0, let count = Int64(exactly: microseconds) else { return nil }
        return .microseconds(count)
    }

    private static func send(_ assignments: [String], status: String?) throws(SystemdError) -> Bool {
        let lines = assignments + (status.map { ["STATUS=" + line($0)] } ?? [])
        let result = sd_notify(0, lines.joined(separator: "\n"))
        guard result >= 0 else {
            throw SystemdError(operation: "notify", object: "service manager", errno: -result)
        }
        return result > 0
    }

    /// A text as one line: a newline in it would otherwise begin another assignment, and a NUL end the message.
    private static func line(_ text: String) -> String {
        let scalars = text.unicodeScalars.map { scalar in
            scalar.value < 0x20 || scalar.value == 0x7F ? " " : Character(scalar)
        }
        return JournalEntry.capped(String(scalars), at: statusByteLimit)
    }
}

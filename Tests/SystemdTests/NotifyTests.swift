import Glibc
import Testing

import Systemd

// Serialized, since the environment belongs to the whole process.
@Suite("Notifying systemd", .serialized)
struct NotifyTests {
    /// What arrives at a real socket when the environment points there.
    private func received(_ notify: () throws -> Bool) throws -> String? {
        let listener = try ListeningSocket()
        setenv("NOTIFY_SOCKET", listener.path, 1)
        defer { unsetenv("NOTIFY_SOCKET") }
        #expect(try notify())
        return listener.received()
    }

    @Test func `does nothing when systemd did not ask for it`() throws {
        unsetenv("NOTIFY_SOCKET")
        #expect(try Notify.ready() == false)
    }

    @Test func `tells ready with a status`() throws {
        #expect(try received { try Notify.ready(status: "4 settings met") } == "READY=1\nSTATUS=4 settings met")
    }

    @Test func `tells stopping, status, watchdog and a longer timeout`() throws {
        #expect(try received { try Notify.stopping() } == "STOPPING=1")
        #expect(try received { try Notify.status("x") } == "STATUS=x")
        #expect(try received { try Notify.watchdog() } == "WATCHDOG=1")
        #expect(try received { try Notify.extendTimeout(by: .seconds(2)) } == "EXTEND_TIMEOUT_USEC=2000000")
        #expect(try received { try Notify.setWatchdogInterval(.seconds(90)) } == "WATCHDOG_USEC=90000000")
    }

    @Test func `tells reloading with the monotonic time of now`() throws {
        let message = try #require(try received { try Notify.reloading() })
        let prefix = "RELOADING=1\nMONOTONIC_USEC="
        try #require(message.hasPrefix(prefix))
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        let sent = try #require(Int(message.dropFirst(prefix.count)))
        #expect((0...60_000_000).contains(now.tv_sec * 1_000_000 + now.tv_nsec / 1000 - sent))
    }

    @Test func `lets no status become another assignment`() throws {
        let message = try received { try Notify.status("a\nREADY=1\u{0}b\tc\r\n") }
        #expect(message == "STATUS=a READY=1 b c  ")
    }

    @Test func `cuts a status that systemd would drop`() throws {
        let message = try #require(try received { try Notify.status(String(repeating: "ä", count: 5000)) })
        #expect(message.utf8.count <= "STATUS=".utf8.count + 1024 + "…".utf8.count)
        #expect(message.hasSuffix("ä…"))
    }

    @Test func `says why when the socket is gone`() throws {
        setenv("NOTIFY_SOCKET", "/nonexistent/notify", 1)
        defer { unsetenv("NOTIFY_SOCKET") }
        let error = #expect(throws: SystemdError.self) { try Notify.watchdog() }
        #expect(error?.errno == ENOENT)
    }

    @Test func `knows its watchdog interval only when it is its own`() {
        setenv("WATCHDOG_USEC", "180000000", 1)
        setenv("WATCHDOG_PID", String(getpid()), 1)
        defer {
            unsetenv("WATCHDOG_USEC")
            unsetenv("WATCHDOG_PID")
        }
        #expect(Notify.watchdogInterval == .seconds(180))
        setenv("WATCHDOG_PID", "1", 1)
        #expect(Notify.watchdogInterval == nil)
        unsetenv("WATCHDOG_USEC")
        #expect(Notify.watchdogInterval == nil)
    }
}

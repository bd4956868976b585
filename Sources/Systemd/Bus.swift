import CSystemd
import Glibc

/// A private connection to the system bus, for what systemd's manager answers there.
///
/// Owned by one place, closed when its owner lets go. Synchronous: each call returns with its answer, or fails with
/// `ETIMEDOUT` when its time is over.
public struct Bus: ~Copyable {
    static let manager = "org.freedesktop.systemd1"
    static let managerPath = "/org/freedesktop/systemd1"

    let raw: OpaquePointer
    /// How long one call may take.
    let timeout: Duration
    /// Whether systemd was asked to send its signals, which it does for subscribers only.
    var isSubscribed = false

    /// Connects to the system bus, and waits for its welcome.
    ///
    /// - Parameter timeout: How long connecting, and later each call, may take.
    public init(timeout: Duration = .seconds(10)) throws(SystemdError) {
        var bus: OpaquePointer?
        let status = sd_bus_open_system(&bus)
        guard status >= 0, let bus else {
            throw SystemdError(operation: "connect to", object: "system bus", errno: -status)
        }
        try self.init(adopting: bus, timeout: timeout)
    }

    /// Connects to a bus at an address (`unix:path=…`), and waits for its welcome.
    init(address: String, timeout: Duration) throws(SystemdError) {
        var bus: OpaquePointer?
        var status = sd_bus_new(&bus)
        guard status >= 0, let bus else {
            throw SystemdError(operation: "connect to", object: address, errno: -status)
        }
        status = sd_bus_set_address(bus, address)
        if status >= 0 { status = sd_bus_set_bus_client(bus, 1) }
        if status >= 0 { status = sd_bus_start(bus) }
        guard status >= 0 else {
            sd_bus_unref(bus)
            throw SystemdError(operation: "connect to", object: address, errno: -status)
        }
        try self.init(adopting: bus, timeout: timeout)
    }

    private init(adopting bus: OpaquePointer, timeout: Duration) throws(SystemdError) {
        raw = bus
        self.timeout = timeout
        // What has no timeout parameter of its own, such as reading a property, goes by the connection's.
        sd_bus_set_method_call_timeout(bus, Microseconds.clamping(timeout))
        // libsystemd would wait for the welcome inside the first call, by a clock of its own.
        let deadline = MonotonicClock.now + timeout
        while sd_bus_is_ready(bus) == 0 {
            _ = try Self.step(bus, until: deadline, waitingFor: "system bus")
        }
    }

    // Without a flush: it has no deadline (90 s on a bus that never speaks), and synchronous calls leave nothing unsent.
    deinit { sd_bus_close_unref(raw) }

    /// Lets the connection do one thing: hands out a message that no call waits for, or sleeps until there is news.
    static func step(
        _ bus: OpaquePointer,
        until deadline: Duration,
        waitingFor object: String
    ) throws(SystemdError) -> OpaquePointer? {
        let remaining = deadline - MonotonicClock.now
        guard remaining > .zero else { throw SystemdError(operation: "wait for", object: object, errno: ETIMEDOUT) }
        var message: OpaquePointer?
        let progress = sd_bus_process(bus, &message)
        guard progress >= 0 else { throw SystemdError(operation: "wait for", object: object, errno: -progress) }
        if progress > 0 { return message }
        // At least a microsecond: zero would not wait at all.
        let status = sd_bus_wait(bus, max(1, Microseconds.clamping(remaining)))
        guard status >= 0 || status == -EINTR else {
            throw SystemdError(operation: "wait for", object: object, errno: -status)
        }
        return nil
    }

    /// Calls a method of systemd's manager and waits for the answer.
    func call(
        _ member: String,
        to operation: String,
        _ object: String,
        timeout: Duration? = nil,
        fill: (borrowing BusMessage) throws(SystemdError) -> Void = { _ in }
    ) throws(SystemdError) -> BusMessage {
        var created: OpaquePointer?
        let interface = Self.manager + ".Manager"
        let status = sd_bus_message_new_method_call(raw, &created, Self.manager, Self.managerPath, interface, member)
        guard status >= 0, let created else {
            throw SystemdError(operation: operation, object: object, errno: -status)
        }
        let message = BusMessage(adopting: created)
        try fill(message)
        return try answer(to: message, operation, object, timeout: timeout ?? self.timeout)
    }

    func answer(
        to message: borrowing BusMessage,
        _ operation: String,
        _ object: String,
        timeout: Duration
    ) throws(SystemdError) -> BusMessage {
        var failure = sd_bus_error()
        defer { sd_bus_error_free(&failure) }
        var reply: OpaquePointer?
        // Zero would mean libsystemd's own default.
        let status = sd_bus_call(raw, message.raw, max(1, Microseconds.clamping(timeout)), &failure, &reply)
        guard status >= 0, let reply else {
            throw Self.error(operation, object, status: status, failure)
        }
        return BusMessage(adopting: reply)
    }

    /// The error of a call: in the far side's words if it gave any.
    static func error(
        _ operation: String,
        _ object: String,
        status: Int32,
        _ failure: sd_bus_error
    ) -> SystemdError {
        SystemdError(
            operation: operation,
            object: object,
            errno: -status,
            text: failure.message.map { String(cString: $0) },
            busName: failure.name.map { String(cString: $0) }
        )
    }
}

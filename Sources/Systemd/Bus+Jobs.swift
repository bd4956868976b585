import CSystemd
import Glibc

extension Bus {
    /// Lets systemd read its unit files again (`systemctl daemon-reload`), and waits until it has.
    public func reloadManager(within limit: Duration) throws(SystemdError) {
        _ = try call("Reload", to: "reload", "service manager", timeout: limit)
    }

    /// Runs a job and waits until systemd says how it ended.
    ///
    /// - Parameters:
    ///   - unit: Its full name, with the suffix.
    ///   - limit: How long the whole may take. When it is over, `ETIMEDOUT` is thrown and the job goes on.
    /// - Returns: How the job ended; whether the unit is healthy afterwards is another question.
    public mutating func run(
        _ job: UnitJob,
        _ unit: String,
        within limit: Duration
    ) throws(SystemdError) -> UnitJobResult {
        try UnitName.require(unit)
        let deadline = MonotonicClock.now + limit
        // Before the job, or a quick one has ended unheard.
        try subscribe()
        let answer = try call(job.rawValue, to: job.verb, unit, timeout: limit) { (message) throws(SystemdError) in
            try message.append(unit)
            try message.append("replace")
        }
        let path = try answer.readString("o")
        while true {
            guard let raw = try Self.step(raw, until: deadline, waitingFor: unit) else { continue }
            let message = BusMessage(adopting: raw)
            guard sd_bus_message_is_signal(message.raw, Self.manager + ".Manager", "JobRemoved") > 0 else { continue }
            _ = try message.readUInt32()
            guard try message.readString("o") == path else { continue }
            _ = try message.readString()
            return UnitJobResult(rawValue: try message.readString()) ?? .unknown
        }
    }

    /// Asks for a job and leaves it to systemd: how it goes is seen from the unit.
    ///
    /// - Parameter unit: Its full name, with the suffix.
    public func begin(_ job: UnitJob, _ unit: String) throws(SystemdError) {
        try UnitName.require(unit)
        _ = try call(job.rawValue, to: job.verb, unit) { (message) throws(SystemdError) in
            try message.append(unit)
            try message.append("replace")
        }
    }

    /// Lets a unit be started again that systemd had given up, or that was started too often.
    public func resetFailure(of unit: String) throws(SystemdError) {
        try UnitName.require(unit)
        _ = try call("ResetFailedUnit", to: "reset", unit) { (message) throws(SystemdError) in
            try message.append(unit)
        }
    }

    /// Asks the bus for the manager's `JobRemoved` signals and the manager to send any.
    private mutating func subscribe() throws(SystemdError) {
        guard !isSubscribed else { return }
        var created: OpaquePointer?
        let daemon = "org.freedesktop.DBus"
        let status = sd_bus_message_new_method_call(
            raw,
            &created,
            daemon,
            "/org/freedesktop/DBus",
            daemon,
            "AddMatch"
        )
        guard status >= 0, let created else {
            throw SystemdError(operation: "listen to", object: "service manager", errno: -status)
        }
        let match = BusMessage(adopting: created)
        try match.append(
            "type='signal',sender='\(Self.manager)',path='\(Self.managerPath)',"
                + "interface='\(Self.manager).Manager',member='JobRemoved'"
        )
        _ = try answer(to: match, "listen to", "service manager", timeout: timeout)
        _ = try call("Subscribe", to: "listen to", "service manager")
        isSubscribed = true
    }
}

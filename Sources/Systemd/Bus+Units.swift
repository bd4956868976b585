import CSystemd
import Glibc

extension Bus {
    /// The answers of systemd for a process that has ended, or that it does not watch over (v252 and later; the last
    /// also when the unit was unloaded between the two questions).
    private static let saysNoUnit: Set<String> = [
        "org.freedesktop.systemd1.NoUnitForPID",
        "org.freedesktop.systemd1.NoSuchProcess",
        "org.freedesktop.DBus.Error.UnknownObject",
    ]

    /// The unit that a process belongs to, or nil where systemd knows of none, also because the process has ended.
    public func unit(ofProcess pid: Int32) throws(SystemdError) -> String? {
        guard let number = UInt32(exactly: pid), number > 0 else {
            throw SystemdError(operation: "find unit of", object: String(pid), errno: EINVAL)
        }
        do throws(SystemdError) {
            let answer = try call("GetUnitByPID", to: "find unit of", String(pid)) { (message) throws(SystemdError) in
                try message.append(number)
            }
            return try property("Id", ".Unit", at: try answer.readString("o"))
        } catch let error where Self.saysNoUnit.contains(error.busName ?? "") {
            return nil
        }
    }

    /// What systemd says about a unit, which it loads for that if need be.
    ///
    /// A unit that does not exist is no error: its load state says so.
    public func status(of unit: String) throws(SystemdError) -> UnitStatus {
        try UnitName.require(unit)
        let answer = try call("LoadUnit", to: "load", unit) { (message) throws(SystemdError) in
            try message.append(unit)
        }
        let path = try answer.readString("o")
        var status = UnitStatus(
            name: try property("Id", ".Unit", at: path),
            loadState: try property("LoadState", ".Unit", at: path),
            activeState: try property("ActiveState", ".Unit", at: path),
            subState: try property("SubState", ".Unit", at: path),
            fragmentPath: try property("FragmentPath", ".Unit", at: path),
            dropInPaths: try properties("DropInPaths", ".Unit", at: path),
            needsDaemonReload: try number("NeedDaemonReload", ".Unit", at: path, type: "b") != 0
        )
        status.invocation = try bytes("InvocationID", ".Unit", at: path).hexadecimal
        // Only these types have a control group, and each under an interface of its own.
        let types = ["service": ".Service", "scope": ".Scope", "slice": ".Slice"]
        if let suffix = status.name.split(separator: ".").last, let interface = types[String(suffix)] {
            let group = try property("ControlGroup", interface, at: path)
            status.controlGroup = group.isEmpty ? nil : group
            if interface == ".Service" {
                let pid = try number("MainPID", interface, at: path, type: "u")
                status.mainPID = pid == 0 ? nil : Int32(exactly: pid)
            }
        }
        return status
    }

    /// When a unit last changed its state, as by a start or a reload, in seconds since 1970; nil if it never did.
    public func stateChange(of unit: String) throws(SystemdError) -> Int64? {
        try UnitName.require(unit)
        let answer = try call("LoadUnit", to: "load", unit) { (message) throws(SystemdError) in
            try message.append(unit)
        }
        let path = try answer.readString("o")
        var failure = sd_bus_error()
        defer { sd_bus_error_free(&failure) }
        var microseconds: UInt64 = 0
        let name = "StateChangeTimestamp"
        let letter = CChar(UInt8(ascii: "t"))
        let status =
            sd_bus_get_property_trivial(
                raw,
                Self.manager,
                path,
                Self.manager + ".Unit",
                name,
                &failure,
                letter,
                &microseconds
            )
        guard status >= 0 else { throw Self.error("read \(name) of", path, status: status, failure) }
        return microseconds == 0 ? nil : Int64(microseconds / 1_000_000)
    }

    /// Changes properties of a unit at once, all or none.
    ///
    /// - Parameter untilReboot: Whether the drop-in that systemd writes for it goes below `/run` rather than `/etc`.
    /// - Throws: Also where the unit's cgroup controller is not there: systemd itself says nothing of that, so a weight
    ///   is read back from the control group by whoever sets it.
    public func set(
        _ properties: [UnitProperty],
        of unit: String,
        untilReboot: Bool
    ) throws(SystemdError) {
        try UnitName.require(unit)
        _ = try call("SetUnitProperties", to: "set properties of", unit) { (message) throws(SystemdError) in
            try message.append(unit)
            try message.append(untilReboot)
            try message.appendContainer("a", of: "(sv)") { () throws(SystemdError) in
                for property in properties {
                    try message.appendContainer("r", of: "sv") { () throws(SystemdError) in
                        try message.append(property.name)
                        try message.appendContainer("v", of: "t") { () throws(SystemdError) in
                            try message.append(property.weight)
                        }
                    }
                }
            }
        }
    }

    private func property(_ name: String, _ interface: String, at path: String) throws(SystemdError) -> String {
        var failure = sd_bus_error()
        defer { sd_bus_error_free(&failure) }
        var text: UnsafeMutablePointer<CChar>?
        let status = sd_bus_get_property_string(
            raw,
            Self.manager,
            path,
            Self.manager + interface,
            name,
            &failure,
            &text
        )
        guard status >= 0, let text else { throw Self.error("read \(name) of", path, status: status, failure) }
        defer { free(text) }
        return String(cString: text)
    }

    private func properties(_ name: String, _ interface: String, at path: String) throws(SystemdError) -> [String] {
        var failure = sd_bus_error()
        defer { sd_bus_error_free(&failure) }
        var list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
        let status = sd_bus_get_property_strv(raw, Self.manager, path, Self.manager + interface, name, &failure, &list)
        guard status >= 0 else { throw Self.error("read \(name) of", path, status: status, failure) }
        var result: [String] = []
        var next = list
        while let text = next?.pointee {
            result.append(String(cString: text))
            free(text)
            next = next?.successor()
        }
        free(list)
        return result
    }

    private func bytes(_ name: String, _ interface: String, at path: String) throws(SystemdError) -> [UInt8] {
        var failure = sd_bus_error()
        defer { sd_bus_error_free(&failure) }
        var reply: OpaquePointer?
        let status = sd_bus_get_property(
            raw,
            Self.manager,
            path,
            Self.manager + interface,
            name,
            &failure,
            &reply,
            "ay"
        )
        guard status >= 0, let reply else { throw Self.error("read \(name) of", path, status: status, failure) }
        return try BusMessage(adopting: reply).readBytes()
    }

    private func number(
        _ name: String,
        _ interface: String,
        at path: String,
        type: Unicode.Scalar
    ) throws(SystemdError) -> UInt32 {
        var failure = sd_bus_error()
        defer { sd_bus_error_free(&failure) }
        // Booleans too are four bytes in libsystemd's interface.
        var value: UInt32 = 0
        let status = sd_bus_get_property_trivial(
            raw,
            Self.manager,
            path,
            Self.manager + interface,
            name,
            &failure,
            CChar(truncatingIfNeeded: type.value),
            &value
        )
        guard status >= 0 else { throw Self.error("read \(name) of", path, status: status, failure) }
        return value
    }
}

extension [UInt8] {
    /// Two digits a byte; nil for no bytes.
    fileprivate var hexadecimal: String? {
        isEmpty ? nil : map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

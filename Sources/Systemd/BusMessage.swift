import CSystemd

/// One message on the bus, owned: a call being filled, an answer or a signal being read.
struct BusMessage: ~Copyable {
    let raw: OpaquePointer

    /// Takes over a reference that libsystemd handed out.
    init(adopting raw: OpaquePointer) {
        self.raw = raw
    }

    deinit { sd_bus_message_unref(raw) }

    func append(_ text: String) throws(SystemdError) {
        try check(text.withCString { sd_bus_message_append_basic(raw, Int8(UInt8(ascii: "s")), $0) }, "fill")
    }

    func append(_ number: UInt32) throws(SystemdError) {
        var number = number
        try check(sd_bus_message_append_basic(raw, Int8(UInt8(ascii: "u")), &number), "fill")
    }

    func append(_ number: UInt64) throws(SystemdError) {
        var number = number
        try check(sd_bus_message_append_basic(raw, Int8(UInt8(ascii: "t")), &number), "fill")
    }

    func append(_ truth: Bool) throws(SystemdError) {
        // The bus's booleans are C integers in libsystemd's interface.
        var number: Int32 = truth ? 1 : 0
        try check(sd_bus_message_append_basic(raw, Int8(UInt8(ascii: "b")), &number), "fill")
    }

    /// Appends a container (`a` array, `r` structure, `v` variant) with these contents.
    func appendContainer(
        _ type: Unicode.Scalar,
        of contents: String,
        _ fill: () throws(SystemdError) -> Void
    ) throws(SystemdError) {
        try check(sd_bus_message_open_container(raw, CChar(truncatingIfNeeded: type.value), contents), "fill")
        try fill()
        try check(sd_bus_message_close_container(raw), "fill")
    }

    /// Reads the next value, a string (`s`) or an object path (`o`).
    func readString(_ type: Unicode.Scalar = "s") throws(SystemdError) -> String {
        var text: UnsafePointer<CChar>?
        try check(sd_bus_message_read_basic(raw, CChar(truncatingIfNeeded: type.value), &text), "read")
        return text.map { String(cString: $0) } ?? ""
    }

    /// Reads the next value, an unsigned number of 32 bits.
    func readUInt32() throws(SystemdError) -> UInt32 {
        var number: UInt32 = 0
        try check(sd_bus_message_read_basic(raw, Int8(UInt8(ascii: "u")), &number), "read")
        return number
    }

    /// Reads the next value, an array of bytes.
    func readBytes() throws(SystemdError) -> [UInt8] {
        var start: UnsafeRawPointer?
        var count = 0
        try check(sd_bus_message_read_array(raw, CChar(UInt8(ascii: "y")), &start, &count), "read")
        return start.map { Array(UnsafeRawBufferPointer(start: $0, count: count)) } ?? []
    }

    private func check(_ status: Int32, _ operation: String) throws(SystemdError) {
        guard status >= 0 else { throw SystemdError(operation: operation, object: "bus message", errno: -status) }
    }
}

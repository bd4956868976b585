import Glibc

/// The names that systemd accepts for units (systemd.unit(5)).
enum UnitName {
    /// Fails with `EINVAL` for what cannot be a unit's name: C would end it at a NUL, and act on another unit.
    static func require(_ name: String) throws(SystemdError) {
        let isValid =
            (1...255).contains(name.utf8.count) && name.utf8.contains(UInt8(ascii: "."))
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"): true
                case UInt8(ascii: ":"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"): true
                case UInt8(ascii: "@"), UInt8(ascii: "\\"): true
                default: false
                }
            }
        guard isValid else {
            throw SystemdError(operation: "name unit", object: name, errno: EINVAL, text: "not a unit name")
        }
    }
}

import CSystemd
import Glibc

/// This machine's identity towards others.
///
/// The machine ID itself is to stay on the machine (machine-id(5)); what is shown of it is a hash together with an
/// application's own ID, from which it cannot be told.
public enum MachineIdentity {
    /// nodekeel's own application ID.
    ///
    /// Not that of Zincati, whose slots are of the same kind: on a node where both run, giving back the one's slot would
    /// give back the other's, and servers that drain a node by Zincati's ID would drain it for a restart that needs none.
    private static let application: [UInt8] = [
        0x33, 0xdc, 0x55, 0x96, 0x84, 0x64, 0x4e, 0xe0, 0x89, 0x49, 0x57, 0x7b, 0x29, 0xf3, 0x22, 0x67,
    ]

    /// The identity, 32 hexadecimal digits.
    ///
    /// - Throws: ``SystemdError``, as where this machine has no ID yet.
    public static func ofApplication() throws(SystemdError) -> String {
        var application = sd_id128_t()
        withUnsafeMutableBytes(of: &application) { $0.copyBytes(from: Self.application) }
        var identity = sd_id128_t()
        let status = sd_id128_get_machine_app_specific(application, &identity)
        guard status >= 0 else {
            throw SystemdError(operation: "read", object: "/etc/machine-id", errno: -status)
        }
        return withUnsafeBytes(of: identity) { bytes in
            bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
    }
}

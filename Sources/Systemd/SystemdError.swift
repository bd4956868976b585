import Glibc

/// A call to systemd, its journal or its bus that failed.
///
/// Reads «cannot restart 'kubelet.service': Unit kubelet.service not found.»
public struct SystemdError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was tried, as a verb: `send to`, `restart`.
    public let operation: String
    /// What it was tried on: a unit, a socket, a field.
    public let object: String
    /// The error number, as in errno(3); positive.
    public let errno: Int32
    /// What went wrong, in the words of the far side where it gave any, else of the error number.
    public let text: String
    /// The error's name on the bus, such as `org.freedesktop.systemd1.NoSuchUnit`, where it came from there. libsystemd
    /// turns a name that it does not know into `EIO`, so that the number alone does not tell these apart.
    public let busName: String?

    /// Makes an error; without a text of its own it speaks the C library's for the number.
    public init(operation: String, object: String, errno: Int32, text: String? = nil, busName: String? = nil) {
        self.operation = operation
        self.object = object
        self.errno = errno
        self.text = text ?? String(cString: strerror(errno))
        self.busName = busName
    }

    /// The sentence for a person, in lower case and without a full stop of its own.
    public var description: String { "cannot \(operation) '\(object)': \(text)" }
}

import Glibc

/// What stopped an operation on the machine: the operation, its object and the kernel's reason.
public struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was tried, as a verb: `open`, `read`, `write`.
    public let operation: String
    /// What it was tried on, such as a path.
    public let object: String
    /// The kernel's number for the reason.
    public let errno: Int32
    /// The reason in words where it was this program that refused; nil where it was the kernel.
    private let objection: String?

    /// An operation that failed with `errno`.
    public init(operation: String, object: String, errno: Int32) {
        self.operation = operation
        self.object = object
        self.errno = errno
        objection = nil
    }

    /// A file that is not trusted, for this reason.
    init(distrusting object: String, because objection: String) {
        operation = "trust"
        self.object = object
        errno = EBADF
        self.objection = objection
    }

    /// A read that does not return, for this reason.
    init(waitingFor object: String, because objection: String) {
        operation = "read"
        self.object = object
        errno = ETIMEDOUT
        self.objection = objection
    }

    /// A host of which no address is known, for this reason.
    init(findingAddressOf object: String, because objection: String, _ errno: Int32) {
        operation = "find the address of"
        self.object = object
        self.errno = errno
        self.objection = objection
    }

    /// The reason in words, such as `Permission denied`.
    public var reason: String {
        objection ?? strerror(errno).map { String(cString: $0) } ?? "error \(errno)"
    }

    /// Whether the kernel refused for want of a privilege.
    public var isPermission: Bool { errno == EACCES || errno == EPERM }

    /// What to do about it, where the kernel's reason misleads; nil where it does not.
    ///
    /// To the service every directory is read-only that its unit does not name, or that was not there when it started, so
    /// that it can make none.
    var remedy: String? {
        guard errno == EROFS, operation == "create" else { return nil }
        return
            "only what its unit names (ReadWritePaths=) and was there at its start is writable: 'sudo nodekeel apply' makes it, "
            + "and 'sudo systemctl restart nodekeeld' lets the service keep it"
    }

    public var description: String { "cannot \(operation) '\(object)': \(reason)" }
}

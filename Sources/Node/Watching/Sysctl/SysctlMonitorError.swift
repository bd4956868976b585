import Glibc

/// Why writes to sysctls cannot be watched in the kernel on this node.
public enum SysctlMonitorError: Error, Hashable, Sendable {
    /// No hierarchy of control groups of version 2 is mounted.
    case noHierarchy
    /// The hierarchy that is mounted is only a part: this is a control group namespace of its own.
    case noRoot(path: String)
    /// The kernel has no BPF, or none with a ring buffer.
    case kernelTooOld
    /// The privileges for BPF are missing.
    case notPermitted
    /// The kernel refused for another reason.
    case refused(SystemError)

    init(_ error: SystemError) {
        self =
            switch error.errno {
            case EPERM, EACCES: .notPermitted
            case ENOSYS: .kernelTooOld
            // A kind of map that the kernel does not know.
            case EINVAL where error.operation == "make": .kernelTooOld
            default: .refused(error)
            }
    }
}

extension SysctlMonitorError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noHierarchy: "no control group hierarchy of version 2 is mounted"
        case .noRoot(let path): "'\(path)' is not the root of the control groups: this is a container"
        case .kernelTooOld: "the kernel has no BPF ring buffer, which is there since Linux 5.8"
        case .notPermitted: "BPF is not permitted: CAP_BPF and CAP_NET_ADMIN are missing, or the kernel is locked down"
        case .refused(let error): error.description
        }
    }
}

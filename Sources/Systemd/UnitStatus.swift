/// What systemd says about one unit.
public struct UnitStatus: Equatable, Sendable {
    /// The unit's own name, which an alias leads to.
    public var name: String
    /// `loaded`, `not-found`, `masked`, `bad-setting`, `error`.
    public var loadState: String
    /// `active`, `reloading`, `inactive`, `failed`, `activating`, `deactivating`.
    public var activeState: String
    /// The state in the words of the unit's type: `running`, `exited`, `dead`.
    public var subState: String
    /// The unit file, or empty.
    public var fragmentPath: String
    /// The drop-ins in force, in their order.
    public var dropInPaths: [String]
    /// Whether a unit file changed since systemd read it, so that a restart would still use the old one.
    public var needsDaemonReload: Bool
    /// The main process of a service that runs.
    public var mainPID: Int32?
    /// The control group below the hierarchy's root, such as `/system.slice/etcd.service`; nil while there is none.
    public var controlGroup: String?
    /// systemd's identifier of its present run, which every start changes, in hexadecimal digits; nil while there was
    /// none.
    public var invocation: String?
}

/// A property of a unit that can be changed while it runs.
public enum UnitProperty: Equatable, Sendable {
    /// `CPUWeight=`: 1 to 10,000, the kernel's default 100; nil goes back to that.
    case cpuWeight(UInt64?)
    /// `IOWeight=`: 1 to 10,000, the kernel's default 100; nil goes back to that.
    case ioWeight(UInt64?)

    var name: String {
        switch self {
        case .cpuWeight: "CPUWeight"
        case .ioWeight: "IOWeight"
        }
    }

    /// The value on the bus, where all ones mean «not set».
    var weight: UInt64 {
        switch self {
        case .cpuWeight(let weight), .ioWeight(let weight): weight ?? .max
        }
    }
}

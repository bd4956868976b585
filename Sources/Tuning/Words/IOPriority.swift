/// The I/O priority of a thread, as `ioprio_get(2)` gives it.
public struct IOPriority: Hashable, Sendable {
    /// The scheduling class.
    public enum Class: UInt16, Hashable, Sendable, CaseIterable {
        /// None of its own: the kernel derives a best-effort level from the nice value.
        case none
        case realtime, bestEffort, idle

        /// The name in ionice(1) and in systemd's `IOSchedulingClass=`.
        public var name: String {
            switch self {
            case .none: "none"
            case .realtime: "realtime"
            case .bestEffort: "best-effort"
            case .idle: "idle"
            }
        }
    }

    /// The scheduling class.
    public var schedulingClass: Class
    /// From 0, the first served, to 7; 0 in the classes that have no levels.
    public var level: UInt16
    /// What the kernel carries beside: command duration limits, since Linux 6.5.
    public var hint: UInt16

    /// The levels of a class. Newer kernels take a higher number for a hint and do not refuse it, so it is checked here.
    /// sources: Linux 6.18 include/uapi/linux/ioprio.h
    public static let levels: ClosedRange<UInt16> = 0...7
    /// The level of a process that asked for none, with a nice value of 0.
    public static let presetLevel: UInt16 = 4

    /// A class and a level of it; nil for a level that there is not.
    public init?(_ schedulingClass: Class, level: UInt16 = 0) {
        guard IOPriority.levels.contains(level) else { return nil }
        self.schedulingClass = schedulingClass
        self.level = schedulingClass.hasLevels ? level : 0
        hint = 0
    }

    /// Takes the kernel's number apart: three bits of class, ten of hint, three of level; nil for an unknown class.
    public init?(raw: UInt16) {
        guard let schedulingClass = Class(rawValue: raw >> 13) else { return nil }
        self.schedulingClass = schedulingClass
        level = schedulingClass.hasLevels ? raw & 7 : 0
        hint = schedulingClass.hasLevels ? raw >> 3 & 0x3FF : 0
    }

    /// The kernel's number.
    public var raw: UInt16 { schedulingClass.rawValue << 13 | hint << 3 | level }
}

extension IOPriority.Class {
    fileprivate var hasLevels: Bool { self == .realtime || self == .bestEffort }
}

extension IOPriority: CustomStringConvertible {
    public var description: String {
        guard schedulingClass.hasLevels else { return schedulingClass.name }
        return "\(schedulingClass.name)/\(level)" + (hint == 0 ? "" : "/\(hint)")
    }

    /// Reads `best-effort/0`, `idle`; nil for what is no I/O priority.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let schedulingClass = Class.allCases.first(where: { $0.name == parts[0] }) else { return nil }
        let numbers = parts.dropFirst().map { UInt16($0) }
        guard numbers.count <= 2, numbers.isEmpty != schedulingClass.hasLevels else { return nil }
        self.init(schedulingClass, level: (numbers.first ?? 0) ?? .max)
        guard numbers.count == 2 else { return }
        guard let hint = numbers[1], hint <= 0x3FF else { return nil }
        self.hint = hint
    }
}

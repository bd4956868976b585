/// Who changed a knob behind our back, as far as it can be known.
public struct Writer: Hashable, Sendable, Codable {
    /// What the writing thread called itself, cut by the kernel to 15 bytes; empty if that is not known.
    public var command: String
    /// The process in the machine's first namespace; nil if it is not known. It may have exited since.
    public var pid: Int64?
    /// The user in the machine's first namespace.
    public var userID: Int64?
    /// The executable, as a path in the process's own view; nil if the process had exited before it could be asked.
    public var executable: String?
    /// The systemd unit that holds the process; nil if it is in none.
    public var unit: String?
    /// The pod that holds it; nil if it is in none.
    public var pod: Pod?
    /// The container that holds it; nil if it is in none.
    public var container: Container?
    /// The control group of version 2 that holds it, as a path below the root; nil if it is not known.
    public var cgroup: String?

    /// A writer of whom only the name is known.
    public init(command: String) {
        self.command = command
    }

    /// A pod.
    public struct Pod: Hashable, Sendable, Codable {
        /// What the kubelet and its control groups know it by.
        public var uid: String
        /// Its namespace; nil if this node does not tell.
        public var namespace: String?
        /// Its name; nil if this node does not tell.
        public var name: String?

        /// A pod.
        public init(uid: String, namespace: String? = nil, name: String? = nil) {
            self.uid = uid
            self.namespace = namespace
            self.name = name
        }
    }

    /// A container.
    public struct Container: Hashable, Sendable, Codable {
        /// The 64 digits that its runtime gave it.
        public var id: String
        /// Its name in its pod; nil if this node does not tell.
        public var name: String?

        /// A container.
        public init(id: String, name: String? = nil) {
            self.id = id
            self.name = name
        }
    }
}

extension Writer {
    /// The bytes that the kernel keeps of a thread's name. sources: TASK_COMM_LEN of linux/sched.h, less its end
    private static let commandByteLimit = 15

    /// The name to call it by: the command, in full where the executable shows that it was cut.
    public var name: String {
        let program = executable?.split(separator: "/").last.map(String.init) ?? ""
        if command.isEmpty { return program.isEmpty ? container?.name ?? "somebody" : program }
        let isCut = command.utf8.count == Writer.commandByteLimit && program.hasPrefix(command)
        return isCut ? program : command
    }

    /// Where it runs, the most telling first: its pod, its unit, its container, its control group.
    public var place: String? {
        if let pod { return "pod \(pod)" }
        if let unit { return "unit \(unit)" }
        if let container { return "container \(container)" }
        return cgroup.flatMap { $0 == "/" ? nil : "control group \($0)" }
    }
}

extension Writer: CustomStringConvertible {
    public var description: String {
        let details = [place, pid.map { "pid \($0)" }].compactMap { $0 }
        return details.isEmpty ? name : "\(name) (\(details.joined(separator: ", ")))"
    }
}

extension Writer.Pod: CustomStringConvertible {
    public var description: String {
        guard let namespace, let name else { return uid }
        return "\(namespace)/\(name)"
    }
}

extension Writer.Container: CustomStringConvertible {
    public var description: String { name ?? String(id.prefix(12)) }
}

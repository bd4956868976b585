import Documents
public import Node
public import Tuning

/// Who wrote the knobs last, where `explain` and `writers` find it. A reboot takes it away.
public struct LastWriters: Codable, Hashable, Sendable {
    /// Where it stands.
    public static let path = "/run/nodekeel/writers.json"
    /// The most writers that are kept of one knob.
    static let limitOfKnob = 8
    /// The most that are kept of all knobs.
    static let limit = 512

    /// The boot it is of.
    public var boot: String
    /// The writes, of each writer the last with the count of all, the oldest first.
    public private(set) var writes: [KnobWrite] = []

    /// Nobody has written yet.
    public init(boot: String) {
        self.boot = boot
    }

    /// Notes a write. The same command in the same control group is the same writer.
    public mutating func note(_ write: KnobWrite) {
        var write = write
        let earlier = writes.firstIndex { other in
            other.knob == write.knob && other.path == write.path && other.writer.command == write.writer.command
                && other.writer.cgroup == write.writer.cgroup
        }
        if let earlier {
            write.absorb(writes.remove(at: earlier))
        } else if writes.count(where: { $0.knob == write.knob }) >= LastWriters.limitOfKnob {
            writes.firstIndex { $0.knob == write.knob }.map { _ = writes.remove(at: $0) }
        } else if writes.count >= LastWriters.limit {
            writes.removeFirst()
        }
        writes.append(write)
    }

    /// The last writers of a node in this boot; none if no service has seen any.
    public static func read(of node: Node) -> LastWriters {
        let boot = node.moment.boot
        guard
            let bytes = try? node.root.trustedBytes(of: path),
            let text = try? JSONText(bytes),
            let writers = try? JSON.decode(LastWriters.self, from: text),
            writers.boot == boot
        else { return LastWriters(boot: boot) }
        return writers
    }

    /// Leaves the writers.
    ///
    /// - Throws: ``SystemError``; writers that cannot be left are no reason to stop.
    public func write(on node: Node) throws(SystemError) {
        guard let text = try? JSON.text(encoding: self) else { preconditionFailure("writers are always JSON") }
        try node.replaceRuntimeFile(LastWriters.path, text + "\n")
    }
}

extension KnobWrite {
    /// Takes an earlier write of the same writer into this one.
    mutating func absorb(_ earlier: KnobWrite) {
        count = count.addingReportingOverflow(earlier.count).partialValue
        after = after ?? earlier.after
        before = before ?? earlier.before
        epochSeconds = max(epochSeconds, earlier.epochSeconds)
        // A process that has exited is not asked again: what the earlier one told of the writer holds.
        if writer.executable == nil { writer.executable = earlier.writer.executable }
    }
}

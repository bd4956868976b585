/// What members of etcd had counted at earlier passes, so that a pass can tell of the last minutes instead of all the time
/// since etcd started.
///
/// The service leaves it in a file, where a command finds it too.
public struct EtcdHistory: Hashable, Sendable, Codable {
    /// Where it stands.
    public static let path = "/run/nodekeel/etcd.json"
    /// The shortest time, in seconds, that is told of: of a few seconds there is little to tell.
    public static let windowSeconds: Int64 = 30
    /// The most members that are remembered.
    private static let memberLimit = 64
    /// How many looks at a member are remembered: the last, and one that is old enough meanwhile.
    private static let lookLimit = 2

    private var members: [Member] = []

    /// Nothing remembered.
    public init() {}

    /// One process and what it had counted, the oldest first.
    private struct Member: Hashable, Codable {
        var pid: Int64
        var startTicks: UInt64
        var looks: [EtcdCounters]
    }

    /// The last look at a process that is old enough at a moment; nil if there is none.
    public func look(atProcess pid: Int64, startedAt startTicks: UInt64, before uptimeSeconds: Int64) -> EtcdCounters? {
        members.first { $0.pid == pid && $0.startTicks == startTicks }?.looks
            .last { uptimeSeconds - $0.uptimeSeconds >= EtcdHistory.windowSeconds }
    }

    /// Remembers what members have counted now, and forgets those that are not there any more.
    public mutating func keep(_ etcd: [EtcdMember]) {
        members = etcd.prefix(EtcdHistory.memberLimit).compactMap { member -> Member? in
            guard let pid = member.pid, let startTicks = member.startTicks, let counted = member.measured?.counted
            else { return nil }
            let known = members.first { $0.pid == pid && $0.startTicks == startTicks }
            var kept = known ?? Member(pid: pid, startTicks: startTicks, looks: [])
            let age = kept.looks.last.map { counted.uptimeSeconds - $0.uptimeSeconds }
            if age.map({ $0 >= EtcdHistory.windowSeconds }) ?? true { kept.looks.append(counted) }
            kept.looks = kept.looks.suffix(EtcdHistory.lookLimit)
            return kept
        }
    }
}

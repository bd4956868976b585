/// A process here that has connections to an API server.
public struct APIServerTalker: Hashable, Sendable, Codable {
    /// Its name, as the kernel has it.
    public var program: String
    /// Its process.
    public var pid: Int64
    /// The pod that holds it, as `namespace/name` or by UID; nil if it is in none.
    public var pod: String?
    /// The unit that holds it; nil if it is in none.
    public var unit: String?
    /// The bytes that each of its connections has carried both ways, by the kernel's number for the connection.
    public var connections: [String: Int64]
    /// How many bytes a second they carried lately; nil where there was no earlier look.
    public var bytesPerSecond: Int64?

    /// A process and its connections.
    public init(program: String, pid: Int64, connections: [String: Int64]) {
        self.program = program
        self.pid = pid
        self.connections = connections
    }

    /// What it is called: `fluentd in pod kube-system/fluentd-x`.
    public var name: String { program + (pod.map { " in pod \($0)" } ?? unit.map { " in \($0)" } ?? " (pid \(pid))") }
}

/// What connections had carried at an earlier pass, so that a pass can tell a rate.
public struct APIServerTraffic: Hashable, Sendable, Codable {
    /// Where the service leaves it.
    public static let path = "/run/nodekeel/apiserver.json"
    /// The shortest time, in seconds, of which a rate is told.
    public static let windowSeconds: Int64 = 10

    /// When, in seconds since boot.
    public var uptimeSeconds: Int64
    /// The bytes of each connection, by the kernel's number for it.
    public var connections: [String: Int64]

    /// What connections have carried at a moment.
    public init(uptimeSeconds: Int64, of talkers: [APIServerTalker]) {
        self.uptimeSeconds = uptimeSeconds
        connections = talkers.reduce(into: [:]) { all, one in all.merge(one.connections) { first, _ in first } }
    }

    /// How many bytes a second a process carried since then; nil where too little time went by. A connection that was not
    /// there is counted whole.
    public func rate(of talker: APIServerTalker, at uptimeSeconds: Int64) -> Int64? {
        let seconds = uptimeSeconds - self.uptimeSeconds
        guard seconds >= APIServerTraffic.windowSeconds else { return nil }
        let bytes = talker.connections.reduce(Int64(0)) { sum, one in
            sum &+ max(one.value - (connections[one.key] ?? 0), 0)
        }
        return bytes / seconds
    }
}

extension Facts {
    /// The processes that talk to the API server, as the owner of what is told of them, and what is.
    public static let talkers = "clients of the API server here"
    public static let loudestTalker = "most-bytes-per-second"

    /// The processes by how much they talk, the loudest first.
    public var loudestTalkers: [APIServerTalker] {
        (apiserverTalkers ?? []).filter { $0.bytesPerSecond != nil }.sorted {
            ($0.bytesPerSecond ?? 0, $1.pid) > ($1.bytesPerSecond ?? 0, $0.pid)
        }
    }

    var talkersObservation: Observation {
        guard let most = loudestTalkers.first?.bytesPerSecond else { return .missing }
        return .value(.integer(most), text: "\(most)", isWritable: false)
    }
}

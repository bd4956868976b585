import Documents
public import Node
public import Reporting
public import Tuning

/// What the service leaves for `status`: when it looks again, what it cannot watch, and which policy it cannot use.
public struct ServiceState: Codable, Hashable, Sendable {
    /// Where it stands, and the lock that a running service holds.
    public static let path = "/run/nodekeel/service.json"
    /// The lock that a running service holds.
    public static let lockPath = "/run/nodekeel/nodekeeld.lock"

    /// The boot it is of.
    public var boot: String
    /// When the next pass is due at the latest, in seconds since boot.
    public var nextPassUptimeSeconds: Int64?
    /// What cannot be watched, each with the reason: changes there are found by the sweep only.
    public var blindSpots: [String]
    /// What holds in place of the policy on disk, and why that cannot be used here; nil if it is in force.
    public var policyRejection: String?

    /// A state to leave.
    public init(boot: String, nextPassUptimeSeconds: Int64?, blindSpots: [String], policyRejection: String? = nil) {
        self.boot = boot
        self.nextPassUptimeSeconds = nextPassUptimeSeconds
        self.blindSpots = blindSpots
        self.policyRejection = policyRejection
    }

    /// What is known of the service of a node, for `status`.
    public static func service(of node: Node, at now: Moment) -> StatusAnswer.Service {
        guard FileLock.isHeld(lockPath, of: node.root) else { return StatusAnswer.Service(isRunning: false) }
        guard
            let bytes = try? node.root.trustedBytes(of: path),
            let text = try? JSONText(bytes),
            let state = try? JSON.decode(ServiceState.self, from: text),
            state.boot == now.boot
        else { return StatusAnswer.Service(isRunning: true) }
        return StatusAnswer.Service(
            isRunning: true,
            nextPassInSeconds: state.nextPassUptimeSeconds.map { max($0 - now.uptimeSeconds, 0) },
            blindSpots: state.blindSpots,
            policyRejection: state.policyRejection
        )
    }

    /// Leaves the state.
    ///
    /// - Throws: ``SystemError``; a state that cannot be left is no reason to stop.
    public func write(on node: Node) throws(SystemError) {
        guard let text = try? JSON.text(encoding: self) else { preconditionFailure("a state is always JSON") }
        try node.replaceRuntimeFile(ServiceState.path, text + "\n")
    }
}

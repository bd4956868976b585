public import Tuning

/// A change of policy that comes to a fleet, and what policy says of the restarts that make it live.
///
/// The worst for the fleet is taken: every node gets the change within a minute, and each of them has to restart its
/// kubelet for it.
public struct Scenario: Sendable {
    /// What it is called in a table.
    public var name: String
    /// How many nodes there are.
    public var nodeCount: Int
    /// What policy says of the kubelet's restarts.
    public var restarts: RestartPolicy
    /// The nodes that are changed at all; nil for every node.
    public var rollout: Rollout?
    /// How many nodes the lock server lets restart at a time; nil where none is asked.
    public var slotCount: Int?

    /// When the change comes: a Wednesday, 20:00 UTC, in seconds since 1970.
    public static let begin: Int64 = 1_795_636_800
    /// How long it is looked at, in seconds: who has not restarted in three nights does not.
    public static let length: Int64 = 3 * 86_400

    /// A scenario.
    ///
    /// - Throws: ``Refusal`` for a window that cannot be read.
    public init(
        _ name: String,
        nodeCount: Int,
        window: String,
        splaySeconds: Int64,
        slotCount: Int? = nil,
        rollout: Rollout? = nil
    ) throws(Refusal) {
        self.name = name
        self.nodeCount = nodeCount
        self.slotCount = slotCount
        self.rollout = rollout
        restarts = RestartPolicy()
        restarts.permission = .allowed
        restarts.windows = [try RestartWindow(window)]
        restarts.splaySeconds = splaySeconds
        restarts.gate = slotCount == nil ? RestartPolicy.Gate.none : .fleetlock
    }

    /// The policies that a platform team chooses from.
    ///
    /// - Throws: ``Refusal`` never: the windows are fixed.
    public static func usual(nodeCount: Int) throws(Refusal) -> [Scenario] {
        let window = "02:00-05:00 UTC"
        return [
            try Scenario("window, splay 30 min", nodeCount: nodeCount, window: window, splaySeconds: 1_800),
            try Scenario(
                "the same, gate of 50 slots",
                nodeCount: nodeCount,
                window: window,
                splaySeconds: 1_800,
                slotCount: 50
            ),
            try Scenario(
                "the same, rollout of 10 %",
                nodeCount: nodeCount,
                window: window,
                splaySeconds: 1_800,
                rollout: Rollout(share: 1_000, salt: "simulated")
            ),
        ]
    }
}

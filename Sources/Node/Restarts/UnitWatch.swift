public import Systemd
public import Tuning

/// Looks at a unit while it is restarted, again and again.
public struct UnitWatch: Sendable {
    private let root: Root
    private let unit: String
    private let healthz: HealthEndpoint?
    private let server: String?
    /// The main process, and since when it has been the same, in seconds of the monotonic clock.
    private var process: (pid: Int32, since: Int64)?

    /// How long systemd may take for one answer.
    private static let busPatience = Duration.seconds(5)
    /// How long systemd may take to read its unit files on a node with hundreds of pods.
    private static let reloadPatience = Duration.seconds(60)
    /// How long the unit may take to tell that it is well, in milliseconds.
    private static let healthPatience: Int64 = 1_000

    /// A watch that has not looked yet.
    ///
    /// - Parameters:
    ///   - healthz: where the unit tells whether it is well; nil if it does not.
    ///   - server: the API server that it must have a connection to; nil if that is not asked for.
    public init(of unit: String, healthz: HealthEndpoint?, server: String?, on node: Node) {
        root = node.root
        self.unit = unit
        self.healthz = healthz
        self.server = server
    }

    /// How the unit stands now.
    public mutating func look() throws(SystemdError) -> UnitSight {
        let status = try Bus(timeout: UnitWatch.busPatience).status(of: unit)
        let now = Timer.Clock.monotonic.now.components.seconds
        if let pid = status.mainPID {
            if process?.pid != pid { process = (pid, now) }
        } else {
            process = nil
        }
        let running = status.activeState == "active" ? process?.pid : nil
        return UnitSight(
            activeState: status.activeState,
            run: status.invocation,
            steadySeconds: process.map { now - $0.since },
            complaint: running.flatMap { pid in
                healthz.flatMap(UnitWatch.complaint(of:)) ?? server.flatMap { complaint(of: pid, without: $0) }
            }
        )
    }

    /// Why a process does not renew its node's lease as it did; nil if it has its connection again, or nothing tells.
    func complaint(of pid: Int32, without server: String) -> String? {
        let heartbeat = KubeletHeartbeat(ofConnectionsFrom: Int64(pid), to: server, in: root)
        return heartbeat.state == .pathIll ? heartbeat.wayWords : nil
    }

    /// Has systemd restart the unit, or start it if it does not run, also where it was started too often before.
    public static func restart(_ unit: String) throws(SystemdError) {
        let bus = try Bus(timeout: busPatience)
        // Or it would be started as it was configured before.
        if try bus.status(of: unit).needsDaemonReload { try bus.reloadManager(within: reloadPatience) }
        try bus.resetFailure(of: unit)
        try bus.begin(.restart, unit)
    }

    /// Why an endpoint does not tell that all is well; nil if it does.
    static func complaint(of endpoint: HealthEndpoint) -> String? {
        let exchange = HTTPExchange(
            with: .host(endpoint.host, port: Int(endpoint.port)),
            within: healthPatience
        )
        do throws(SystemError) {
            let answer = try exchange.get("/healthz")
            return answer.status == 200 ? nil : "its healthz says \(answer.status)"
        } catch {
            return "its healthz: \(error.description)"
        }
    }
}

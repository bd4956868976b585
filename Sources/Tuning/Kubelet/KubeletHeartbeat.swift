/// How the kubelet's heartbeat looks from beside it: whether the kubelet itself is well, and its way to the API server.
///
/// The control plane calls a node NotReady when its lease is not renewed, and cannot tell which of the two is ill. No
/// question goes to the API server: the kubelet's own connection shows whether what it sends is taken.
public struct KubeletHeartbeat: Hashable, Sendable, Codable {
    /// What its health endpoint said: `ok`, or why it is not well; nil where it was not asked.
    public var health: String?
    /// Whether that is well; nil where it was not asked.
    public var isHealthy: Bool?
    /// The API server as the kubelet's kubeconfig has it, such as `10.0.0.1:6443`; nil if that is not known.
    public var server: String?
    /// How many connections to it are established; nil if that is not known.
    public var connectionCount: Int64?
    /// How often the kernel has sent again what the API server has not taken, on the connection where it is least; nil
    /// without a connection.
    public var repeatCount: Int64?

    /// Nothing known.
    public init() {}

    /// What ails.
    public enum State: String, Hashable, Sendable, Codable {
        /// Nothing.
        case well
        /// The kubelet does not work.
        case kubeletIll = "kubelet ill"
        /// The kubelet works, and does not get through to the API server.
        case pathIll = "path ill"
    }

    /// So many repetitions are more than a lost packet: with the kernel's doubling wait they take some three seconds.
    /// sources: Linux 6.18 Documentation/networking/ip-sysctl.rst, tcp_retries1: three
    static let repeatLimit: Int64 = 3

    /// What ails; nil if nothing is known.
    public var state: State? {
        if isHealthy == false { return .kubeletIll }
        if connectionCount == 0 || repeatCount ?? 0 >= KubeletHeartbeat.repeatLimit { return .pathIll }
        return isHealthy == nil && connectionCount == nil ? nil : .well
    }

    /// What was seen, in words.
    public var words: String {
        let endpoint = health.map { "its health endpoint says '\($0)'" } ?? "its health endpoint is not asked"
        return "\(endpoint), \(wayWords)"
    }

    /// What was seen of its way to the API server, in words.
    public var wayWords: String {
        guard let server, let connectionCount else { return "its connection to the API server is not seen" }
        guard connectionCount > 0 else { return "no connection to \(server) is established" }
        let repeats = repeatCount ?? 0
        return repeats == 0
            ? "everything sent to \(server) is taken" : "what goes to \(server) was sent \(repeats) times again"
    }
}

extension KubeletFacts {
    /// How its heartbeat looks, in one word or two.
    public var heartbeatState: Observation {
        guard let state = heartbeat?.state else { return .unreadable("nothing tells how the kubelet is") }
        return .value(.text(state.rawValue), text: state.rawValue, isWritable: false)
    }
}

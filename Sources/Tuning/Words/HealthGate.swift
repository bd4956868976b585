/// What must be well before a change that is tried is kept.
public enum HealthGate: Hashable, Sendable, Codable {
    /// The kubelet answers `/healthz` with 200, where ``KubeletFacts/healthz`` says.
    case kubelet
    /// There is a default route in the main table.
    case defaultRoute
    /// etcd answers `/health` with 200 on this port of this node, which serves its metrics in plain HTTP.
    case etcd(port: Int)
    /// A port takes connections: a host's name or number, and the port.
    case tcp(host: String, port: Int)

    /// What is looked at where policy says nothing, as far as it is well before the change.
    public static let preset: [HealthGate] = [.kubelet, .defaultRoute]
}

extension HealthGate: CustomStringConvertible {
    public var description: String {
        switch self {
        case .kubelet: "kubelet"
        case .defaultRoute: "default route"
        case .etcd(let port): "etcd on port \(port)"
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        }
    }
}

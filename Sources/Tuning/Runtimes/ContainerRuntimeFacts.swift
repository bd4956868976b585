/// The container runtimes of this node, and which of them the kubelet uses.
public struct ContainerRuntimeFacts: Hashable, Sendable, Codable {
    /// The runtimes that run here or have a unit, by kind.
    public var runtimes: [ContainerRuntime] = []
    /// The socket that the kubelet asks, as it is written; nil if no kubelet tells one.
    public var endpoint: String?
    /// What told the endpoint: `FILE:LINE`, `flag --NAME in FILE:LINE`, or `default`.
    public var endpointOrigin: String?
    /// The runtime behind that socket; nil if there is no kubelet, or the socket is nobody's that is known.
    public var inUse: ContainerRuntime.Kind?
    /// Docker's daemon, if it runs here or has a unit.
    public var docker: DockerFacts?
    /// containerd, if it runs here or has a unit.
    public var containerd: ContainerdFacts?
    /// The mirrors that the runtime in use asks before a registry, each with the place where that stands.
    public var mirrors: [String] = []
    /// The programs that hand images from node to node, where one runs here.
    public var imagePeers: [String] = []
    /// Where the images are that pods run from; nil if it is not known which runtime they use.
    public var imageStore: ImageStore?

    /// Nothing known.
    public init() {}

    /// Why what is set in a runtime changes nothing for pods; nil if it does, or nobody can tell.
    public func reasonOfIdleness(of kind: ContainerRuntime.Kind) -> String? {
        guard let inUse, inUse != kind, let endpoint else { return nil }
        return
            "the kubelet has its images pulled by \(inUse.name), at \(endpoint) (\(endpointOrigin ?? "unknown origin"))"
    }
}

/// A container runtime.
public struct ContainerRuntime: Hashable, Sendable, Codable {
    /// Which one.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        case docker, containerd
        case criO = "cri-o"

        /// Its name in sentences.
        public var name: String { self == .docker ? "Docker" : self == .criO ? "CRI-O" : rawValue }
    }

    /// Which one.
    public var kind: Kind
    /// Its process; nil if it does not run.
    public var pid: Int64?
    /// When the process started, in clock ticks since boot; nil if it does not run.
    public var startTicks: UInt64?
    /// The unit that starts it; nil if none does.
    public var unit: String?
    /// Its version, such as `20.10.24`; nil if nothing tells it.
    public var version: String?
    /// How the version was learnt.
    public var versionSource: String?

    /// A runtime of which only the kind is known.
    public init(_ kind: Kind) {
        self.kind = kind
    }
}

extension ContainerRuntime.Kind {
    /// The runtime that listens on a socket with a name that is used everywhere.
    ///
    /// The dockershim of kubelets before 1.24 has no socket of anybody else's; cri-dockerd took its place.
    public init?(endpoint: String) {
        guard let name = endpoint.split(separator: "/").last else { return nil }
        switch name {
        case "cri-dockerd.sock", "dockershim.sock", "docker.sock": self = .docker
        case "crio.sock": self = .criO
        case "containerd.sock": self = .containerd
        default: return nil
        }
    }
}

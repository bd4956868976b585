import Documents
import Tuning

extension ContainerRuntimeFacts {
    /// The programs that hand images from node to node: Spegel, Dragonfly, Kraken.
    private static let peers = ["spegel", "dfdaemon", "dfget", "kraken-agent"]
    /// Where containerd looks for mirrors where nothing else is said, and where k3s and RKE2 write them.
    private static let registryDirectories = [
        "/etc/containerd/certs.d", "/var/lib/rancher/k3s/agent/etc/containerd/certs.d",
        "/var/lib/rancher/rke2/agent/etc/containerd/certs.d",
    ]
    /// The most registries and mirrors that are looked at.
    private static let limit = 64

    /// Reads where images come from.
    mutating func readDistribution(among components: [Component], in root: Root) {
        imagePeers = ContainerRuntimeFacts.peers.filter { peer in components.contains { $0.name == peer } }
        switch inUse {
        case .docker?: mirrors = docker.map(ContainerRuntimeFacts.mirrors) ?? []
        case .containerd?, nil:
            mirrors = containerd.map { ContainerRuntimeFacts.mirrors(of: $0, in: root) } ?? []
        case .criO?: mirrors = ContainerRuntimeFacts.mirrorsOfCRIO(in: root)
        }
        mirrors = Array(mirrors.prefix(ContainerRuntimeFacts.limit))
    }

    private static func mirrors(of docker: DockerFacts) -> [String] {
        let flag = docker.flags["registry-mirrors"].map { "\($0.text) (flag --\($0.name))" }
        let key = docker.keys["registry-mirrors"].map { "\($0) (\(docker.configPath))" }
        return [flag, key].compactMap { $0 }.filter { !$0.hasPrefix("[]") }
    }

    private static func mirrors(of containerd: ContainerdFacts, in root: Root) -> [String] {
        let old = containerd.values.filter { $0.key.hasSuffix(".registry.mirrors") && $0.value.text == "set" }
        if !old.isEmpty { return old.map { "registry.mirrors (\($0.value.place))" }.sorted() }
        let named = containerd.registryPath?.split(separator: ":").map(String.init).filter { $0.hasPrefix("/") }
        return (named ?? registryDirectories).flatMap { directory -> [String] in
            let registries = (try? root.names(in: directory)) ?? []
            return registries.prefix(limit).flatMap { registry -> [String] in
                let path = "\(directory)/\(registry)/hosts.toml"
                guard let bytes = try? root.bytes(of: path, limit: 1 << 16), let table = try? TOML.parse(bytes) else {
                    return []
                }
                return (table["host"]?.table?.values.keys.sorted() ?? []).map { "\($0) for \(registry) (\(path))" }
            }
        }
    }

    private static func mirrorsOfCRIO(in root: Root) -> [String] {
        let path = "/etc/containers/registries.conf"
        guard let bytes = try? root.bytes(of: path), let table = try? TOML.parse(bytes),
            case .array(let registries)? = table["registry"]?.content
        else { return [] }
        return registries.prefix(limit).flatMap { registry -> [String] in
            guard let registry = registry.table, case .array(let mirrors)? = registry["mirror"]?.content else {
                return []
            }
            return mirrors.compactMap { mirror in
                mirror.table?["location"]?.text.map { "\($0) for \(registry["location"]?.text ?? "all") (\(path))" }
            }
        }
    }
}

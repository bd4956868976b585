import Documents
import Glibc
public import Tuning

/// Finds the processes here that have connections to an API server.
struct TalkerReading {
    let root: Root
    let components: [Component]
    let kubelet: KubeletFacts?

    /// The most processes that are told, and connections of each.
    private static let talkerLimit = 64
    private static let connectionLimit = 256
    /// The most open files that are looked at in one pass, over all processes.
    private static let fileLimit = 16_384
    private static let kubeconfigs = [
        "/etc/kubernetes/kubelet.conf", "/var/lib/kubelet/kubeconfig", "/var/lib/rancher/k3s/agent/kubelet.kubeconfig",
        "/var/lib/rancher/rke2/agent/kubelet.kubeconfig",
    ]

    /// An API server's address; any host where it is known by a name.
    struct Place: Hashable {
        var address: [UInt8]?
        var port: UInt16
    }

    /// The processes; nil where that cannot be told: in a captured tree, or where no API server is known.
    func talkers(named podName: (String) -> String?) -> [APIServerTalker]? {
        let places = places
        guard root.isMachine, !places.isEmpty else { return nil }
        let connections = Set(places.map(\.port)).flatMap(SocketDiagnosis.connections).filter { one in
            places.contains { $0.port == one.port && ($0.address.map { TalkerReading.equal($0, one.address) } ?? true) }
        }
        var sockets = Dictionary(connections.map { ($0.inode, $0) }, uniquingKeysWith: { first, _ in first })
        sockets[0] = nil
        var left = TalkerReading.fileLimit
        var talkers: [APIServerTalker] = []
        for pid in processes {
            guard !sockets.isEmpty, left > 0, talkers.count < TalkerReading.talkerLimit else { break }
            let own = take(from: &sockets, of: pid, left: &left)
            if !own.isEmpty { talkers.append(talker(pid, own, named: podName)) }
        }
        return talkers
    }

    /// The processes, those that are known first; not the servers, which have thousands of connections, and not this one,
    /// which has thousands of files open and speaks to no API server.
    private var processes: [Int64] {
        let servers = components.filter { ["kube-apiserver", "etcd"].contains($0.name) }.map(\.pid)
        let passedOver = Set(servers + [Int64(getpid())])
        let known = components.map(\.pid).filter { !passedOver.contains($0) }
        let all = ((try? root.names(in: "/proc")) ?? []).compactMap { Int64($0) }
        let isKnown = passedOver.union(known)
        return known + all.filter { !isKnown.contains($0) }
    }

    /// Takes those of the sockets that a process has open.
    private func take(
        from sockets: inout [UInt32: SocketDiagnosis.Connection],
        of pid: Int64,
        left: inout Int
    ) -> [SocketDiagnosis.Connection] {
        let directory = "/proc/\(pid)/fd"
        guard let names = try? root.names(in: directory) else { return [] }
        var own: [SocketDiagnosis.Connection] = []
        for name in names.prefix(left) {
            left -= 1
            guard let target = root.link(at: "\(directory)/\(name)"), target.hasPrefix("socket:["),
                let inode = UInt32(target.dropFirst(8).dropLast()), let socket = sockets.removeValue(forKey: inode)
            else { continue }
            own.append(socket)
            if sockets.isEmpty { break }
        }
        return own
    }

    private func talker(
        _ pid: Int64,
        _ connections: [SocketDiagnosis.Connection],
        named podName: (String) -> String?
    ) -> APIServerTalker {
        let bytes = connections.prefix(TalkerReading.connectionLimit).map { ("\($0.cookie)", $0.byteCount) }
        var talker = APIServerTalker(
            program: root.line(of: "/proc/\(pid)/comm") ?? "?",
            pid: pid,
            connections: Dictionary(bytes, uniquingKeysWith: { first, _ in first })
        )
        let membership = CgroupMembership((try? root.bytes(of: "/proc/\(pid)/cgroup", limit: 1 << 16)) ?? [])
        talker.pod = membership.podUID.map { podName($0) ?? $0 }
        talker.unit = talker.pod == nil ? membership.unit : nil
        return talker
    }

    // MARK: API servers

    /// The API servers that the kubelet's credentials and the pods' environment name.
    private var places: Set<Place> {
        var places: Set<Place> = []
        let flag = kubelet.flatMap { EtcdStores.flag("kubeconfig", in: [""] + $0.arguments) }
        for path in [flag].compactMap(\.self) + TalkerReading.kubeconfigs {
            guard let bytes = try? root.bytes(of: path, limit: 1 << 18), let tree = try? YAML.parse(bytes) else {
                continue
            }
            for cluster in tree["clusters"]?.items ?? [] {
                if let url = cluster["cluster"]?["server"]?.scalar?.text, let place = Place(url: url) {
                    places.insert(place)
                }
            }
            break
        }
        for component in components where component.podUID != nil {
            guard let variables = try? root.environment(of: component, prefix: "KUBERNETES_SERVICE_"),
                let host = variables["KUBERNETES_SERVICE_HOST"],
                let place = Place(url: "https://\(host):\(variables["KUBERNETES_SERVICE_PORT"] ?? "443")")
            else { continue }
            places.insert(place)
            break
        }
        return places
    }

    /// Whether two addresses are one: an IPv6 socket has an IPv4 address behind a prefix.
    private static func equal(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        one == other
            || one.count == 4 && other.count == 16 && Array(other.suffix(4)) == one
                && other[10] == 0xff && other[11] == 0xff && other.prefix(10).allSatisfy { $0 == 0 }
    }
}

extension TalkerReading.Place {
    /// The place of a URL; nil for what is none.
    init?(url: String) {
        guard url.hasPrefix("https://") else { return nil }
        let authority = url.dropFirst(8).prefix { $0 != "/" }
        let colon = authority.lastIndex(of: ":").flatMap { authority[$0...].contains("]") ? nil : $0 }
        guard let port = colon.map({ UInt16(authority[authority.index(after: $0)...]) }) ?? 443 else { return nil }
        let host = String(authority[..<(colon ?? authority.endIndex)].filter { $0 != "[" && $0 != "]" })
        guard !host.isEmpty, port > 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, host, &bytes) == 1 {
            self.init(address: Array(bytes.prefix(4)), port: port)
        } else if inet_pton(AF_INET6, host, &bytes) == 1 {
            self.init(address: bytes, port: port)
        } else {
            self.init(address: nil, port: port)
        }
    }
}

extension Facts {
    /// Reads who talks to the API server, and how much since an earlier look.
    mutating func readTalkers(_ root: Root, at uptimeSeconds: Int64) {
        let reader = FactsReader(root: root)
        let reading = TalkerReading(root: root, components: components, kubelet: kubelet)
        guard var talkers = reading.talkers(named: reader.podName) else { return }
        if let earlier = APIServerTraffic(in: root) {
            for index in talkers.indices {
                talkers[index].bytesPerSecond = earlier.rate(of: talkers[index], at: uptimeSeconds)
            }
        }
        apiserverTalkers = talkers
    }
}

extension APIServerTraffic {
    /// What the service left at an earlier pass; nil if there is nothing, or nothing that can be read.
    fileprivate init?(in root: Root) {
        guard let bytes = try? root.bytes(of: APIServerTraffic.path), let text = try? JSONText(bytes),
            let traffic = try? JSON.decode(APIServerTraffic.self, from: text)
        else { return nil }
        self = traffic
    }
}

extension Node {
    /// Remembers what connections to the API server have carried, for the passes after this one.
    ///
    /// - Throws: ``SystemError``; what cannot be left is no reason to stop.
    public func keepTraffic(of talkers: [APIServerTalker]?) throws(SystemError) {
        guard let talkers else { return }
        let traffic = APIServerTraffic(uptimeSeconds: moment.uptimeSeconds, of: talkers)
        let age = APIServerTraffic(in: root).map { traffic.uptimeSeconds - $0.uptimeSeconds }
        guard age.map({ $0 >= APIServerTraffic.windowSeconds }) ?? true else { return }
        guard let text = try? JSON.text(encoding: traffic) else { preconditionFailure("numbers are always JSON") }
        try replaceRuntimeFile(APIServerTraffic.path, text + "\n")
    }
}

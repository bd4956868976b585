import Glibc
import Tuning

extension KubeletHeartbeat {
    /// How long the kubelet's health endpoint is waited for, in milliseconds: one that hangs is no well one.
    private static let patienceMilliseconds: Int64 = 1_000

    /// Looks at a kubelet that runs; nil where none does, or where another program carries it. A
    /// captured tree is not asked anything.
    init?(of kubelet: KubeletFacts, in root: Root) {
        guard let pid = kubelet.pid, kubelet.carrier == nil else { return nil }
        self.init()
        if root.isMachine, let endpoint = kubelet.healthz { ask(endpoint) }
        findServer(kubelet, in: root)
        findConnections(of: pid, in: root)
    }

    /// Looks at nothing but the connections of a process to an API server.
    init(ofConnectionsFrom pid: Int64, to server: String, in root: Root) {
        self.init()
        self.server = server
        findConnections(of: pid, in: root)
    }

    /// Asks its health endpoint.
    mutating func ask(_ endpoint: HealthEndpoint) {
        let exchange = HTTPExchange(
            with: .host(endpoint.host, port: Int(endpoint.port)),
            within: KubeletHeartbeat.patienceMilliseconds
        )
        do throws(SystemError) {
            let answer = try exchange.get("/healthz")
            isHealthy = answer.status == 200
            let text = answer.body.prefix(80)[...].trimmed.text.filter { !$0.isNewline }
            health = isHealthy == true && text.isEmpty ? "ok" : answer.status == 200 ? text : "\(answer.status) \(text)"
        } catch {
            isHealthy = false
            health = error.reason
        }
    }

    /// The API server of the kubelet's kubeconfig, of which nothing else is kept.
    private mutating func findServer(_ kubelet: KubeletFacts, in root: Root) {
        guard
            let path = EtcdStores.flag("kubeconfig", in: kubelet.arguments), path.hasPrefix("/"),
            let bytes = try? root.bytes(of: path),
            case .value(let document) = KubernetesDocument.decode(bytes)
        else { return }
        let context = document.named(document["current-context"], in: "contexts")["context"]
        guard case .string(let url) = document.named(context["cluster"], in: "clusters")["cluster"]["server"] else {
            return
        }
        let rest = url.hasPrefix("https://") ? url.dropFirst("https://".count) : url[...]
        let authority = rest.prefix { $0 != "/" }
        guard !authority.isEmpty, !authority.contains(":") || rest == url.dropFirst("https://".count) else { return }
        let end = authority.last == "]" || !authority.contains(":") ? ":443" : ""
        server = authority + end
    }

    /// The established connections of a process to the API server, and how well the best of them does.
    ///
    /// The name of a host is not looked up, which would be traffic: then the port alone tells.
    private mutating func findConnections(of pid: Int64, in root: Root) {
        guard let server, let colon = server.lastIndex(of: ":"),
            let port = UInt16(server[server.index(after: colon)...]),
            let sockets = root.socketLines(of: pid, .established)
        else { return }
        let host = server[..<colon].filter { $0 != "[" && $0 != "]" }
        let address = KubeletHeartbeat.address(host)
        let end = Root.socketPort(port)
        let found = sockets.compactMap { words -> Int64? in
            guard
                case let remote = words[2].text, remote.hasSuffix(end),
                address.map({ remote.dropLast(end.count).hasSuffix($0) }) ?? true
            else { return nil }
            return Int64(words[6].text, radix: 16)
        }
        connectionCount = Int64(found.count)
        repeatCount = found.min()
    }

    /// An address as the kernel's tables have it: in words of four bytes, each with its lowest byte first. One of four
    /// bytes stands at the end of those that carry it in sixteen. Nil for the name of a host.
    private static func address(_ host: String) -> String? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = inet_pton(AF_INET, host, &bytes) == 1 ? 4 : inet_pton(AF_INET6, host, &bytes) == 1 ? 16 : 0
        guard count > 0 else { return nil }
        var text = ""
        for start in stride(from: 0, to: count, by: 4) {
            for byte in bytes[start..<start + 4].reversed() {
                if byte < 16 { text += "0" }
                text += String(byte, radix: 16, uppercase: true)
            }
        }
        return text
    }
}

extension DecodedValue {
    /// The member of a list of mappings that has this name.
    fileprivate func named(_ name: DecodedValue, in list: String) -> DecodedValue {
        guard case .list(let items) = self[list] else { return .null }
        return items.first { $0["name"] == name } ?? .null
    }
}

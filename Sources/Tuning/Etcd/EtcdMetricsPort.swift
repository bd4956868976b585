/// Where an etcd tells its metrics in plain HTTP to whoever is on the node.
public struct EtcdMetricsPort: Hashable, Sendable {
    /// The host, an address of loopback.
    public let host: String
    /// The port.
    public let port: Int
    /// Both as etcd was told them: `http://127.0.0.1:2381`.
    public let address: String

    /// The addresses of loopback, and those that stand for every address of the node.
    private static let hosts = [
        "127.0.0.1": "127.0.0.1", "localhost": "127.0.0.1", "0.0.0.0": "127.0.0.1", "[::1]": "::1", "[::]": "::1",
    ]

    /// The port of a URL; nil for one that is not of loopback, or not of plain HTTP.
    init?(url text: String) {
        guard let url = try? GoURL(text), url.scheme == "http", let colon = url.host.lastIndex(of: ":"),
            let port = Int(url.host[url.host.index(after: colon)...]), (1...65_535).contains(port),
            let host = EtcdMetricsPort.hosts[String(url.host[..<colon])]
        else { return nil }
        self.host = host
        self.port = port
        address = "http://\(url.host)"
    }
}

extension EtcdMember {
    /// The option that gives metrics a port of their own.
    public static let metricsOption = "listen-metrics-urls"

    /// Where it tells its metrics: the port that is for them, or that of clients where it takes no certificate. Nil where
    /// there is none on loopback.
    public var metricsPort: EtcdMetricsPort? {
        [EtcdMember.metricsOption, "listen-client-urls"].lazy
            .flatMap { effective[$0]?.strings ?? [] }
            .compactMap { EtcdMetricsPort(url: $0) }.first
    }
}

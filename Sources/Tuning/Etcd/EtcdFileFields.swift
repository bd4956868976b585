extension EtcdFile {
    /// What a key at the top of a file takes in a release; nil for a key that is none.
    ///
    /// Most are named as the flags; the flags that are not, have no key or stand in a mapping of their own. Source: the
    /// fields of `embed.Config` and `configJSON` of etcd 3.4.23, 3.5.16, 3.6.14 and 3.7.1.
    static func kind(of name: String, in release: EtcdRelease) -> EtcdKind? {
        if aliases[name] != nil { return release.minor < 7 && release.minor > 4 ? .uint64 : nil }
        if flagsOnly.contains(name) { return nil }
        // Up to 3.5 the file was read a second time for the proxy of v2.
        if name == "discovery-fallback" { return release.minor < 6 ? EtcdFlag.all[name]?.kind : nil }
        guard let flag = EtcdFlag.all[name], flag.isIn(release) else { return nil }
        return flag.kind
    }

    /// Keys that are written otherwise than their flags.
    static let aliases = ["experimental-snapshot-catch-up-entries": "experimental-snapshot-catchup-entries"]

    /// The flags that are no key at the top of a file.
    private static let flagsOnly: Set<String> = [
        "config-file", "version", "raft-read-timeout", "raft-write-timeout", "socket-reuse-port",
        "socket-reuse-address", "peer-skip-client-san-verification", "experimental-snapshot-catchup-entries",
        "cert-file", "key-file", "client-cert-file", "client-key-file", "client-cert-auth", "client-crl-file",
        "client-cert-allowed-hostname", "trusted-ca-file", "auto-tls", "peer-cert-file", "peer-key-file",
        "peer-client-cert-file", "peer-client-key-file", "peer-client-cert-auth", "peer-crl-file",
        "peer-cert-allowed-cn", "peer-cert-allowed-hostname", "peer-trusted-ca-file", "peer-auto-tls",
        "discovery-token", "discovery-endpoints", "discovery-dial-timeout", "discovery-request-timeout",
        "discovery-keepalive-time", "discovery-keepalive-timeout", "discovery-insecure-transport",
        "discovery-insecure-skip-tls-verify", "discovery-cert", "discovery-key", "discovery-cacert",
        "discovery-user", "discovery-password", "next-cluster-version-compatible",
    ]

    /// The mappings in a file, with the option that each of their keys is.
    static let groups: [String: [String: (name: String, kind: EtcdKind)]] = [
        "client-transport-security": security(""), "peer-transport-security": security("peer-"),
        "socket-options": [
            "reuse-port": ("socket-reuse-port", .bool), "reuse-address": ("socket-reuse-address", .bool),
        ],
    ]

    private static func security(_ prefix: String) -> [String: (name: String, kind: EtcdKind)] {
        [
            "cert-file": ("\(prefix)cert-file", .text), "key-file": ("\(prefix)key-file", .text),
            "client-cert-file": ("\(prefix)client-cert-file", .text),
            "client-key-file": ("\(prefix)client-key-file", .text),
            "client-cert-auth": ("\(prefix)client-cert-auth", .bool),
            "trusted-ca-file": ("\(prefix)trusted-ca-file", .text), "auto-tls": ("\(prefix)auto-tls", .bool),
            "allowed-cn": ("peer-cert-allowed-cn", .list),
            "allowed-hostname": (prefix.isEmpty ? "client-cert-allowed-hostname" : "peer-cert-allowed-hostname", .list),
        ]
    }
}

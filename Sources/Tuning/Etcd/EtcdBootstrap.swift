/// The checks of etcd once it opens its listeners and joins its cluster: `embed.StartEtcd` and what it calls.
struct EtcdBootstrap {
    let options: EtcdOptions
    /// Whether its data directory holds a member already, which is then not compared with the options any more; nil if
    /// unknown, which is taken for a new one.
    let isInitialized: Bool?

    /// - Throws: ``Refusal`` where etcd would give up.
    func check() throws(Refusal) {
        for suite in options["cipher-suites"].strings where !EtcdBootstrap.cipherSuites.contains(suite) {
            throw Refusal("unexpected TLS cipher suite \(suite.goQuoted)")
        }
        try checkCertificates()
        let members = try members()
        _ = try compactionRetention()
        if isInitialized != true, let members { try checkLocalMember(of: members) }
        try checkToken()
    }

    private func checkCertificates() throws(Refusal) {
        let isPeerSecured = try isSecured("peer-")
        for url in options.urls("listen-peer-urls") where !isPeerSecured && url.isSecure {
            throw Refusal("cannot listen on TLS for \(url.text.clipped): KeyFile and CertFile are not presented")
        }
        let isClientSecured = try isSecured("")
        for name in ["listen-client-urls", "listen-client-http-urls"] {
            for url in options.urls(name) where !isClientSecured && url.isSecure {
                throw Refusal(
                    "TLS key/cert (--cert-file, --key-file) must be provided for client url \(url.text.clipped) "
                        + "with HTTPS scheme"
                )
            }
        }
    }

    /// Whether there is a certificate, given or made by itself.
    private func isSecured(_ prefix: String) throws(Refusal) -> Bool {
        let (cert, key) = (options.text("\(prefix)cert-file"), options.text("\(prefix)key-file"))
        let name = prefix.isEmpty ? "listen-client-urls" : "listen-peer-urls"
        if cert.isEmpty != key.isEmpty, options.urls(name).contains(where: \.isSecure) {
            throw Refusal(
                "KeyFile and CertFile must both be present[key: \(key.clipped), cert: \(cert.clipped)]"
            )
        }
        return !cert.isEmpty || options["\(prefix)auto-tls"] == .bool(true)
    }

    // MARK: The cluster

    /// The cluster as the options name it; nil where a discovery service does.
    func members() throws(Refusal) -> [(name: String, url: String)]? {
        let advertised = options["initial-advertise-peer-urls"].strings
        let name = options.text("name")
        if !options.text("discovery-srv").isEmpty { return nil }
        if options.isDiscovered { return advertised.map { (name, $0) } }
        var cluster = options.text("initial-cluster")
        if name != "default", options["initial-cluster"] == EtcdDefaults.cluster {
            let own = name.isEmpty ? "default" : name
            cluster = advertised.map { "\(own)=\($0)" }.joined(separator: ",")
        }
        var members: [(name: String, url: String)] = []
        for part in cluster.split(separator: ",") {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            do throws(Refusal) {
                let url = try EtcdURLs.read(halves.count > 1 ? halves[1] : "").first?.text ?? ""
                members.append((halves[0], url))
            } catch {
                throw Refusal("error setting up initial cluster: \(error)")
            }
        }
        return members
    }

    private func checkLocalMember(of members: [(name: String, url: String)]) throws(Refusal) {
        let name = options.text("name")
        guard Set(members.map(\.url)).count == members.count else {
            let cluster = members.map { "\($0.name)=\($0.url)" }.sorted().joined(separator: ",")
            throw Refusal("initial cluster \(cluster.clipped) has duplicate url")
        }
        guard !members.isEmpty else { throw Refusal("initial cluster unset and no discovery URL found") }
        let own = members.filter { $0.name == name }.map(\.url)
        guard !own.isEmpty else {
            throw Refusal("couldn't find local name \(name.goQuoted) in the initial cluster configuration")
        }
        guard options.text("initial-cluster-state") != "existing" else { return }
        let advertised = options["initial-advertise-peer-urls"].strings
        let (told, known) = (Set(advertised.map(resolved)), Set(own.map(resolved)))
        // What a name stands for is not known here.
        guard told != known, (advertised + own).allSatisfy(isLiteral) else { return }
        let missing = own.filter { !advertised.contains($0) }.map { "\(name)=\($0)" }
        guard missing.isEmpty else {
            throw Refusal(
                "--initial-cluster has \(missing.joined(separator: ",").clipped) but missing from "
                    + "--initial-advertise-peer-urls=\(advertised.joined(separator: ",").clipped)"
            )
        }
        throw Refusal(
            "--initial-advertise-peer-urls has \(advertised.joined(separator: ",").clipped) but missing from "
                + "--initial-cluster"
        )
    }

    private func resolved(_ url: String) -> String {
        guard let read = try? GoURL(url), read.hostname == "localhost" else { return url }
        return "\(read.scheme)://127.0.0.1" + read.host.dropFirst("localhost".count)
    }

    private func isLiteral(_ url: String) -> Bool {
        guard let host = (try? GoURL(url))?.hostname else { return false }
        return host == "localhost" || GoAddress.family(ofIP: host) != nil
    }

    // MARK: The rest

    /// How long, or for how many revisions, it keeps its history, in nanoseconds or revisions.
    ///
    /// A number is hours in periodic mode, and revisions in revision mode; a duration with a unit is taken in both.
    func compactionRetention() throws(Refusal) -> Int64 {
        let text = options.text("auto-compaction-retention")
        guard !text.isEmpty else { return 0 }
        if let number = try? GoInteger.decimal(text), number >= 0 {
            switch options.text("auto-compaction-mode") {
            case "revision": return number
            case "periodic": return number &* 3_600_000_000_000
            default: return 0
            }
        }
        guard let duration = GoLiteral.duration(text) else {
            throw Refusal("error parsing CompactionRetention: time: \(EtcdBootstrap.fault(ofDuration: text))")
        }
        return duration
    }

    private static func fault(ofDuration text: String) -> String {
        let digits = text.first == "-" || text.first == "+" ? text.dropFirst() : text[...]
        if digits.first?.isNumber ?? false, digits.allSatisfy({ $0.isNumber || $0 == "." }) {
            return "missing unit in duration \(text.goQuoted)"
        }
        let unit = text.drop { $0.isNumber || "+-.".contains($0) }.prefix { !$0.isNumber && $0 != "." }
        let isUnitKnown = ["", "ns", "us", "µs", "μs", "ms", "s", "m", "h"].contains(String(unit))
        if text.first?.isNumber ?? false, !isUnitKnown {
            return "unknown unit \(String(unit).goQuoted) in duration \(text.goQuoted)"
        }
        return "invalid duration \(text.goQuoted)"
    }

    private func checkToken() throws(Refusal) {
        let parts = options.text("auth-token").split(separator: ",", omittingEmptySubsequences: false)
        let pairs = parts.dropFirst().map { $0.split(separator: "=", omittingEmptySubsequences: false) }
        let names = pairs.map { $0[0] }
        let isWellFormed = pairs.allSatisfy { $0.count == 2 } && Set(names).count == names.count
        let method = pairs.first { $0[0] == "sign-method" }?.last ?? ""
        let isKnown =
            switch parts.first ?? "" {
            case "", "simple": true
            case "jwt": EtcdBootstrap.signMethods.contains(String(method))
            default: false
            }
        guard isWellFormed, isKnown else {
            throw Refusal("auth: invalid auth options (--auth-token=\(options.text("auth-token").clipped))")
        }
    }

    private static let signMethods: Set<String> = [
        "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "HS256", "HS384", "HS512",
        "EdDSA", "none",
    ]

    /// The cipher suites that Go has by name: `crypto/tls`, and two old names of etcd's own.
    private static let cipherSuites: Set<String> = [
        "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA", "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
        "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_RSA_WITH_RC4_128_SHA", "TLS_RSA_WITH_3DES_EDE_CBC_SHA", "TLS_RSA_WITH_AES_128_CBC_SHA",
        "TLS_RSA_WITH_AES_256_CBC_SHA", "TLS_RSA_WITH_AES_128_CBC_SHA256", "TLS_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_RSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_ECDSA_WITH_RC4_128_SHA", "TLS_ECDHE_RSA_WITH_RC4_128_SHA",
        "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305",
    ]
}

extension GoURL {
    /// Whether it asks for a certificate.
    fileprivate var isSecure: Bool { scheme == "https" || scheme == "unixs" }
}

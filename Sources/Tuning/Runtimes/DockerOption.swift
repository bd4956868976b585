/// An option of dockerd: a key of its configuration file, and the flag that says the same.
public struct DockerOption: Hashable, Sendable {
    /// What stands behind the key.
    public enum Kind: Hashable, Sendable {
        /// A whole number.
        case integer
        /// `true` or `false`.
        case boolean
        /// Text; where it may be empty, still text.
        case text
        /// A list of texts.
        case list
        /// An object, whose keys are its own.
        case table
        /// Several forms are taken.
        case any
    }

    /// The key in the file.
    public let key: String
    /// The flag, without hyphens; nil if there is none.
    public let flag: String?
    /// The letter of the flag, if it has one.
    public let letter: String?
    /// What stands behind the key.
    public let kind: Kind
    /// The value where nobody gives one, as it would be written; nil where nobody needs it here.
    public let preset: String?
    /// Whether a reload makes a change of the file live.
    public let isLive: Bool
    /// The releases that know it, by their first number (20 is 20.10), as far as they differ.
    public let releases: Range<Int64>

    /// An option whose flag has its name, unless said otherwise.
    init(
        _ key: String,
        _ kind: Kind,
        flag: String? = "",
        letter: String? = nil,
        preset: String? = nil,
        isLive: Bool = false,
        releases: some RangeExpression<Int64> = 0...
    ) {
        self.key = key
        self.flag = flag == "" ? key : flag
        self.letter = letter
        self.kind = kind
        self.preset = preset
        self.isLive = isLive
        self.releases = releases.relative(to: DockerOption.numbers)
    }

    /// Longer than Docker will number its releases.
    private static let numbers: Range<Int64> = 0..<100_000

    /// The option of a key; nil for a key that no dockerd knows.
    public static func named(_ key: String) -> DockerOption? { byKey[key] }

    /// The option of a flag, by its name without hyphens or by its letter.
    public static func ofFlag(_ name: String) -> DockerOption? { byFlag[name] }

    private static let byKey = Dictionary(all.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    private static let byFlag = Dictionary(
        all.flatMap { option in [option.flag, option.letter].compactMap { $0 }.map { ($0, option) } },
        uniquingKeysWith: { first, _ in first }
    )

    /// Whether a dockerd accepts a key in its file. The name of a flag passes too, also where it means nothing there.
    ///
    /// - Parameter release: the first number of its version; nil takes what any accepts.
    public static func isAccepted(_ key: String, by release: Int64?) -> Bool {
        guard let option = byKey[key] ?? byFlag[key], option.letter != key else { return false }
        return release.map(option.releases.contains) ?? true
    }

    /// Whether a release may know keys that are not among these, which are those of 29.7.
    public static func mayBeNew(in release: KubernetesVersion) -> Bool {
        release.major > 29 || release.major == 29 && release.minor > 7
    }

    /// Why a key cannot be asked for in policy; nil if it can.
    ///
    /// Only single values are written. Another storage driver or data root makes every image and container invisible at
    /// the next start; sockets and certificates can lock everybody out.
    public static func objection(toAskingFor key: String) -> String? {
        guard let option = named(key) else {
            let meant = nearest(to: key, among: all.map(\.key)).map { "; did you mean '\($0)'?" } ?? ""
            return "'\(key)' is no key of daemon.json that dockerd knows, and would keep it from starting\(meant)"
        }
        if ["storage-driver", "data-root", "exec-root"].contains(key) {
            return "'\(key)' is never written: at its next start dockerd would find none of its images and containers"
        }
        guard [.integer, .boolean, .text].contains(option.kind) else {
            return "'\(key)' holds a list or an object: only single values can be asked for"
        }
        return nil
    }

    /// Why a key cannot hold a value; nil if it can.
    public static func objection(to value: Value, of key: String) -> String? {
        switch (named(key)?.kind, value) {
        case (.integer, .integer(let number)): number < 0 ? "\(number) is less than 0" : nil
        case (.integer, _): "'\(key)' holds a whole number"
        case (.boolean, .text("true")), (.boolean, .text("false")): nil
        case (.boolean, _): "'\(key)' holds 'true' or 'false', in quotes"
        case (.text, _): value.isPlainJSON ? nil : "'\(value)' has a quote, a backslash or a line break in it"
        default: "'\(key)' holds no single value"
        }
    }
}

extension DockerOption {
    /// Every option of dockerd from 18.09 to 29, those that releases before the last dropped included: a key that a
    /// dockerd does not know keeps it from starting, and so does one that is given both by a flag and in the file.
    ///
    /// sources: moby docker-v29.7.2 daemon/command/config.go, config_unix.go, options.go, daemon/reload.go and
    /// daemon/config/config.go (skipValidateOptions);
    /// docker-v20.10.24 cmd/dockerd/config.go, config_unix.go
    public static let all: [DockerOption] = downloads + logging + lists + network + storage + execution + security

    private static let downloads: [DockerOption] = [
        DockerOption("max-concurrent-downloads", .integer, preset: "3", isLive: true),
        DockerOption("max-concurrent-uploads", .integer, preset: "5", isLive: true),
        DockerOption("max-download-attempts", .integer, preset: "5", isLive: true),
        DockerOption("shutdown-timeout", .integer, preset: "15", isLive: true),
        DockerOption("default-stop-timeout", .integer, isLive: true),
        DockerOption("registry-mirrors", .list, flag: "registry-mirror", isLive: true),
        DockerOption("insecure-registries", .list, flag: "insecure-registry", isLive: true),
        DockerOption("allow-nondistributable-artifacts", .list, isLive: true),
        DockerOption("http-proxy", .text, releases: 23...), DockerOption("https-proxy", .text, releases: 23...),
        DockerOption("no-proxy", .text, releases: 23...), DockerOption("proxies", .table, flag: nil, releases: 23...),
    ]
    private static let logging: [DockerOption] = [
        DockerOption("debug", .boolean, letter: "D", preset: "false", isLive: true),
        DockerOption("log-level", .text, letter: "l"), DockerOption("log-format", .text),
        DockerOption("log-driver", .text), DockerOption("log-opts", .table, flag: "log-opt"),
        DockerOption("raw-logs", .boolean), DockerOption("metrics-addr", .text),
        DockerOption("network-diagnostic-port", .integer, isLive: true), DockerOption("pidfile", .text, letter: "p"),
        DockerOption("experimental", .boolean), DockerOption("features", .table, flag: "feature", isLive: true),
        DockerOption("builder", .table, flag: nil), DockerOption("deprecated-key-path", .text),
    ]
    private static let lists: [DockerOption] = [
        DockerOption("hosts", .list, flag: "host", letter: "H"),
        DockerOption("labels", .list, flag: "label", isLive: true),
        DockerOption("authorization-plugins", .list, flag: "authorization-plugin", isLive: true),
        DockerOption("node-generic-resources", .list, flag: "node-generic-resource"),
        DockerOption("cdi-spec-dirs", .list, flag: "cdi-spec-dir", releases: 25...),
        DockerOption("nri-opts", .any, isLive: true),
        DockerOption("swarm-default-advertise-addr", .text),
        DockerOption("cluster-store", .text, releases: 0...20),
        DockerOption("cluster-advertise", .text, releases: 0...20),
        DockerOption("cluster-store-opts", .table, flag: "cluster-store-opt", releases: 0...20),
        DockerOption("api-cors-header", .text),
    ]
    private static let network: [DockerOption] = [
        DockerOption("mtu", .integer), DockerOption("network-control-plane-mtu", .integer),
        DockerOption("default-network-opts", .table, flag: "default-network-opt"),
        DockerOption("default-address-pools", .any, flag: "default-address-pool"), DockerOption("dns", .list),
        DockerOption("dns-opts", .list, flag: "dns-opt"), DockerOption("dns-search", .list),
        DockerOption("host-gateway-ip", .text), DockerOption("host-gateway-ips", .list, flag: "host-gateway-ip"),
        DockerOption("bridge", .text, letter: "b"), DockerOption("bip", .text), DockerOption("bip6", .text),
        DockerOption("fixed-cidr", .text), DockerOption("fixed-cidr-v6", .text), DockerOption("default-gateway", .text),
        DockerOption("default-gateway-v6", .text), DockerOption("icc", .boolean), DockerOption("ip", .text),
        DockerOption("iptables", .boolean), DockerOption("ip6tables", .boolean), DockerOption("ip-forward", .boolean),
        DockerOption("ip-forward-no-drop", .boolean), DockerOption("ip-masq", .boolean), DockerOption("ipv6", .boolean),
        DockerOption("userland-proxy", .boolean), DockerOption("userland-proxy-path", .text),
        DockerOption("allow-direct-routing", .boolean), DockerOption("bridge-accept-fwmark", .text, releases: 29...),
        DockerOption("firewall-backend", .text, releases: 29...),
    ]
    private static let storage: [DockerOption] = [
        DockerOption("data-root", .text), DockerOption("graph", .text, letter: "g", releases: 0...20),
        DockerOption("exec-root", .text),
        DockerOption("storage-driver", .text, letter: "s"), DockerOption("storage-opts", .list, flag: "storage-opt"),
        DockerOption("live-restore", .boolean, preset: "false", isLive: true), DockerOption("containerd", .text),
        DockerOption("containerd-namespace", .text), DockerOption("containerd-plugins-namespace", .text),
        DockerOption("cri-containerd", .boolean), DockerOption("group", .text, letter: "G"),
    ]
    private static let execution: [DockerOption] = [
        DockerOption("exec-opts", .list, flag: "exec-opt"), DockerOption("cgroup-parent", .text),
        DockerOption("default-runtime", .text, isLive: true),
        DockerOption("runtimes", .table, flag: "add-runtime", isLive: true),
        DockerOption("default-ulimits", .table, flag: "default-ulimit"), DockerOption("default-shm-size", .any),
        DockerOption("default-ipc-mode", .text), DockerOption("default-cgroupns-mode", .text),
        DockerOption("init", .boolean), DockerOption("init-path", .text), DockerOption("cpu-rt-period", .integer),
        DockerOption("cpu-rt-runtime", .integer), DockerOption("oom-score-adjust", .integer),
        DockerOption("rootless", .boolean), DockerOption("restart", .boolean, letter: "r"),
    ]
    private static let security: [DockerOption] = [
        DockerOption("tls", .boolean), DockerOption("tlsverify", .boolean), DockerOption("tlscacert", .text),
        DockerOption("tlscert", .text), DockerOption("tlskey", .text), DockerOption("selinux-enabled", .boolean),
        DockerOption("userns-remap", .text), DockerOption("seccomp-profile", .text),
        DockerOption("no-new-privileges", .boolean),
        DockerOption("config-file", .text), DockerOption("validate", .boolean, releases: 23...),
        DockerOption("min-api-version", .text, flag: nil, releases: 29...),
        DockerOption("version", .boolean, letter: "v"), DockerOption("help", .boolean, letter: "h"),
    ]
}

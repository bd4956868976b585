import Documents
import Tuning

/// A distribution that starts kube-proxy itself: k3s in its own process, RKE2 as a static pod.
///
/// Both start it with `--conntrack-max-per-core=0` and the operator's `kube-proxy-arg` after that, and size the table
/// before, themselves: from the same arguments, but with kube-proxy's own defaults, without a cap, and lowering too.
/// Source: `kubeProxyArgs`, `getConntrackConfig` and `syssetup` of k3s-io/k3s, whose agent is also RKE2's.
struct KubeProxyDistribution {
    /// Its name, as its unit and its program have it in small letters.
    let name: String
    /// Its configuration file; drop-ins are beside it in a directory of that name with `.d`.
    let path: String
    /// What it was told about its kube-proxy.
    let options: Options

    /// The most drop-ins that are read.
    private static let dropInLimit = 256

    /// k3s, if that runs here.
    init?(k3sAmong components: [Component], in root: Root) {
        guard let process = components.first(where: { $0.name == "k3s" }) else { return nil }
        self.init(name: "k3s", path: "/etc/rancher/k3s/config.yaml", arguments: process.arguments, in: root)
    }

    /// RKE2, if that started this kube-proxy.
    init?(rke2Of process: Component, among components: [Component], in root: Root) {
        guard process.arguments.contains(where: { $0.contains("/rancher/rke2/") }) else { return nil }
        let arguments = components.first { $0.name == "rke2" }?.arguments ?? []
        self.init(name: "RKE2", path: "/etc/rancher/rke2/config.yaml", arguments: arguments, in: root)
    }

    /// Reads its file, then the drop-ins, of which the later wins and `key+` adds, then its command line.
    private init(name: String, path: String, arguments: [String], in root: Root) {
        var options = Options()
        let names = (try? root.names(in: path + ".d")) ?? []
        let dropIns = names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }
            .prefix(KubeProxyDistribution.dropInLimit).map { "\(path).d/\($0)" }
        for file in [path] + dropIns where root.exists(file) {
            do {
                try options.read(YAML.parse(root.bytes(of: file), following: .ignored))
            } catch {
                options.unreadable = "\(file): \(error)"
            }
        }
        options.read(arguments: arguments)
        (self.name, self.path, self.options) = (name, path, options)
    }

    /// Where an operator changes what its kube-proxy is told.
    var home: KubeProxyHome { .distribution(name: name, path: path) }

    /// The size that it gives the table itself; nil for none.
    func size(cpus: Int64, version: KubernetesVersion?) -> KubeProxyTable? {
        guard cpus > 0, let flags = try? KubeProxyFlags(["kube-proxy"] + options.flags, version: version) else {
            return nil
        }
        let configuration = KubeProxyConfiguration(flags)
        // It copied the arithmetic of 1.21.
        let rules = KubeProxyRules(of: KubernetesVersion("1.21"))
        return KubeProxyTable(
            maxPerCore: configuration.maxPerCore,
            min: configuration.min,
            cpus: cpus,
            rules: rules
        )
    }

    /// What a distribution was told about its kube-proxy.
    struct Options {
        /// The operator's arguments, in order.
        private var arguments: [String] = []
        /// Whether it was told to run none.
        private(set) var isDisabled = false
        /// Why that may not be all.
        fileprivate(set) var unreadable: String?

        /// The arguments as flags.
        var flags: [String] { arguments.map { "--" + $0.drop { $0 == "-" } } }

        fileprivate mutating func read(_ document: YAMLNode?) throws {
            for entry in document?.entries ?? [] {
                switch entry.key.scalar?.text {
                case "kube-proxy-arg": arguments = words(entry.value)
                case "kube-proxy-arg+": arguments += words(entry.value)
                case "disable-kube-proxy": isDisabled = try entry.value.resolved(.yaml11) == .bool(true)
                default: continue
                }
            }
        }

        fileprivate mutating func read(arguments line: [String]) {
            var rest = line.dropFirst()
            while let word = rest.popFirst() {
                let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
                switch parts.first {
                case "--kube-proxy-arg":
                    if let value = parts.count == 2 ? parts[1] : rest.popFirst() { arguments.append(value) }
                case "--disable-kube-proxy":
                    isDisabled = parts.count == 1 || parts[1] == "true"
                default: continue
                }
            }
        }

        private func words(_ node: YAMLNode) -> [String] {
            (node.items ?? [node]).compactMap { $0.scalar?.text }
        }
    }
}

public import Tuning

extension KubeProxyFacts {
    /// What the kube-proxy of this node will do at its next start; nil if none runs here.
    ///
    /// - Parameters:
    ///   - root: the machine or a captured tree.
    ///   - components: what runs here; of several processes named kube-proxy that with the lowest PID counts. One in a
    ///     network of its own belongs to a cluster inside containers of this node.
    ///   - onlineCPUs: how many CPUs are online.
    ///   - declaredVersion: the version that policy declares.
    public static func read(
        root: Root,
        components: [Component],
        onlineCPUs: Int64,
        declaredVersion: String?
    ) -> KubeProxyFacts? {
        let reader = KubeProxyReader(root: root, components: components, cpus: onlineCPUs, declared: declaredVersion)
        let processes = components.filter { $0.name == "kube-proxy" && root.shareNamespace("net", $0.pid) != false }
        return processes.min { $0.pid < $1.pid }.map { reader.facts(of: $0) } ?? reader.factsOfK3s()
    }
}

/// Reads what kube-proxy is told, and judges it.
struct KubeProxyReader {
    let root: Root
    let components: [Component]
    let cpus: Int64
    let declared: String?

    private static let tablePath = "/proc/sys/net/netfilter/nf_conntrack_max"

    /// A kube-proxy of its own.
    func facts(of process: Component) -> KubeProxyFacts {
        let told = ComponentVersion(of: process, packages: ComponentVersion.ofKubeProxy, declared: declared, in: root)
        var facts = KubeProxyFacts()
        facts.version = told?.version.description
        facts.versionSource = told?.source
        facts.pid = process.pid
        if let reason = process.unreadable {
            facts.unreadable = reason
            return facts
        }
        let rke2 = KubeProxyDistribution(rke2Of: process, among: components, in: root)
        var home = rke2?.home ?? KubeProxyHome(ofArguments: process)
        do throws(Refusal) {
            let flags = try KubeProxyFlags(process.arguments, version: told?.version)
            facts.configPath = flags.configPath
            facts.passedOverFlags = flags.passedOver
            if let path = flags.configPath {
                guard let (value, place) = try file(path, of: process, unreadable: &facts.unreadable) else {
                    return facts
                }
                home = place
                try judge(KubeProxyConfiguration(decoding: value), told?.version, &facts)
            } else {
                try judge(KubeProxyConfiguration(flags), told?.version, &facts)
            }
        } catch {
            refuse(error, &facts)
        }
        if let rke2 { size(rke2, told?.version, &facts) }
        facts.conntrack.origin = home.origin
        facts.conntrack.remedy = home.remedy
        return facts
    }

    /// The kube-proxy inside k3s; nil without k3s, or if that was told to run none.
    func factsOfK3s() -> KubeProxyFacts? {
        guard let k3s = KubeProxyDistribution(k3sAmong: components, in: root), !k3s.options.isDisabled else {
            return nil
        }
        let told = ComponentVersion(of: nil, packages: [], declared: declared, in: root)
        var facts = KubeProxyFacts()
        (facts.version, facts.versionSource) = (told?.version.description, told?.source)
        do throws(Refusal) {
            let preset = ["kube-proxy", "--proxy-mode=iptables", "--conntrack-max-per-core=0"]
            let flags = try KubeProxyFlags(preset + k3s.options.flags, version: told?.version)
            try judge(KubeProxyConfiguration(flags), told?.version, &facts)
        } catch {
            refuse(error, &facts)
        }
        size(k3s, told?.version, &facts)
        facts.conntrack.origin = k3s.home.origin
        facts.conntrack.remedy = k3s.home.remedy
        return facts
    }

    /// What a configuration file holds now, and where it stands; nil if that cannot be told.
    private func file(
        _ path: String,
        of process: Component,
        unreadable: inout String?
    ) throws(Refusal) -> (DecodedValue, KubeProxyHome)? {
        let file: KubeProxyFile
        do {
            file = try KubeProxyFile(path, of: process, in: root)
        } catch {
            unreadable = error.description
            return nil
        }
        switch KubernetesDocument.decode(file.bytes) {
        case .value(let value): return (value, file.home)
        case .refused(let reason): throw Refusal("\(path): \(reason)")
        case .unreadable(let reason):
            unreadable = "\(path): \(reason)"
            return nil
        }
    }

    /// Fills in what a configuration means for the table, and refuses what the program would refuse.
    private func judge(
        _ configuration: KubeProxyConfiguration,
        _ version: KubernetesVersion?,
        _ facts: inout KubeProxyFacts
    ) throws(Refusal) {
        let table = root.line(of: KubeProxyReader.tablePath).flatMap { Int64($0) }
        facts.mode = configuration.mode.isEmpty ? nil : configuration.mode
        facts.scheduler = configuration.scheduler.isEmpty ? nil : configuration.scheduler
        (facts.syncPeriod, facts.minSyncPeriod) = configuration.syncPeriods
        facts.conntrack = KubeProxyFacts.Conntrack(configuration, version: version, cpus: cpus, table: table)
        if cpus <= 0, facts.conntrack.willSet != nil {
            facts.conntrack.willSet = nil
            facts.unreadable = "the number of online CPUs is not known"
        }
        try configuration.validate(for: version)
        // Outside the machine's first network namespace the table is read-only, and a kube-proxy that cannot write it
        // exits. Only the machine's own file tells: a capture need not have kept its mode.
        guard let number = facts.conntrack.willSet, number != table, root.isMachine,
            let status = try? root.status(of: KubeProxyReader.tablePath), status.mode & 0o222 == 0
        else { return }
        throw Refusal("it cannot set net/netfilter/nf_conntrack_max to \(number): the table is read-only here")
    }

    /// A program that does not start writes nothing.
    private func refuse(_ refusal: Refusal, _ facts: inout KubeProxyFacts) {
        facts.refusal = refusal.description
        facts.conntrack.willSet = nil
        facts.conntrack.because = "it would not start: \(refusal)"
    }

    /// Adds what the distribution does to the table itself.
    private func size(
        _ distribution: KubeProxyDistribution,
        _ version: KubernetesVersion?,
        _ facts: inout KubeProxyFacts
    ) {
        facts.distribution = distribution.name
        facts.unreadable = facts.unreadable ?? distribution.options.unreadable
        guard facts.refusal == nil, let size = distribution.size(cpus: cpus, version: version), let number = size.wanted
        else { return }
        facts.conntrack.distributionWillSet = number
        facts.conntrack.because += "; \(distribution.name) sizes the table itself: \(size.because)"
    }
}

extension KubeProxyHome {
    /// Where the arguments of a process come from.
    fileprivate init(ofArguments process: Component) {
        self = process.isContained ? .podArguments : .arguments(unit: process.unit)
    }
}

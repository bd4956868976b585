import Tuning

@testable import Catalogue

/// A node that is set as old notes of large clusters have it, and what the whole catalogue says of it.
struct OldNotes {
    var facts = Facts()

    /// A program of the control plane with flags.
    static func program(
        _ program: String,
        _ flags: [String],
        beside etcd: [String] = []
    ) -> @Sendable (String) -> OldNotes {
        { version in
            var notes = OldNotes()
            var component = ControlPlaneComponent(program: program)
            component.manifest = "/m/\(program).yaml"
            component.version = version
            let places = Dictionary(
                uniqueKeysWithValues: flags.indices.map { ($0 + 1, "/m/\(program).yaml:\($0 + 14)") }
            )
            component.judge([program] + flags, version: KubernetesVersion(version), sources: places)
            notes.facts.controlPlane = [component]
            if let line = etcd.isEmpty ? nil : try? EtcdCommandLine(etcd, version: KubernetesVersion("3.6.14")) {
                var member = EtcdMember(source: "manifest /m/etcd.yaml")
                member.take(EtcdStart(line, isInitialized: true))
                notes.facts.etcd = [member]
            }
            return notes
        }
    }

    /// An etcd with flags, on a node of 32 GiB whose disk turns.
    static func etcd(_ flags: [String], _ change: @escaping @Sendable (inout Facts) -> Void = { _ in })
        -> @Sendable (String) -> OldNotes
    {
        { version in
            var notes = OldNotes()
            notes.facts = SampleNodes.etcd()
            notes.facts.etcd[0].version = version
            notes.facts.etcd[0].data = EtcdMember.Store(path: "/var/lib/etcd", source: "open file")
            notes.facts.etcd[0].data?.disks = ["sda"]
            do {
                let line = try EtcdCommandLine(["etcd"] + flags, version: KubernetesVersion(version))
                notes.facts.etcd[0].take(EtcdStart(line, isInitialized: true))
            } catch {
                notes.facts.etcd[0].refusal = "\(error)"
            }
            change(&notes.facts)
            return notes
        }
    }

    /// A kube-proxy with flags, on 16 CPUs with a table of 2310720.
    static func kubeProxy(_ flags: [String]) -> @Sendable (String) -> OldNotes {
        { version in
            var notes = OldNotes()
            notes.facts = SampleNodes.machine(cpus: 16, gibibytes: 64)
            notes.facts.kernel.release = "6.1.0"
            var kubeProxy = KubeProxyFacts()
            kubeProxy.version = version
            do {
                let read = try KubeProxyFlags(["kube-proxy"] + flags, version: KubernetesVersion(version))
                let configuration = KubeProxyConfiguration(read)
                kubeProxy.configPath = read.configPath
                kubeProxy.passedOverFlags = read.passedOver
                kubeProxy.mode = configuration.mode.isEmpty ? nil : configuration.mode
                kubeProxy.scheduler = configuration.scheduler.isEmpty ? nil : configuration.scheduler
                (kubeProxy.syncPeriod, kubeProxy.minSyncPeriod) = configuration.syncPeriods
                kubeProxy.conntrack = KubeProxyFacts.Conntrack(
                    configuration,
                    version: KubernetesVersion(version),
                    cpus: 16,
                    table: 131_072
                )
            } catch {
                kubeProxy.refusal = "\(error)"
            }
            notes.facts.kubeProxy = kubeProxy
            return notes
        }
    }

    /// A kubelet with flags.
    static func kubelet(_ flags: [String]) -> @Sendable (String) -> OldNotes {
        { version in OldNotes(facts: SampleKubelet(version: version, arguments: flags).facts) }
    }

    /// Anything else.
    static func node(_ change: @escaping @Sendable (inout Facts, String) -> Void) -> @Sendable (String) -> OldNotes {
        { version in
            var notes = OldNotes()
            notes.facts = SampleNodes.machine(cpus: 16, gibibytes: 64)
            change(&notes.facts, version)
            return notes
        }
    }

    /// What a setting comes to under `large-cluster`: `met`, `unmet`, `unknown`, `asked` where the facts do not tell what
    /// the knob holds, `left alone`; and all that it says.
    func said(by id: Setting.ID) -> (verdict: String, words: String) {
        var policy = Policy(profile: .largeCluster)
        policy.cluster = Cluster(nodes: 5_000, apiserverQPS: 250_000)
        let wishes = Wishes(of: catalogue, for: facts, under: policy, holds: [])
        if let reason = wishes.leftAlone.first(where: { $0.setting == id })?.because { return ("left alone", reason) }
        let desired = wishes.desired.filter { $0.setting == id }
        let verdicts = desired.map { verdict(of: $0.target) }
        let worst = ["unknown", "unmet", "asked", "met"].first { verdicts.contains($0) } ?? "met"
        let cautions = desired.first?.cautions ?? []
        let words = desired.map { "\($0.target.knob) \($0.target.bound)" } + [desired.first?.because ?? ""]
        return (worst, (words + cautions.flatMap { [$0.danger, $0.remedy] }).joined(separator: "\n"))
    }

    private func verdict(of target: Target) -> String {
        let observation: Observation
        switch target.knob {
        case .option(let option, let component): observation = facts.option(option, of: component)
        case .kubeletField(let field): observation = facts.kubelet?.observation(of: field) ?? .missing
        case .obsoleteFlags: observation = facts.kubelet?.obsoleteFlagCount ?? .missing
        case .runtime(let question): observation = facts.containerRuntime?.answer(to: question) ?? .missing
        case .kubeProxyStart: observation = facts.kubeProxy?.nextTable ?? .missing
        default: return "asked"
        }
        return observation.value.map { target.bound.accepts(target.meaning(of: $0)) ? "met" : "unmet" } ?? "unknown"
    }
}

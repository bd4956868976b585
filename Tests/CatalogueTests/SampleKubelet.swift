import Tuning

@testable import Catalogue

/// A node whose kubelet reads a file and a directory of drop-ins, written as values.
struct SampleKubelet {
    var version: String? = "1.34.2"
    var arguments: [String] = []
    /// The fields of the main file.
    var file: [String: DecodedValue] = [:]
    /// The fields of drop-ins, by file name.
    var dropIns: [String: [String: DecodedValue]] = [:]
    /// Whether it is given `--config-dir`.
    var hasDirectory = true
    var cluster = Cluster()

    static let directory = "/etc/kubernetes/kubelet.conf.d"

    /// The node.
    var facts: Facts {
        var facts = Facts()
        facts.cpus = 4
        var kubelet = KubeletFacts()
        kubelet.version = version
        kubelet.unit = "kubelet.service"
        kubelet.pid = 812
        kubelet.configPath = "/var/lib/kubelet/config.yaml"
        var sources = KubeletSources(arguments: ["/usr/bin/kubelet", "--kubeconfig=/k"] + arguments)
        sources.file = KubeletSources.Document(path: "/var/lib/kubelet/config.yaml", content: document(file))
        let paths = dropIns.keys.sorted().map { (path: "\(Self.directory)/\($0)", fields: dropIns[$0] ?? [:]) }
        if hasDirectory {
            kubelet.configDirectory = Self.directory
            kubelet.dropIns = paths.map(\.path)
            kubelet.fragment = KubeletFacts.Fragment(path: "\(Self.directory)/\(KubeletFragment.fileName)")
            sources.dropIns = paths.map { KubeletSources.Document(path: $0.path, content: document($0.fields)) }
        }
        kubelet.sources = sources
        if let start = try? sources.start(on: facts.kubeletNode, version: version) { kubelet.take(start) }
        facts.kubelet = kubelet
        return facts
    }

    private func document(_ fields: [String: DecodedValue]) -> DecodedValue {
        let header: [String: DecodedValue] = [
            "apiVersion": .string("kubelet.config.k8s.io/v1beta1"), "kind": .string("KubeletConfiguration"),
        ]
        return .object(header.merging(fields) { $1 })
    }

    /// What a setting asks for, as `FIELD BOUND`, and whether the kubelet holds it.
    func asked(by setting: Setting, _ values: [String: Value] = [:], earlier: [Target] = []) -> [String: Bool] {
        let facts = facts
        let parameters = Parameters(values, earlier: earlier, cluster: cluster)
        guard case .set(let targets, _, _) = setting.advice(facts, parameters) else { return [:] }
        var asked: [String: Bool] = [:]
        for target in targets {
            guard case .kubeletField(let field) = target.knob else { continue }
            let held = facts.kubelet?.observation(of: field).value
            asked["\(field) \(target.bound)"] = held.map { target.bound.accepts(target.meaning(of: $0)) } ?? false
        }
        return asked
    }

    /// The cautions that come with it.
    func cautions(of setting: Setting, _ values: [String: Value] = [:]) -> [Caution] {
        guard case .set(_, _, let cautions) = setting.advice(facts, Parameters(values, cluster: cluster)) else {
            return []
        }
        return cautions
    }
}

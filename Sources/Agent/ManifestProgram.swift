import Node
import Tuning

/// A program whose flags stand in a static pod's manifest, as the facts of a node have it.
struct ManifestProgram {
    /// The program, by which policy speaks of it.
    let name: String
    /// Its manifest.
    let path: String
    /// Its version; nil if nothing tells it.
    let version: String?
    /// Its process; nil if it does not run.
    let pid: Int64?
    /// The member that it is; nil for what is no etcd.
    private let member: EtcdMember?

    /// Who writes manifests that stay as they are edited until an upgrade.
    private static let lenientOwners: Set<String> = ["kubeadm", "kubespray"]

    /// The program that a component is.
    ///
    /// - Throws: ``Refusal`` where it has no manifest.
    init(_ component: String, on facts: Facts) throws(Refusal) {
        let program = facts.controlPlane.first { $0.program == component }
        member = facts.etcd.first { $0.component == component }
        name = program?.program ?? "etcd"
        version = program?.version ?? member?.version
        pid = program?.pid ?? member?.pid
        guard let path = program?.manifest ?? member?.manifest else {
            throw Refusal("\(name) is no static pod of this node that is known: set it where \(name) is started")
        }
        self.path = path
    }

    /// Its manifest as it is.
    func manifest(on node: Node) throws(Refusal) -> Manifest {
        try Manifest(at: path, of: name, version: version.flatMap { KubernetesVersion($0) }, in: node.root)
    }

    /// The arguments of its process, the program first; nil if it does not run.
    func arguments(on facts: Facts) -> [String]? {
        facts.components.first { $0.pid == pid && $0.name == name }?.arguments
    }

    /// Why its manifest is not edited on this node whatever policy says; nil if it may be.
    func obstacle(on facts: Facts) -> String? {
        if let owner = facts.owners.first(where: { !ManifestProgram.lenientOwners.contains($0.name) }) {
            return "\(owner.name) manages this node (\(owner.evidence)) and writes its manifests anew: set it there"
        }
        guard let file = facts.staticPods.first(where: { $0.path == path }) else {
            return "'\(path)' is not in the kubelet's directory of static pods"
        }
        let twins = facts.staticPods.filter { $0.pod == file.pod && $0.path != path }.map(\.path)
        if !twins.isEmpty {
            let winner = file.overriddenBy ?? path
            return
                "\(([path] + twins).sorted().joined(separator: " and ")) are of the same pod, of which the kubelet takes "
                + "\(winner): move the others out of the directory first"
        }
        guard version != nil else {
            return "the release of \(name) is not known, and with it which flags it has (policy's "
                + "'cluster.kubernetesVersion' tells it, except for etcd)"
        }
        guard facts.kubelet?.pid != nil else { return "no kubelet runs here that would take the manifest" }
        return pid == nil ? "\(name) does not run: nothing would tell whether it is well with it" : nil
    }

    /// What speaks against a restart now; nil for what nothing is known against.
    func objection(under policy: Policy) -> String? {
        guard let member else { return nil }
        guard policy.restarts[name]?.gate == .fleetlock, policy.fleetLock != nil else {
            return "one member at a time takes a gate: policy has no 'activations.etcd.gate: fleetlock'"
        }
        return member.measured.map(\.counted.restartObjection) ?? (member.unmeasured ?? "its peers cannot be told")
    }

    /// The edit of its manifest.
    func edit(_ manifest: Manifest, to edited: Manifest, _ changes: [Change]) -> ManifestEdit {
        ManifestEdit(
            program: name,
            version: version,
            arguments: ManifestEdit.Arguments(
                before: Array(manifest.arguments.dropFirst()),
                after: Array(edited.arguments.dropFirst())
            ),
            changes: changes,
            probes: manifest.probes,
            metrics: member?.metricsPort.map { HealthEndpoint(host: $0.host, port: Int64($0.port)) }
        )
    }
}

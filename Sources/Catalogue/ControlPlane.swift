import Tuning

extension Facts {
    /// A program of the control plane; nil where there is none.
    func controlPlane(_ program: String) -> ControlPlaneComponent? {
        controlPlane.first { $0.program == program }
    }
}

extension ControlPlaneComponent {
    /// A number that a flag has; nil where it has none.
    func known(_ flag: String) -> Int64? {
        if case .integer(let number)? = number(of: flag) { number } else { nil }
    }

    /// Whether something can be asked of a flag: the release has it, or nothing is known since it would not start, or since
    /// its flags cannot be read.
    func takes(_ flag: String) -> Bool { refusal != nil || unreadable != nil || number(of: flag) != nil }

    /// The release of 1.x; nil if unknown.
    var minor: Int64? { version.flatMap { KubernetesVersion($0) }?.minor }

    /// Why it would not start, with the change that lets it; nil where it would.
    var refusalCaution: Caution? {
        refusal.map { refusal in
            Caution(
                danger: "\(program) would not start: \(refusal)",
                remedy: (remedy ?? "mend that flag" + (manifest.map { " in \($0)" } ?? ""))
                    + ", before anything restarts it"
            )
        }
    }

    /// A change of flags that ends a danger, said with what it costs.
    func caution(_ danger: String, _ changes: [String], in facts: Facts) -> Caution {
        let isKubeadm = manifest != nil && facts.owners.contains { $0.name == "kubeadm" }
        let keeping = isKubeadm ? "; also in kubeadm's ClusterConfiguration (extraArgs), or it is lost" : ""
        return Caution(
            danger: "\(program): \(danger)",
            remedy:
                "\(changes.joined(separator: " and ")); on every control-plane node, and it restarts \(program)\(keeping)"
        )
    }

    /// The targets that ask each of these flags for a least number, as far as the release has them.
    func atLeast(_ flags: [(name: String, least: Int64)]) -> [Target] {
        flags.filter { takes($0.name) }.map { Target(.option($0.name, of: program), .atLeast($0.least)) }
    }

    /// What is to change for those flags that have less; nil where none has.
    func caution(_ danger: String, raising flags: [(name: String, least: Int64)], in facts: Facts) -> Caution? {
        let changes = flags.filter { flag in (known(flag.name) ?? .max) < flag.least }
            .map { change($0.name, to: "\($0.least)") }
        return changes.isEmpty ? nil : caution(danger, changes, in: facts)
    }
}

import Tuning

extension Facts {
    /// Why nothing can be told of the options of an etcd here; nil where there is one.
    var reasonToTellNoOptions: String? {
        etcd.isEmpty ? reasonToLeaveEtcdAlone : nil
    }
}

extension EtcdMember {
    /// What every change of an option costs, and what it is worth only together with.
    static let costOfChange = "the same on every member, one after the other, since it restarts etcd"

    /// A number of the member's options; nil where it is not known.
    func known(_ option: String) -> Int64? {
        if case .integer(let number)? = number(of: option) { number } else { nil }
    }

    /// Why it would not start, with where to mend that; nil where it would.
    var refusalCaution: Caution? {
        refusal.map { refusal in
            Caution(
                danger: "\(name) would not start: \(refusal)",
                remedy: "mend that option in \(configPath ?? manifest ?? source), before anything restarts it"
            )
        }
    }

    /// A change that ends a danger, said with what it costs.
    func caution(_ danger: String, _ changes: [String], in facts: Facts) -> Caution {
        let isKubeadm = manifest != nil && facts.owners.contains { $0.name == "kubeadm" }
        let keeping = isKubeadm ? "; also in kubeadm's ClusterConfiguration (etcd.local.extraArgs), or it is lost" : ""
        return Caution(
            danger: "\(name): \(danger)",
            remedy: "\(changes.joined(separator: " and ")); \(EtcdMember.costOfChange)\(keeping)"
        )
    }
}

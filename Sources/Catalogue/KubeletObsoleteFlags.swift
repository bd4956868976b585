import Tuning

extension Setting {
    /// Flags that a kubelet no longer knows, or will not after its next upgrade.
    ///
    /// A kubelet that is given a flag it does not know exits at once, on every node that was given it: what worked for
    /// years in an environment file ends an upgrade. Told only, with what does the flag's work today: the flags stand
    /// in files of others. Also written by: kubeadm, kubespray, node provisioning.
    static let kubeletObsoleteFlags = Setting(
        id: "kubelet-obsolete-flags",
        summary: "The kubelet is given no flag that is gone, or will be in a later release",
        why: """
            A kubelet exits at a flag that it does not know: one that stayed behind in an environment file ends an \
            upgrade on every node. What does its work today is told with it.
            """,
        unit: .none,
        sources: [
            "the flags that kubelets 1.31 to 1.36 print",
            "Kubernetes changelogs of 1.10 to 1.31 for flags that were gone before",
        ],
        strictestMode: .observe
    ) { facts, _ in
        guard let kubelet = facts.kubelet, kubelet.carrier == nil else {
            return .leaveAlone(because: facts.reasonToLeaveKubeletAlone ?? "it is given no flags of its own")
        }
        let version = kubelet.version.flatMap { KubernetesVersion($0) }
        let cautions = kubelet.obsoleteFlags.map { flag, origin in
            let end =
                switch version {
                case nil: "a kubelet of that release or a later one does not start with it"
                case .some(let version) where version.isAtLeast(minor: flag.gone):
                    "kubelet \(version) does not start with it"
                case .some(let version): "kubelet \(version) will not start with it after that upgrade"
                }
            return Caution(
                danger: "--\(flag.name) is gone since 1.\(flag.gone): \(end)",
                remedy: "take it out of \(origin ?? "the kubelet's arguments"); in its place: \(flag.equivalent)"
            )
        }
        let names = kubelet.obsoleteFlags.map { "--\($0.flag.name)" }
        return .set(
            [Target(.obsoleteFlags("kubelet"), .atMost(0))],
            because: names.isEmpty ? "every flag is known today" : "given \(names.joined(separator: ", "))",
            cautions: cautions
        )
    }
}

import Tuning

extension Parameter {
    /// How long a pull may go without a byte.
    static let containerdPullSeconds = Parameter(
        "seconds",
        "the least time that a pull may go without a byte before it is given up, in seconds",
        range: 1...86_400,
        preset: 300
    )
}

extension Setting {
    /// How long containerd waits for a pull that makes no progress.
    ///
    /// Operators of large clusters asked for thirty minutes when the time was that of a whole pull, which a large image
    /// needs. The kubelet's flag for it is gone with its dockershim; containerd's time starts anew with every byte, so
    /// five minutes do, its default of today. In 1.6 it is one minute, which a registry under load does not keep. 0 is
    /// for ever.
    /// Also written by: provisioning, which writes the whole file.
    static let containerdPullProgress = Setting(
        id: "containerd-pull-progress",
        summary: "containerd gives no pull up that a registry under load is slow with",
        why: """
            A pull without a byte for that long is given up and begun anew, which loads the registry further. The time \
            starts anew with every byte, so it need not be as long as a pull takes; in 1.6 it is one minute.
            """,
        unit: .none,
        sources: [
            "notes of a large cluster's operators (kubespray, 2022): a pull may take thirty minutes",
            "https://github.com/containerd/containerd/blob/v2.3.4/docs/cri/config.md: image_pull_progress_timeout",
        ],
        parameters: [.containerdPullSeconds],
        strictestMode: .observe,
        effect: { facts, _, _ in
            facts.containerRuntime.flatMap { runtime in runtime.containerd?.effect(in: runtime) } ?? .effective
        }
    ) { facts, parameters in
        guard let runtime = facts.containerRuntime, let containerd = runtime.containerd else {
            return .leaveAlone(because: "no containerd is installed")
        }
        if let reason = runtime.reasonToLeaveContainerdAlone { return .leaveAlone(because: reason) }
        let wanted = parameters[.containerdPullSeconds]
        let place = containerd.progressKey.map { key in
            "\(key), " + (containerd.values[key].map { "'\($0.text)' in \($0.place)" } ?? "which nothing sets")
        }
        return .set(
            [Target(.runtime(.containerdPullProgress), .atLeast(wanted), zeroIsUnlimited: true)],
            because: "in seconds: \(place ?? "its key is not known, since nothing tells containerd's version")",
            cautions: containerd.pullCautions(wanted: wanted)
        )
    }
}

extension ContainerdFacts {
    fileprivate func pullCautions(wanted: Int64) -> [Caution] {
        guard let key = progressKey, case .value(.integer(let present), _, _) = pullProgressSeconds(), present > 0,
            present < wanted
        else { return [] }
        return [
            Caution(
                danger: "a pull is given up after \(present) seconds without a byte",
                remedy: remedy(setting: key, to: "\"\(wanted)s\"")
            )
        ]
    }
}

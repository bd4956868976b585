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
    /// five minutes do, its default of today. Until 1.7.9 it was one minute, which a registry under load does not keep,
    /// and 1.6 gives no pull up at all. 0 is for ever.
    /// Also written by: provisioning, which writes the whole file.
    static let containerdPullProgress = Setting(
        id: "containerd-pull-progress",
        summary: "containerd gives no pull up that a registry under load is slow with",
        why: """
            A pull without a byte for that long is given up and begun anew, which loads the registry further. The time \
            starts anew with every byte, so it need not be as long as a pull takes; until 1.7.9 it is one minute.
            """,
        unit: .none,
        sources: [
            "notes of a large cluster's operators (kubespray, 2022): a pull may take thirty minutes",
            "https://github.com/containerd/containerd/blob/v2.3.4/docs/cri/config.md: image_pull_progress_timeout",
        ],
        parameters: [.containerdPullSeconds],
        effect: effectOfContainerdKey
    ) { facts, parameters in
        guard let runtime = facts.containerRuntime, let containerd = runtime.containerd else {
            return .leaveAlone(because: "no containerd is installed")
        }
        if let reason = runtime.reasonToLeaveContainerdAlone { return .leaveAlone(because: reason) }
        if containerd.isEverPatient {
            let name = containerd.version ?? "before 1.7"
            return .leaveAlone(because: "containerd \(name) gives no pull up: the key for that came with 1.7")
        }
        let wanted = parameters[.containerdPullSeconds]
        let place = containerd.progressKey.map { key in
            key + (containerd.withoutFragment.values[key].map { ", '\($0.text)' in \($0.place)" } ?? "")
        }
        return .set(
            [
                Target(
                    .runtime(.containerdPullProgress),
                    .atLeast(wanted),
                    zeroIsUnlimited: true,
                    activation: containerd.activation
                )
            ],
            because: "in seconds: \(place ?? "its key is not known, since nothing tells containerd's version")"
        )
    }
}

import Tuning

extension Parameter {
    /// How many layers containerd downloads at once.
    static let containerdDownloads = Parameter(
        "downloads",
        "the least number of layers that containerd downloads at once; its own default is 3",
        range: 1...1_000,
        preset: 10
    )
}

extension Setting {
    /// How many layers containerd downloads at once.
    ///
    /// Three at once for each image, and from 2.1 on for all pulls together: on a new node one large image holds up
    /// every other pod. The number has three homes, by release, and the old one is a trap: from 2.1 on a value there
    /// turns the transfer service off, with one warning in the log. So the one key that counts here is written, into a
    /// drop-in where containerd's file imports one; containerd reads it when it starts.
    /// Also written by: kubespray, EKS nodeadm, k3s and RKE2, which write the whole file anew.
    static let containerdImageDownloads = Setting(
        id: "containerd-image-downloads",
        summary: "containerd downloads the layers of images as many at once as a new node needs",
        why: """
            containerd downloads three layers at once, from 2.1 on for all pulls together, so that on a new node one \
            large image holds up every other pod. The key has another home in nearly every release, and in the wrong \
            one it does nothing, or turns the new way of pulling off.
            """,
        unit: .none,
        sources: [
            "notes of a large cluster's operators (kubespray, 2022): ten downloads at once",
            "https://github.com/containerd/containerd/blob/v2.3.4/docs/cri/config.md",
            "https://github.com/containerd/containerd/blob/v2.3.4/internal/cri/config/config.go",
        ],
        parameters: [.containerdDownloads],
        effect: effectOfContainerdKey
    ) { facts, parameters in
        guard let runtime = facts.containerRuntime, let containerd = runtime.containerd else {
            return .leaveAlone(because: "no containerd is installed")
        }
        if let reason = runtime.reasonToLeaveContainerdAlone { return .leaveAlone(because: reason) }
        let wanted = parameters[.containerdDownloads]
        return .set(
            [
                Target(
                    .runtime(.containerdDownloads),
                    .atLeast(wanted),
                    zeroIsUnlimited: true,
                    activation: containerd.activation
                )
            ],
            because: containerd.words,
            cautions: containerd.cautions(wanted: wanted)
        )
    }
}

extension ContainerdFacts {
    /// Which key counts, and what says so.
    fileprivate var words: String {
        guard let way, let key = downloadsKey else {
            return "nothing tells containerd's version, and the key has another home in nearly every release"
        }
        let name = "containerd \(version ?? "2.3 or later")"
        let place = withoutFragment.values[key].map { ", \($0.text) in \($0.place)" } ?? ""
        switch way {
        case .transfer: return "\(name) pulls through its transfer service: \(key)\(place)"
        case .local(let plugin): return "\(name) pulls by \(plugin): \(key)\(place)"
        }
    }

    fileprivate func cautions(wanted: Int64) -> [Caution] {
        if let refusalCaution { return [refusalCaution] }
        var cautions: [Caution] = []
        let base = withoutFragment
        if let release, release.major > 2 || release.major == 2 && release.minor >= 1,
            let cause = base.causeOfLocalPulls, !cause.key.hasSuffix("use_local_image_pull")
        {
            cautions.append(
                Caution(
                    danger:
                        "\(cause.key) in \(cause.place) turns the transfer service off: containerd pulls the old way",
                    remedy: "take it out"
                        + (cause.key.hasSuffix("max_concurrent_downloads")
                            ? ", and put [plugins.\"\(ContainerdFacts.transferPlugin)\"] max_concurrent_downloads = "
                                + "\(wanted) in its place"
                            : ", unless it is meant")
                )
            )
        }
        return cautions + fileCautions
    }
}

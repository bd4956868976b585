/// A flag of the kubelet that a release dropped, and what does its work since.
public struct KubeletObsoleteFlag: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// The release of Kubernetes 1 that does not know it any more: a kubelet that is given it does not start.
    public let gone: Int64
    /// What does its work since.
    public let equivalent: String
    /// What it took; nil for one that no kubelet ever had.
    let kind: FlagKind?

    private init(_ name: String, _ kind: FlagKind?, gone: Int64, _ equivalent: String) {
        self.name = name
        self.kind = kind
        self.gone = gone
        self.equivalent = equivalent
    }

    /// The flag of a name; nil for one that was not dropped.
    static func named(_ name: String) -> KubeletObsoleteFlag? { all.first { $0.name == name } }

    /// The flags that were dropped. Source: the flags that kubelets 1.31 to 1.36 print; the changelogs of Kubernetes
    /// 1.10 to 1.36 for those that were gone before.
    static let all: [KubeletObsoleteFlag] = ofDockershim + ofOthers

    private static let ofDockershim = [
        KubeletObsoleteFlag(
            "image-pull-progress-deadline",
            .duration,
            gone: 24,
            "containerd's image_pull_progress_timeout, which starts anew with every byte"
        ),
        KubeletObsoleteFlag("docker-endpoint", .text, gone: 24, "containerRuntimeEndpoint"),
        KubeletObsoleteFlag("network-plugin", .text, gone: 24, "the container runtime's own configuration of CNI"),
        KubeletObsoleteFlag("network-plugin-mtu", .int32, gone: 24, "mtu in the network plug-in's configuration"),
        KubeletObsoleteFlag("cni-bin-dir", .text, gone: 24, "bin_dir of the container runtime"),
        KubeletObsoleteFlag("cni-conf-dir", .text, gone: 24, "conf_dir of the container runtime"),
        KubeletObsoleteFlag("cni-cache-dir", .text, gone: 24, "nothing: the container runtime keeps its own"),
    ]

    private static let ofOthers = [
        KubeletObsoleteFlag("require-kubeconfig", .bool, gone: 10, "nothing: --kubeconfig alone says it"),
        KubeletObsoleteFlag("allow-privileged", .bool, gone: 15, "Pod Security admission"),
        KubeletObsoleteFlag(
            "redirect-container-streaming",
            .bool,
            gone: 20,
            "nothing: the API server streams by the kubelet"
        ),
        KubeletObsoleteFlag("experimental-bootstrap-kubeconfig", .text, gone: 23, "--bootstrap-kubeconfig"),
        KubeletObsoleteFlag("dynamic-config-dir", .text, gone: 24, "--config-dir with files on the node"),
        KubeletObsoleteFlag("container-runtime", .text, gone: 27, "nothing: every runtime is remote"),
        KubeletObsoleteFlag("max-parallel-image-pulls", nil, gone: 27, "maxParallelImagePulls, which never had a flag"),
        KubeletObsoleteFlag("azure-container-registry-config", .text, gone: 31, "an image credential provider"),
        KubeletObsoleteFlag("iptables-drop-bit", .int32, gone: 31, "iptablesDropBit"),
        KubeletObsoleteFlag("iptables-masquerade-bit", .int32, gone: 31, "iptablesMasqueradeBit"),
        KubeletObsoleteFlag("keep-terminated-pod-volumes", .bool, gone: 31, "nothing: volumes go with their pods"),
        KubeletObsoleteFlag("cloud-config", .text, gone: 34, "the cloud controller manager's own"),
        KubeletObsoleteFlag("register-schedulable", .bool, gone: 34, "registerWithTaints"),
        KubeletObsoleteFlag("pod-infra-container-image", .text, gone: 35, "the sandbox image of the container runtime"),
    ]
}

extension KubeletFacts {
    /// The flags that it is given and that are gone, or will be, each with the file that gives it where that is known.
    public var obsoleteFlags: [(flag: KubeletObsoleteFlag, origin: String?)] {
        let words = sources?.arguments ?? [""] + arguments
        return words.enumerated().compactMap { place, word in
            guard word.hasPrefix("--") else { return nil }
            let name = String(word.dropFirst(2).prefix { $0 != "=" }.map { $0 == "_" ? "-" : $0 })
            guard let flag = KubeletObsoleteFlag.named(name) else { return nil }
            let origins = sources?.argumentOrigins ?? []
            return (flag, origins.indices.contains(place) && !origins[place].isEmpty ? origins[place] : nil)
        }
    }

    /// How many such flags there are; unreadable where its arguments are.
    public var obsoleteFlagCount: Observation {
        if sources == nil, let unreadable { return .unreadable(unreadable) }
        let names = obsoleteFlags.map { "--\($0.flag.name)" }
        return .value(.integer(Int64(names.count)), text: names.joined(separator: " "), isWritable: false)
    }
}

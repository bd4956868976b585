import Tuning

extension Parameter {
    /// Whether nodekeel may give the kubelet the flag.
    static let kubeletDirectoryFlag = Parameter(
        "flag",
        "whether nodekeel may give the kubelet --config-dir by a drop-in of its unit",
        words: ["refused", "allowed"]
    )
}

extension Setting {
    /// A directory of drop-ins for the kubelet, where policy allows nodekeel to turn it on.
    ///
    /// There is none by default, kubeadm gives none, and without one nothing of the kubelet's configuration can be set
    /// but in the main file, which its makers write anew. The flag is put into a variable that the unit takes flags from,
    /// as kubeadm's does, by a drop-in of the unit; systemd makes the directory at each start, so that the flag never
    /// points to nothing. Policy has to allow it, since it changes how the kubelet is started.
    /// Also written by: k3s, RKE2, EKS and OpenShift, which give a directory of their own.
    static let kubeletConfigDirectory = Setting(
        id: "kubelet-config-directory",
        summary: "The kubelet reads a directory of drop-ins, if policy allows nodekeel to turn it on",
        why: """
            Without --config-dir nothing of the kubelet's configuration can be set but in the main file, which kubeadm \
            and others write anew. With 'flag: allowed' a drop-in of the kubelet's unit gives it the flag and has systemd \
            make the directory at each start; the kubelet reads it from its next start on.
            """,
        unit: .none,
        sources: [
            "https://kubernetes.io/docs/tasks/administer-cluster/kubelet-config-file/#kubelet-configuration-drop-in-directory",
            "systemd 252 systemd.exec(5): ConfigurationDirectory=; a file of variables wins over Environment=",
            "kubelet 1.31 to 1.36, run: a directory that is missing is refused, an empty one is not",
        ],
        parameters: [.kubeletDirectoryFlag],
        effect: { facts, _, _ in facts.kubelet?.effectOfDirectory ?? .effective }
    ) { facts, parameters in
        switch facts.kubeletDirectoryDropIn {
        case .failure(let refusal): return .leaveAlone(because: refusal.description)
        case .success(let (path, text)):
            guard parameters.word(.kubeletDirectoryFlag) == "allowed" else {
                return .leaveAlone(
                    because:
                        "the kubelet is given no --config-dir; nodekeel gives it one if policy says 'flag: allowed'"
                )
            }
            return .set(
                [Target(.file(path), .exactly(.text(text)), activation: .reloadManager)],
                because: "the kubelet reads \(KubeletDirectoryDropIn.directory) from its next start on"
            )
        }
    }
}

extension KubeletFacts {
    /// A process takes the flag when it starts.
    fileprivate var effectOfDirectory: Effect {
        pid == nil || arguments.contains(KubeletDirectoryDropIn.flag) && !isDirectoryAwaited
            ? .effective : .pending(activation)
    }
}

import Tuning

extension Setting {
    /// The directory of static pods holds manifests and nothing else.
    ///
    /// The kubelet reads every file there whose name does not begin with a dot, whatever its extension. A copy beside a
    /// manifest, `etcd.yaml.bak`, is of the same pod and comes later, so that it wins: edits of the manifest do nothing,
    /// or the pod is started over and over. A manifest that cannot be read takes its pod away at the next look, at most
    /// twenty seconds later.
    /// Also written by: kubeadm at every upgrade; editors and hands, for the copies.
    static let staticPodFiles = Setting(
        id: "static-pod-files",
        summary: "Every file in the directory of static pods is the only one of its pod",
        why: """
            A copy beside a manifest wins over it: edits do nothing, or etcd is started over and over. A file that is no \
            manifest takes its pod away at the kubelet's next look.
            """,
        unit: .none,
        sources: [
            "kubernetes v1.36.2 pkg/kubelet/config/file.go: every regular file but hidden ones, by name, the last wins",
            "https://kubernetes.io/docs/tasks/configure-pod-container/static-pod/",
        ],
        strictestMode: .observe
    ) { facts, _ in
        guard !facts.staticPods.isEmpty else { return .leaveAlone(because: "no static pod is here") }
        let cautions = facts.staticPods.compactMap { file -> Caution? in
            let directory = file.path.split(separator: "/").dropLast().last ?? "this"
            if let winner = file.overriddenBy {
                return Caution(
                    danger:
                        "\(winner) is of the same pod \(file.pod ?? "") as \(file.path), and the kubelet takes it instead",
                    remedy: "move one of them out of the directory '\(directory)'; that restarts the pod if they differ"
                )
            }
            guard let problem = file.problem else { return nil }
            return Caution(
                danger: "the kubelet makes no pod of \(file.path): \(problem)",
                remedy: "mend it outside the directory and rename it into place, or move it out"
            )
        }
        return .set(
            facts.staticPods.map { Target(.option($0.name, of: StaticPod.directory), .exactly(.text("a pod"))) },
            because: "the kubelet reads every file there, and of several of one pod takes the last by name",
            cautions: cautions
        )
    }
}

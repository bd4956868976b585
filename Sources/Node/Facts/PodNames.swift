import Documents
import Tuning

/// Names of pods and containers, as this node has them.
///
/// The kubelet makes a directory `NAMESPACE_NAME_UID` for every pod that it starts, static ones too, and a link
/// `POD_NAMESPACE_CONTAINER-ID.log` for every container, before the container runs; both outlive it. Neither a namespace
/// nor a name has an underscore in it. Where the kubelet keeps its logs elsewhere (`podLogsDir`, Kubernetes 1.32), the
/// runtime's own record of the container tells.
/// Sources: `BuildPodLogsDirectory` and `legacyLogSymlink` of kubernetes/pkg/kubelet/kuberuntime.
struct PodNames {
    private static let podLogs = "/var/log/pods"
    private static let containerLogs = "/var/log/containers"
    /// Where runtimes record what a container was made of: containerd (also k3s's and RKE2's), CRI-O.
    private static let records = [
        ("/run/containerd/io.containerd.runtime.v2.task/k8s.io/", "/config.json"),
        ("/run/k3s/containerd/io.containerd.runtime.v2.task/k8s.io/", "/config.json"),
        ("/run/containers/storage/overlay-containers/", "/userdata/config.json"),
        ("/var/lib/containers/storage/overlay-containers/", "/userdata/config.json"),
    ]
    /// What they call a pod's namespace, its name and a container: containerd's words, then the kubelet's own.
    private static let annotations = [
        (
            namespace: "io.kubernetes.cri.sandbox-namespace", pod: "io.kubernetes.cri.sandbox-name",
            container: "io.kubernetes.cri.container-name"
        ),
        (
            namespace: "io.kubernetes.pod.namespace", pod: "io.kubernetes.pod.name",
            container: "io.kubernetes.container.name"
        ),
    ]

    let root: Root

    /// Puts names to a writer's pod and container, as far as this node tells them.
    func name(_ writer: inout Writer) {
        if let uid = writer.pod?.uid, let pod = pod(uid: uid) { writer.pod = pod }
        guard let id = writer.container?.id, PodNames.isPlain(id) else { return }
        guard let names = names(ofContainer: id) else { return }
        writer.container?.name = names.container
        if writer.pod?.name == nil, let namespace = names.namespace, let pod = names.pod {
            writer.pod = Writer.Pod(uid: writer.pod?.uid ?? "", namespace: namespace, name: pod)
        }
    }

    private func pod(uid: String) -> Writer.Pod? {
        let suffix = "_" + uid
        guard let directory = try? root.names(in: PodNames.podLogs).first(where: { $0.hasSuffix(suffix) }) else {
            return nil
        }
        let parts = directory.dropLast(suffix.utf8.count).split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
        return Writer.Pod(uid: uid, namespace: String(parts[0]), name: String(parts[1]))
    }

    private typealias Names = (namespace: String?, pod: String?, container: String?)

    private func names(ofContainer id: String) -> Names? {
        let suffix = "-\(id).log"
        if let link = try? root.names(in: PodNames.containerLogs).first(where: { $0.hasSuffix(suffix) }) {
            let parts = link.dropLast(suffix.utf8.count).split(separator: "_", omittingEmptySubsequences: false)
            if parts.count == 3 { return (String(parts[1]), String(parts[0]), String(parts[2])) }
        }
        for (directory, file) in PodNames.records {
            guard let bytes = try? root.bytes(of: directory + id + file), let record = try? JSON.parse(bytes) else {
                continue
            }
            return names(in: record["annotations"])
        }
        let docker = try? JSON.parse(root.bytes(of: "/var/lib/docker/containers/\(id)/config.v2.json"))
        return docker.flatMap { names(in: $0["Config"]?["Labels"]) }
    }

    private func names(in record: JSONValue?) -> Names? {
        func text(_ key: String) -> String? {
            guard case .string(let text)? = record?[key], !text.isEmpty, text.utf8.count <= 256 else { return nil }
            return text
        }
        for keys in PodNames.annotations where text(keys.pod) != nil || text(keys.container) != nil {
            return (text(keys.namespace), text(keys.pod), text(keys.container))
        }
        return nil
    }

    /// Whether an ID can stand in a path.
    private static func isPlain(_ id: String) -> Bool {
        (1...128).contains(id.utf8.count) && id.utf8.allSatisfy { $0.isDigit || (0x61...0x7A).contains($0) }
    }
}

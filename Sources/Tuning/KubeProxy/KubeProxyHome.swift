/// Where the configuration of a kube-proxy is kept, and so where an operator changes it.
public enum KubeProxyHome: Hashable, Sendable {
    /// A ConfigMap, mounted into its pod as `volume`, with the file as its key.
    case configMap(volume: String, key: String)
    /// A file that only its container sees.
    case containerFile(String)
    /// A file of the node; the unit that runs it, if it is in one.
    case file(String, unit: String?)
    /// The arguments of its pod.
    case podArguments
    /// The arguments of its unit, if it is in one.
    case arguments(unit: String?)
    /// The `kube-proxy-arg` list of a distribution's own configuration file.
    case distribution(name: String, path: String)

    /// Where it is, in words.
    public var origin: String {
        switch self {
        case .configMap(let volume, let key): "\(KubeProxyHome.configMapName(volume)), \(key): conntrack.maxPerCore"
        case .containerFile(let path): "'\(path)' in its container: conntrack.maxPerCore"
        case .file(let path, _): "'\(path)': conntrack.maxPerCore"
        case .podArguments: "flag --conntrack-max-per-core of its pod"
        case .arguments(let unit?): "flag --conntrack-max-per-core of \(unit)"
        case .arguments(nil): "flag --conntrack-max-per-core"
        case .distribution(_, let path): "'\(path)': kube-proxy-arg"
        }
    }

    /// The exact change that makes it leave the table alone.
    public var remedy: String {
        switch self {
        case .configMap(let volume, let key):
            "set conntrack.maxPerCore: 0 in \(key) of \(KubeProxyHome.configMapName(volume)), then "
                + "'kubectl -n kube-system rollout restart daemonset kube-proxy'; this is for all nodes of the cluster"
        case .containerFile(let path):
            "set conntrack.maxPerCore: 0 in what its pod mounts as '\(path)', and restart the pod; what a DaemonSet "
                + "mounts is for all nodes of the cluster"
        case .file(let path, let unit):
            "set conntrack.maxPerCore: 0 in '\(path)'" + KubeProxyHome.restart(unit)
        case .podArguments:
            "add --conntrack-max-per-core=0 to the arguments of its pod: in its DaemonSet, for all nodes of the "
                + "cluster, or in its static-pod manifest on this node"
        case .arguments(let unit):
            "add --conntrack-max-per-core=0 to its arguments" + KubeProxyHome.restart(unit)
        case .distribution(let name, let path):
            "add 'conntrack-max-per-core=0' to the list kube-proxy-arg in '\(path)' and restart \(name); each node has "
                + "its own file"
        }
    }

    /// kubeadm and those who follow it name volume and ConfigMap alike; of others only the volume is known here.
    private static func configMapName(_ volume: String) -> String {
        volume == "kube-proxy" ? "ConfigMap kube-system/kube-proxy" : "the ConfigMap of its volume '\(volume)'"
    }

    private static func restart(_ unit: String?) -> String {
        unit.map { ", and restart \($0)" } ?? " and restart it"
    }
}

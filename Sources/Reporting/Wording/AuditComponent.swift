import Tuning

/// The part of a node that a setting is about, as `audit` orders its page.
enum AuditComponent: String, CaseIterable {
    case etcd
    case apiserver = "kube-apiserver"
    case controllerManager = "kube-controller-manager"
    case scheduler = "kube-scheduler"
    case kubeProxy = "kube-proxy"
    case kubelet
    case runtime = "container runtime"
    case node

    /// The beginnings of the names of its settings; the rest of the settings are about the node.
    private var prefixes: [String] {
        switch self {
        case .etcd: ["etcd-", "event-store"]
        case .apiserver: ["apiserver-"]
        case .controllerManager: ["controller-manager-"]
        case .scheduler: ["scheduler-"]
        case .kubeProxy: ["kube-proxy-"]
        case .kubelet: ["kubelet-", "static-pod-"]
        case .runtime: ["docker-", "containerd-", "image-"]
        case .node: []
        }
    }

    /// The component of a setting.
    init(of setting: Setting.ID) {
        self =
            AuditComponent.allCases.first { component in
                component.prefixes.contains { setting.rawValue.hasPrefix($0) }
            } ?? .node
    }
}

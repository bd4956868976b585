import Node
import Tuning

extension Keeper {
    /// The services that usually hold etcd: followed also before it runs for the first time.
    private static let usualServices = ["etcd.service", "etcd-events.service"]
    private static let unitDirectories = ["/etc/systemd/system", "/lib/systemd/system", "/run/systemd/system"]
    /// Where the kubelet of a control plane has etcd's manifest.
    private static let manifest = "/etc/kubernetes/manifests/etcd.yaml"

    /// The processes whose starts and ends matter.
    var selectorsToFollow: [ProcessSelector] {
        let known = processes.keys.compactMap(\.selector)
        let usual = Keeper.usualServices.filter { name in
            Keeper.unitDirectories.contains { node.root.exists("\($0)/\(name)") }
        }
        return known + usual.map { ProcessSelector("etcd", in: .unit($0)) }
    }

    /// Whether pods matter that are not known yet: a manifest that was edited makes another pod of etcd's.
    var expectsNewPods: Bool {
        let hasPod = processes.keys.contains { if case .pod? = $0.selector?.place { true } else { false } }
        return hasPod || node.root.exists(Keeper.manifest)
    }
}

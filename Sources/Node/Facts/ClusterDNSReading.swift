import Tuning

extension FactsReader {
    /// The pods of cluster DNS servers, each once; those of another purpose are told by their namespace.
    func clusterDNS(among components: [Component]) -> [String] {
        var pods: [String] = []
        for component in components where ["coredns", "kube-dns"].contains(component.name) {
            guard let uid = component.podUID else { continue }
            let name = podName(of: uid)
            let namespace = name?.split(separator: "/").first
            guard namespace.map({ $0 == "kube-system" || $0.contains("dns") }) ?? true else { continue }
            let pod = name ?? uid
            if !pods.contains(pod) { pods.append(pod) }
        }
        return pods
    }
}

import Documents
import Tuning

extension YAMLNode {
    /// What the kubelet asks a container, of what can be asked by others: HTTP, and ports that take connections.
    var probes: [PodProbe] {
        var probes: [PodProbe] = []
        for name in ["startupProbe", "livenessProbe", "readinessProbe"] {
            guard let probe = self[name], let question = probe["httpGet"] ?? probe["tcpSocket"],
                let port = question["port"]?.scalar.flatMap({ self.port($0.text) })
            else { continue }
            // On loopback, since the service speaks with nobody else; a pod of the host's network is there too.
            let host = question["host"]?.scalar?.text.contains(":") ?? false ? "::1" : "127.0.0.1"
            let isPlain = probe["httpGet"] != nil && question["scheme"]?.scalar?.text ?? "HTTP" == "HTTP"
            let one = PodProbe(
                at: HealthEndpoint(host: host, port: port),
                path: isPlain ? question["path"]?.scalar?.text ?? "/" : nil
            )
            if !probes.contains(one) { probes.append(one) }
        }
        return probes
    }

    /// A port by its number, or by its name among those of the container.
    private func port(_ text: String) -> Int64? {
        let named = self["ports"]?.items?.first { $0["name"]?.scalar?.text == text }?["containerPort"]?.scalar?.text
        return Int64(named ?? text).flatMap { (1...65_535).contains($0) ? $0 : nil }
    }
}

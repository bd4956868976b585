import Documents
import Tuning

// What must be well to confirm: `confirm: {kubelet: true, defaultRoute: true, etcd: 2381, tcp: ["10.0.0.1:6443"]}`.
extension PolicyLayer {
    /// The most ports.
    private static let gateLimit = 16

    mutating func readGates(_ tree: YAMLNode) {
        var gates: [HealthGate] = []
        for (key, value) in entries(of: tree, below: "confirm.", known: ["kubelet", "defaultRoute", "etcd", "tcp"]) {
            switch key {
            case "kubelet": if flag(value) { gates.append(.kubelet) }
            case "defaultRoute": if flag(value) { gates.append(.defaultRoute) }
            case "etcd": if let port = number(value, in: 1...65_535) { gates.append(.etcd(port: Int(port))) }
            default: gates += ports(value)
            }
        }
        self.gates = gates
        lines["confirm"] = tree.region.start.line
    }

    private mutating func flag(_ node: YAMLNode) -> Bool {
        guard let value = scalar(node) else { return false }
        if case .bool(let flag) = value { return flag }
        complain(node, "true or false is wanted, this is \(value.typeName)")
        return false
    }

    private mutating func ports(_ node: YAMLNode) -> [HealthGate] {
        guard let items = node.items, items.count <= PolicyLayer.gateLimit else {
            complain(node, "a list of at most \(PolicyLayer.gateLimit) texts such as \"10.0.0.1:6443\" is wanted")
            return []
        }
        return items.compactMap { item in
            let text = item.scalar?.text ?? ""
            let colon = text.lastIndex(of: ":") ?? text.startIndex
            let host = text[..<colon].drop { $0 == "[" }
            guard
                !host.isEmpty, host.utf8.count <= 253, let port = Int(text[colon...].dropFirst()),
                (1...65_535).contains(port)
            else {
                complain(item, "a host and a port such as \"10.0.0.1:6443\" is wanted")
                return nil
            }
            return .tcp(host: String(host.hasSuffix("]") ? host.dropLast() : host), port: port)
        }
    }
}

import Glibc
public import Tuning

extension Node {
    /// How long one gate may take, in milliseconds.
    private static let gateMilliseconds: Int64 = 2_000
    private static let routeByteLimit = 4 << 20

    /// What speaks against each gate that is not well, with the gate's name before it.
    ///
    /// - Parameter kubelet: where this node's kubelet tells that it is well; nil if it tells nobody.
    public func objections(of gates: [HealthGate], kubelet: HealthEndpoint?) -> [String] {
        gates.compactMap { gate in objection(of: gate, kubelet: kubelet).map { "\(gate): \($0)" } }
    }

    private func objection(of gate: HealthGate, kubelet: HealthEndpoint?) -> String? {
        switch gate {
        case .kubelet:
            kubelet.map { objection(ofPath: "/healthz", at: $0) }
                ?? "no kubelet of this node tells on loopback whether it is well (healthzPort, healthzBindAddress)"
        case .etcd(let port): objection(ofPath: "/health", at: HealthEndpoint(host: "127.0.0.1", port: Int64(port)))
        case .defaultRoute: hasDefaultRoute ? nil : "there is no default route"
        case .tcp(let host, let port):
            HTTPExchange(with: .host(host, port: port), within: Node.gateMilliseconds).connectionObjection
        }
    }

    private func objection(ofPath path: String, at endpoint: HealthEndpoint) -> String? {
        do throws(SystemError) {
            let peer = HTTPPeer.host(endpoint.host, port: Int(endpoint.port))
            let answer = try HTTPExchange(with: peer, within: Node.gateMilliseconds).get(path)
            guard answer.status == 200 else {
                return "\(path) on port \(endpoint.port) answers with status \(answer.status)"
            }
            return nil
        } catch {
            return error.description
        }
    }

    /// Whether packets for anywhere have a way, by IPv4 or IPv6.
    ///
    /// sources: Documentation/networking/proc_net_tcp.rst's neighbours; net/ipv4/fib_trie.c fib_route_seq_show, where a
    /// route of destination and mask 0 that is up (flag 1) is the default; net/ipv6/route.c rt6_info_route, where one
    /// on `lo` only refuses
    private var hasDefaultRoute: Bool {
        let old = (try? root.text(of: "/proc/net/route", limit: Node.routeByteLimit)) ?? ""
        let isOld = old.split(separator: "\n").dropFirst().contains { line in
            let words = line.split(whereSeparator: { $0 == "\t" || $0 == " " })
            guard words.count > 7, words[1] == "00000000", words[7] == "00000000" else { return false }
            return (UInt32(words[3], radix: 16) ?? 0) & 1 != 0
        }
        if isOld { return true }
        let new = (try? root.text(of: "/proc/net/ipv6_route", limit: Node.routeByteLimit)) ?? ""
        return new.split(separator: "\n").contains { line in
            let words = line.split(separator: " ")
            return words.count > 9 && words[0].allSatisfy { $0 == "0" } && words[1] == "00" && words[9] != "lo"
        }
    }
}

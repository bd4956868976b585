/// The server of the FleetLock protocol that a node asks for a slot before it restarts a unit, and this node's group
/// there.
///
/// Plain HTTP only: a service without a TLS library stays small, and the answer is no secret. What is asked for is a
/// place in a queue; who can forge an answer in the cluster's network can make a node wait, or not wait.
/// sources: https://coreos.github.io/zincati/development/fleetlock/protocol/
public struct FleetLockServer: Hashable, Sendable, Codable {
    /// The host, by name or address, without brackets.
    public var host: String
    /// The port.
    public var port: Int
    /// What stands before `/v1/` in the path of a question; empty for nothing.
    public var path: String
    /// The group in which slots are counted.
    public var group: String

    /// The group of a policy that names none, as of Zincati.
    public static let presetGroup = "default"

    /// The server of a base URL such as `http://10.0.0.5:8080/`.
    ///
    /// - Throws: ``Refusal`` with what is wrong in it.
    public init(url: String, group: String = FleetLockServer.presetGroup) throws(Refusal) {
        let parsed = try GoURL(url)
        switch parsed.scheme {
        case "http": break
        case "https":
            throw Refusal(
                "FleetLock is asked over plain http: nodekeel speaks no TLS; put a proxy that does on this node, or "
                    + "let the server listen on http in the cluster's own network"
            )
        default: throw Refusal("an address such as http://10.0.0.5:8080 is wanted")
        }
        let hasPort = parsed.host.hasPrefix("[") ? !parsed.host.hasSuffix("]") : parsed.host.contains(":")
        let address = hasPort ? parsed.host : "\(parsed.host):80"
        guard
            let parts = GoAddress.hostAndPort(address), let port = Int(parts.port), (1...65_535).contains(port),
            !parts.host.isEmpty, parts.host.utf8.count <= 253, !url.contains("@"), !url.contains("?"),
            !url.contains("#"), parsed.path.utf8.count <= 200, parsed.path.utf8.allSatisfy({ 0x21...0x7E ~= $0 }),
            parts.host.utf8.allSatisfy({ 0x21...0x7E ~= $0 })
        else { throw Refusal("an address such as http://10.0.0.5:8080 is wanted") }
        host = String(parts.host)
        self.port = port
        path = String(parsed.path.reversed().drop { $0 == "/" }.reversed())
        self.group = group
    }

    /// What is wrong with the name of a group; nil if nothing is.
    public static func objection(toGroup name: String) -> String? {
        let isName =
            (1...63).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
        return isName ? nil : "a group is 1 to 63 letters, digits, '-' and '.'"
    }

    /// The base URL.
    public var url: String { "http://\(host.contains(":") ? "[\(host)]" : host):\(port)\(path)" }
}

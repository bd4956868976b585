import Documents
import Glibc
import Tuning

/// What dockerd tells of itself on its local socket, which is asked only while it runs: a connection would start a
/// dockerd that waits for one.
struct DockerSocket {
    private let exchange: HTTPExchange
    private let api: String
    /// The release that answered, such as `20.10.24+dfsg1`; nil if it does not say.
    let version: String?

    /// How long all questions of one pass may take: a dockerd that is slower than that is in trouble of its own.
    private static let limitMilliseconds: Int64 = 1_500
    /// Where the socket is unless an option says otherwise.
    private static let presetPath = "/var/run/docker.sock"

    /// Asks for the version of the interface: each release refuses those that are too old or too new for it.
    ///
    /// - Throws: ``SystemError`` also where somebody else answers.
    init(of facts: DockerFacts, within milliseconds: Int64 = limitMilliseconds) throws(SystemError) {
        exchange = HTTPExchange(with: .socket(DockerSocket.path(of: facts)), within: milliseconds)
        let answer = try exchange.get("/_ping")
        guard answer.status == 200, let version = answer.fields["api-version"],
            version.utf8.allSatisfy({ $0.isDigit || $0 == UInt8(ascii: ".") })
        else { throw exchange.failure("ask", EPROTO) }
        api = "/v\(version)"
        // `Docker/20.10.24+dfsg1 (linux)`
        let server = answer.fields["server"] ?? ""
        self.version = server.hasPrefix("Docker/") ? String(server.dropFirst(7).prefix { $0 != " " }) : nil
    }

    /// The first local socket of the `hosts`; sockets that systemd hands over are at the usual place.
    private static func path(of facts: DockerFacts) -> String {
        let text = facts.flags["hosts"]?.text ?? facts.keys["hosts"] ?? ""
        let hosts = text.split { "[]\", \n\t".contains($0) }
        let local = hosts.first { $0.hasPrefix("unix:///") }
        return local.map { String($0.dropFirst("unix://".count)) } ?? presetPath
    }

    /// What `docker info` shows of images and their place.
    struct Information {
        var driver: String?
        /// Pairs such as `Backing Filesystem` and `extfs`.
        var driverStatus: [String: String] = [:]
        var dataRoot: String?
    }

    /// Asks for what `docker info` shows.
    func information() throws(SystemError) -> Information {
        let root = try json("\(api)/info")
        var information = Information()
        if case .string(let driver)? = root["Driver"] { information.driver = driver }
        if case .string(let path)? = root["DockerRootDir"] { information.dataRoot = path }
        if case .array(let pairs)? = root["DriverStatus"] {
            for pair in pairs.prefix(64) {
                guard case .string(let name)? = pair[0], case .string(let text)? = pair[1] else { continue }
                information.driverStatus[name] = text
            }
        }
        return information
    }

    /// The reloads that dockerd remembers among its last 256 events, the last one last.
    ///
    /// The question is answered at once from memory, since its `until` is over.
    func reloads() throws(SystemError) -> [DockerFacts.Reload] {
        let filters = "%7B%22type%22%3A%7B%22daemon%22%3Atrue%7D%2C%22event%22%3A%7B%22reload%22%3Atrue%7D%7D"
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        let fraction = "\(now.tv_nsec)"
        let until = "\(now.tv_sec).\(String(repeating: "0", count: 9 - fraction.count))\(fraction)"
        let answer = try exchange.get("\(api)/events?since=1&until=\(until)&filters=\(filters)")
        guard answer.status == 200 else { throw exchange.failure("ask", EPROTO) }
        return answer.body.lines.compactMap { DockerFacts.Reload(event: Array($0)) }
    }

    private func json(_ path: String) throws(SystemError) -> JSONValue {
        let answer = try exchange.get(path)
        guard answer.status == 200, let value = try? JSON.parse(answer.body) else {
            throw exchange.failure("ask", EPROTO)
        }
        return value
    }
}

extension DockerFacts.Reload {
    /// Reads an event of dockerd's; nil for any but a reload.
    fileprivate init?(event bytes: [UInt8]) {
        guard
            let event = try? JSON.parse(bytes), event["Type"] == .string("daemon"),
            event["Action"] == .string("reload"), case .integer(let at)? = event["time"],
            case .object(let attributes)? = event["Actor"]?["Attributes"]
        else { return nil }
        var values: [String: String] = [:]
        for member in attributes.members {
            guard DockerOption.named(member.key)?.isLive == true, case .string(let text) = member.value else {
                continue
            }
            values[member.key] = text
        }
        self.init(at: at, values: values)
    }
}

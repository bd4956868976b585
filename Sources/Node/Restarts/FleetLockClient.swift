import Documents
import Glibc
public import Systemd
public import Tuning

/// Asks a FleetLock server for a slot, and gives it back.
///
/// Both questions may be asked again at any time: whoever holds a slot is told so again, and giving back what is not
/// held is confirmed. sources: https://coreos.github.io/zincati/development/fleetlock/protocol/, airlock, poseidon/fleetlock
public struct FleetLockClient: Sendable {
    /// What is asked.
    public enum Question: String, Sendable {
        /// For a slot.
        case slot = "pre-reboot"
        /// That the slot be taken back.
        case release = "steady-state"
    }

    /// What is answered.
    public enum Answer: Equatable, Sendable {
        /// Yes.
        case granted
        /// Not now, in the server's words: all slots are held, or the server has a trouble of its own.
        case refused(String)
        /// Nothing that could be heard: the slot may be held nevertheless.
        case unheard(String)
    }

    /// How long an answer may take, in milliseconds. airlock asks etcd first, which it gives 15 s by itself; who has not
    /// answered by then is asked again.
    private static let patienceMilliseconds: Int64 = 5_000

    private let server: FleetLockServer
    /// Who asks, as ``MachineIdentity`` has it.
    private let identity: String

    /// A client of a server, as this machine.
    ///
    /// - Throws: ``SystemdError`` where this machine has no ID.
    public init(of server: FleetLockServer) throws(SystemdError) {
        self.init(of: server, as: try MachineIdentity.ofApplication())
    }

    init(of server: FleetLockServer, as identity: String) {
        self.server = server
        self.identity = identity
    }

    /// Asks once.
    public func ask(_ question: Question) -> Answer {
        let exchange = HTTPExchange(
            with: .host(server.host, port: server.port),
            within: FleetLockClient.patienceMilliseconds
        )
        // Neither the identity nor a group has a character that JSON would need to escape.
        let body = #"{"client_params":{"id":"\#(identity)","group":"\#(server.group)"}}"#
        do throws(SystemError) {
            let answer = try exchange.post(
                "\(server.path)/v1/\(question.rawValue)",
                json: body,
                fields: [("fleet-lock-protocol", "true")]
            )
            guard answer.status != 200 else { return .granted }
            return .refused("\(server.url) says '\(FleetLockClient.words(of: answer.body) ?? "HTTP \(answer.status)")'")
        } catch {
            return .unheard(error.description + advice(on: error))
        }
    }

    /// What a server says in place of yes: the value of its JSON, or its text as airlock has it.
    private static func words(of body: [UInt8]) -> String? {
        struct Trouble: Decodable {
            var value: String
        }
        if let text = try? JSONText(body), let trouble = try? JSON.decode(Trouble.self, from: text) {
            return String(trouble.value.prefix(200))
        }
        let line = String(decoding: body.prefix(200), as: UTF8.self).split(whereSeparator: \.isNewline).first
        return line.map(String.init)
    }

    /// What to do where nothing was heard of a server that is not on this node: the service's sandbox lets it speak with
    /// nobody else unless the administrator says so.
    func advice(on error: SystemError) -> String {
        guard !server.isLocal else { return "" }
        switch error.errno {
        case EAGAIN,
            ETIMEDOUT where error.operation == "find the address of":
            return "; nodekeeld can ask no DNS server: name an address, or put the name into /etc/hosts"
        case EPERM, EACCES, ETIMEDOUT, ENETUNREACH, EHOSTUNREACH:
            return "; nodekeeld.service may speak with this node only, unless a drop-in of it says "
                + "'IPAddressAllow=\(server.host)' ('systemctl edit nodekeeld', see nodekeeld(8))"
        default: return ""
        }
    }
}

extension FleetLockServer {
    /// Whether it is on this node.
    fileprivate var isLocal: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }
}

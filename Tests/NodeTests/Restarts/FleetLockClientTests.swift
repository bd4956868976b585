import Glibc
import Testing
import Tuning

@testable import Node

private func client(of server: Answering, group: String = "kubelets") throws -> FleetLockClient {
    guard case .host(let host, let port) = server.peer else { fatalError("a port was asked for") }
    return FleetLockClient(
        of: try FleetLockServer(url: "http://\(host):\(port)/lock/", group: group),
        as: "0123456789abcdef0123456789abcdef"
    )
}

@Suite("A FleetLock server")
struct FleetLockClientTests {
    @Test(
        "is asked as the protocol has it",
        arguments: [(FleetLockClient.Question.slot, "pre-reboot"), (.release, "steady-state")]
    )
    func question(question: FleetLockClient.Question, path: String) throws {
        let server = try Answering("HTTP/1.1 200 OK\r\n\r\nobtained reboot lease", onPort: true)
        #expect(try client(of: server).ask(question) == .granted)
        let asked = try #require(server.questions.first)
        #expect(asked.hasPrefix("POST /lock/v1/\(path) HTTP/1.0\r\n"))
        #expect(asked.contains("\r\nfleet-lock-protocol: true\r\n"))
        let body = #"{"client_params":{"id":"0123456789abcdef0123456789abcdef","group":"kubelets"}}"#
        #expect(asked.hasSuffix("\r\n\r\n\(body)"))
    }

    @Test(
        "that says no is quoted, in its JSON or in plain words",
        arguments: [
            (#"{"kind":"failed_lock","value":"semaphore currently full"}"#, "semaphore currently full"),
            ("unknown group \"kubelets\"\n", "unknown group \"kubelets\""), ("", "HTTP 409"),
            (#"{"kind": 5}"#, #"{"kind": 5}"#),
        ]
    )
    func refusal(body: String, words: String) throws {
        let server = try Answering("HTTP/1.1 409 Conflict\r\n\r\n\(body)", onPort: true)
        guard case .refused(let reason) = try client(of: server).ask(.slot) else {
            Issue.record("not refused")
            return
        }
        #expect(reason.contains("'\(words)'"))
    }

    @Test("that is not heard may have granted the slot, which is another answer than no")
    func silence() throws {
        let garbled = try Answering("what?\r\n\r\n", onPort: true)
        guard case .unheard(let reason) = try client(of: garbled).ask(.slot) else {
            Issue.record("not unheard")
            return
        }
        // It is on this node: nothing has to be allowed.
        #expect(!reason.contains("IPAddressAllow"))
    }

    @Test("that no name server tells of is told with what to do; one that does not exist is another trouble")
    func unknownHost() throws {
        let client = FleetLockClient(of: try FleetLockServer(url: "http://fleetlock.example:8080"), as: "0")
        for errno in [EAGAIN, ETIMEDOUT] {
            let silent = SystemError(findingAddressOf: "fleetlock.example:8080", because: "silence", errno)
            #expect(client.advice(on: silent).contains("name an address"))
        }
        let unknown = SystemError(findingAddressOf: "fleetlock.example:8080", because: "none", EADDRNOTAVAIL)
        #expect(client.advice(on: unknown).isEmpty)
        let late = SystemError(operation: "hear", object: "fleetlock.example:8080", errno: ETIMEDOUT)
        #expect(client.advice(on: late).contains("IPAddressAllow=fleetlock.example"))
    }
}

import Agent
import Documents
import Node
import Reporting
import Testing
import Tuning

@testable import nodekeel

@Suite("The writers of a sysctl that is named")
struct WritersCommandTests {
    private static let table = "net/netfilter/nf_conntrack_max"
    private let machine: CommandNode

    init() throws {
        let knob = #"{"kind": "sysctl", "name": "\#(Self.table)"}"#
        let write = """
            {"knob": \(knob), "path": "net/nf_conntrack_max", "before": "1", "after": "2", "count": 1,
             "epochSeconds": 1, "writer": {"command": "foo", "unit": "foo.service"}}
            """
        machine = try CommandNode([
            "proc/sys/kernel/random/boot_id": "b00t\n", "proc/sys/net/core/somaxconn": "128\n",
            "run/nodekeel/writers.json": #"{"boot": "b00t", "writes": [\#(write)]}"#,
        ])
    }

    private func count(of names: String...) throws -> Int? {
        let answer = try WritersCommand.answer(of: names, on: machine.node)
        guard case .array(let writes)? = try JSON.parse(Array(answer.json().utf8))["writes"] else { return nil }
        return writes.count
    }

    @Test("are those who wrote it under any of its names")
    func names() throws {
        #expect(try count() == 1)
        #expect(try count(of: Self.table) == 1)
        #expect(try count(of: "net/nf_conntrack_max") == 1)
        #expect(try count(of: "net/core/somaxconn", Self.table) == 1)
        #expect(try count(of: "net/core/somaxconn") == 0)
    }

    @Test(
        "are not asked of what is no sysctl",
        arguments: [
            (
                "net.core.somaxconn",
                "'net.core.somaxconn': a sysctl is a path such as net/core/somaxconn; did you mean 'net/core/somaxconn'?"
            ),
            ("bogus", "'bogus': a sysctl is a path such as net/core/somaxconn"),
            ("/proc/sys/net/ipv4/*", "'/proc/sys/net/ipv4/*': one sysctl is wanted, without wildcards"),
            (
                "/proc/sys/net/nf_conntrack_mx",
                "there is no sysctl 'net/nf_conntrack_mx' here; did you mean 'net/nf_conntrack_max'?"
            ),
        ]
    )
    func refusals(name: String, reason: String) {
        #expect(machine.failure(of: ["writers", name]) == "nodekeel: \(reason)")
    }
}

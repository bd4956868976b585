import Agent
import Documents
import Node
import Reporting
import Testing
import Tuning

/// What `facts --format json` of a node says, read elsewhere.
private func elsewhere(_ scratch: PolicyNode, under policy: ReadPolicy) throws -> ElsewhereNode {
    let facts = Facts(reading: scratch.node.root, cluster: policy.policy.cluster)
    let answer = FactsAnswer(facts: facts, observed: NodeObservations(of: scratch.node, under: policy))
    try scratch.write("/node.json", try answer.json())
    return try ElsewhereNode(NodeCapture(file: "\(scratch.path)/node.json"), file: "node.json")
}

/// The plan for a node, as if there were no time: it goes on between two plans.
private func plan<Place: NodeReading>(for node: Place, _ policy: ReadPolicy) throws -> String {
    let examination = try Run(on: node, under: policy).examine(holds: [], after: nil)
    let findings = examination.findings.map { finding in
        var finding = finding
        finding.standing.since = 0
        return finding
    }
    let answer = PlanAnswer(
        plan: examination.plan,
        findings: findings,
        leftAlone: examination.leftAlone,
        originals: [],
        moment: Moment(boot: "", uptimeSeconds: 0, epochSeconds: 0),
        settings: examination.inForce.settings
    )
    return answer.text(in: Style()) + (try answer.json())
}

@Suite("A plan for a node that is elsewhere")
struct ElsewhereTests {
    private static let tree = [
        "/proc/sys/net/core/somaxconn": "4096\n",
        "/proc/sys/net/ipv4/tcp_rmem": "4096\t131072\t6291456\n",
        "/proc/sys/net/ipv4/conf/eth0/rp_filter": "0\n",
        "/proc/sys/net/ipv4/conf/lo/rp_filter": "0\n",
        "/proc/sys/net/ipv4/tcp_fastopen_key": "a-secret\n",
        "/proc/sys/vm/dirty_ratio": "20\n",
        "/proc/sys/vm/dirty_bytes": "0\n",
        "/sys/devices/system/cpu/online": "0-3\n",
        "/sys/kernel/x/y": "1\n",
    ]

    @Test("is the plan that the node itself makes, byte for byte, also under a policy that is still to be written")
    func samePlan() throws {
        let scratch = try PolicyNode(Self.tree)
        let taken = try elsewhere(scratch, under: try ReadPolicy(of: scratch.node))
        try scratch.write(
            "/etc/nodekeel/policy.yaml",
            """
            custom:
              - {id: a, sysctl: net/core/somaxconn, atLeast: 4096 * node.cpus, because: b}
              - {id: c, sysctl: net/ipv4/conf/*/rp_filter, except: [lo], exactly: 2, because: d}
              - {id: e, sysctl: net/ipv4/tcp_rmem, exactly: [4096, 131072, 33554432], because: f}
              - {id: g, sysctl: net/ipv4/missing, exactly: 1, because: h}
              - {id: i, sysctl: vm/dirty_bytes, exactly: 200000000, because: j}
            """
        )
        let policy = try ReadPolicy(of: scratch.node)
        let there = try plan(for: scratch.node, policy)
        #expect(try plan(for: taken, policy) == there)
        #expect(there.contains("16384") && there.contains("vm/dirty_ratio"))
    }

    @Test("knows what is not sysctl only as far as the policy asked for it, and says so")
    func notCaptured() throws {
        let custom = "custom: [{id: a, sysfs: kernel/x/y, exactly: 2, because: b}]\n"
        let scratch = try PolicyNode(Self.tree)
        let without = try elsewhere(scratch, under: try ReadPolicy(of: scratch.node))
        try scratch.write("/etc/nodekeel/policy.yaml", custom)
        let policy = try ReadPolicy(of: scratch.node)
        let blind = try Run(on: without, under: policy).examine(holds: [], after: nil)
        let finding = try #require(blind.findings.first { $0.desired.setting == "a" })
        #expect(finding.verdict == .unknown)
        #expect(try plan(for: try elsewhere(scratch, under: policy), policy) == plan(for: scratch.node, policy))
    }

    @Test("has no secret in it")
    func secrets() throws {
        let scratch = try PolicyNode(Self.tree)
        let observed = NodeObservations(of: scratch.node, under: try ReadPolicy(of: scratch.node))
        #expect(observed.sysctls["net/ipv4/tcp_fastopen_key"]?.value == nil)
    }

    @Test(
        "is not made from a file that holds no facts",
        arguments: ["", "{}", "[1]", "{\"schemaVersion\": 1}", "{\"a\":{\"a\":1,\"a\":2}}"]
    )
    func refusals(text: String) throws {
        let scratch = try PolicyNode(["/node.json": text])
        #expect(throws: NodeCaptureError.self) { try NodeCapture(file: "\(scratch.path)/node.json") }
    }
}

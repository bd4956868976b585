import Agent
import Testing
import Tuning

@Suite("A number in a policy that is a formula")
struct PolicyFormulaTests {
    @Test("is computed on each node, as a parameter and as a limit")
    func perNode() throws {
        let scratch = try PolicyNode([
            "policy.yaml": """
            settings:
              connection-tracking-table: {entriesPerCPU: 1000 * node.cpus, atLeast: "min(131072, 9 * node.cpus)"}
            """
        ])
        let read = try ReadPolicy(of: scratch.node)
        for cpus: Int64 in [2, 16] {
            let table = try #require(try read.inForce(on: .cpus(cpus)).policy.settings["connection-tracking-table"])
            #expect(table.values["entriesPerCPU"] == .integer(1000 * cpus))
            #expect(table.limits.atLeast == 9 * cpus)
            #expect(table.formulas["entriesPerCPU"] == "1000 * node.cpus = \(1000 * cpus) with node.cpus \(cpus)")
        }
    }

    @Test("is replaced by a later number, and replaces an earlier one")
    func layers() throws {
        let scratch = try PolicyNode([
            "policy.yaml": "settings: {connection-tracking-table: {entriesPerCPU: 7 * node.cpus, memoryPercent: 5}}\n",
            "policy.d/a.yaml": "settings: {connection-tracking-table: {entriesPerCPU: 3, memoryPercent: 1 + 1}}\n",
        ])
        let read = try ReadPolicy(of: scratch.node)
        let table = try #require(try read.inForce(on: .cpus(4)).policy.settings["connection-tracking-table"])
        #expect(table.values == ["entriesPerCPU": .integer(3), "memoryPercent": .integer(2)])
        #expect(table.formulas.keys.sorted() == ["memoryPercent"])
    }

    @Test(
        "is refused before any node is looked at, with its own place in the file",
        arguments: [
            ("entriesPerCPU: 10 * node.cpuz", "3:30: 'node' has no field 'cpuz'; did you mean 'cpu'?"),
            ("entriesPerCPU: \"10 * node.cpuz\"", "3:31: 'node' has no field 'cpuz'; did you mean 'cpu'?"),
            (
                "entriesPerCPU: |\n      10 *\n        node.cpuz",
                "5:14: 'node' has no field 'cpuz'; did you mean 'cpu'?"
            ),
            (
                "entriesPerCPU: >\n      10 *\n      node.cpuz",
                "3:20: 'node' has no field 'cpuz'; did you mean 'cpu'? (at 1:11 of the formula)"
            ),
            ("entriesPerCPU: 1.5 * double(node.cpus)", wrongType),
            (
                "entriesPerCPU: node.cpus > 2",
                "3:20: a whole number is wanted, this formula gives bool; write … ? 1 : 0"
            ),
            ("atLeast: 10 *", "3:18: expected a value, found the end of the formula"),
        ]
    )
    func refusals(line: String, problem: String) throws {
        let policy = "settings:\n  connection-tracking-table:\n    \(line)\n"
        #expect(try problems(in: policy) == [problem])
    }

    private static let wrongType =
        "3:20: a whole number is wanted, this formula gives double; int(…) makes a whole number of it"

    @Test(
        "that has no usable value on one node is refused there only",
        arguments: [
            ("entriesPerCPU: 1000 / (node.cpus - 2)", "1:60: division by zero with node.cpus 2"),
            ("entriesPerCPU: node.cpus - 2", outOfRange),
            ("atLeast: node.cpus - 3", "1:49: atLeast: -1 is not in 0…2147483647: node.cpus - 3 = -1 with node.cpus 2"),
            (
                "exactly: 16000000000 / node.cpus",
                "1:49: exactly: 8000000000 is not in 0…2147483647: 16000000000 / node.cpus = 8000000000 with node.cpus 2"
            ),
            ("atMost: node.cpus, atLeast: 3", "1:48: atLeast 3 is more than atMost 2 on this node"),
            (
                "atLeast: node.memory.totalByteCount",
                "1:61: no such field 'totalByteCount' with node.memory.totalByteCount unknown"
            ),
        ]
    )
    func onThisNodeOnly(said: String, problem: String) throws {
        let scratch = try PolicyNode(["policy.yaml": "settings: {connection-tracking-table: {\(said)}}\n"])
        let read = try ReadPolicy(of: scratch.node)
        var good = Facts.cpus(8)
        good.memory.totalByteCount = 1 << 30
        #expect(throws: Never.self) { try read.inForce(on: good) }
        do {
            _ = try read.inForce(on: .cpus(2))
            Issue.record("it is accepted")
        } catch {
            #expect(error.problems.map(\.description) == ["/etc/nodekeel/policy.yaml:" + problem])
        }
    }

    private static let outOfRange =
        "1:55: entriesPerCPU: 0 is not in 1…16777216: node.cpus - 2 = 0 with node.cpus 2"
}

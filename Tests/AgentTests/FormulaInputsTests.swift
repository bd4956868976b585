import Agent
import Formula
import Testing
import Tuning

private func value(_ text: String, of facts: Facts, _ cluster: Cluster = Cluster()) throws -> FormulaValue {
    try Formula(parsing: text).checked(against: .ofPolicy).evaluate(Formula.Bindings(node: facts, cluster: cluster))
}

private func refusal(_ text: String) -> String? {
    do {
        _ = try Formula(parsing: text).checked(against: .ofPolicy)
        return nil
    } catch {
        return error.description
    }
}

@Suite("A formula in a policy")
struct FormulaInputsTests {
    private var facts: Facts {
        var facts = Facts()
        facts.cpus = 16
        facts.memory.totalByteCount = 64 << 30
        facts.kernel.release = "6.1.0-28-amd64"
        facts.kernel.loadedModules = ["nf_conntrack", "overlay"]
        facts.cgroup.layout = .unified
        var disk = Disk(name: "nvme0n1", kind: .disk, number: "259:0")
        disk.medium = .solidState
        facts.disks = [disk]
        return facts
    }

    @Test(
        "names the node's facts and what policy says of the cluster",
        arguments: [
            ("min(65535, 4096 * node.cpus)", FormulaValue.int(65_535)),
            ("node.memory.totalByteCount / 1048576", .int(65_536)),
            ("node.kernel.release.startsWith('6.')", .bool(true)),
            ("'overlay' in node.kernel.loadedModules", .bool(true)),
            ("node.cgroup.layout == 'unified'", .bool(true)),
            ("node.disks.exists(d, d.medium == 'ssd')", .bool(true)),
            ("has(node.kubeProxy) ? 1 : 2", .int(2)),
            ("has(node.hypervisor)", .bool(false)),
            ("cluster.nodes * 2", .int(10_000)),
        ]
    )
    func values(text: String, expected: FormulaValue) throws {
        #expect(try value(text, of: facts, Cluster(nodes: 5_000)) == expected)
    }

    @Test(
        "is refused before it is used where a name is unknown, with the nearest known one",
        arguments: [
            ("node.cpu.onlineCont", "1:10: 'node.cpu' has no field 'onlineCont'; did you mean 'onlineCount'?"),
            ("cpus * 2", "1:1: unknown variable 'cpus'; did you mean 'node.cpus'?"),
            (
                "node.disks.all(d, d.mediun == 'ssd')",
                "1:21: 'node.disks[]' has no field 'mediun'; did you mean 'medium'?"
            ),
            ("cluster.node", "1:9: 'cluster' has no field 'node'; did you mean 'nodes'?"),
        ]
    )
    func unknownNames(text: String, expected: String) {
        #expect(refusal(text) == expected)
    }

    @Test("knows every name and type of the facts, so that what is no name is refused")
    func schema() {
        for name in ["node", "cluster"] {
            guard case .object(let object)? = Formula.Schema.ofPolicy.variables[name] else {
                Issue.record("some type of the facts is neither CaseIterable nor Exemplified")
                continue
            }
            #expect(!object.fields.values.contains(.dyn))
        }
    }

    @Test("finds a fact that is not known only where the node is")
    func unknownFact() throws {
        #expect(refusal("node.memory.totalByteCount") == nil)
        #expect(throws: FormulaError.self) { try value("node.memory.totalByteCount", of: Facts()) }
    }
}

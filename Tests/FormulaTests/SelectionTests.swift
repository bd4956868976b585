import Formula
import Testing

@Suite struct SelectionTests {
    @Test(
        "Fields and elements of what a node holds",
        arguments: [
            ("node.cpus", "48"), ("node['cpus']", "48"), ("node.labels.zone", "\"b\""),
            ("node.labels['node-role']", "\"edge\""),
            ("node.disks[1].name", "\"nvme0n1\""), ("node.disks.filter(d, d.isRotational).map(d, d.name)", "[\"sda\"]"),
            ("min(65535, 4096 * node.cpus)", "65535"), ("has(node.kubelet)", "false"), ("has(node.cpus)", "true"),
            ("has(node.labels.zone)", "true"), ("has(node.labels.rack)", "false"), ("'zone' in node.labels", "true"),
            ("has(node.kubelet) ? node.kubelet.maxPods : 110", "110"),
            ("has(node.kubelet) && has(node.kubelet.maxPods)", "false"),
            ("node.uptime > duration('1h')", "true"), ("uint(node.cpus) * 1024u < node.memoryBytes", "true"),
            ("node.name.startsWith('edge-') && !node.isControlPlane", "true"),
            ("double(cluster.nodes) * node.load", "2500.0"),
        ]
    )
    func sample(text: String, expected: String) throws {
        #expect(try result(of: text, with: SampleNode.bindings, schema: SampleNode.schema) == expected)
    }

    @Test(
        "What is not there is an error of evaluation",
        arguments: [
            "node.kubelet.maxPods", "has(node.kubelet.maxPods)", "node.labels.rack", "node.labels['rack']",
            "node.disks[2]",
            "node.disks[-1]", "node.disks[0].sizeBytes", "node.anything", "[1][9223372036854775807]", "{1: 2}[3]",
            "{}.a", "[][0]",
        ]
    )
    func missing(text: String) {
        #expect(failure(of: text, with: SampleNode.bindings, schema: SampleNode.schema)?.kind == .evaluation)
    }

    @Test(
        "Numbers of any type that are the same number find the same element",
        arguments: [
            ("[7, 8][dyn(1u)]", "8"), ("[7, 8][dyn(1.0)]", "8"), ("{1: 'a'}[dyn(1u)]", "\"a\""),
            ("{1u: 'a'}[dyn(1.0)]", "\"a\""),
            ("{18446744073709551615u: 'a'}[dyn(18446744073709551615u)]", "\"a\""),
            ("{9223372036854775808u: 'a'}[dyn(9223372036854775808.0)]", "\"a\""),
            ("{true: 'a', 'true': 'b'}[true]", "\"a\""),
            ("{1: 'a', true: 'b', '1': 'c'}['1']", "\"c\""),
            ("{1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 6, 7: 7, 8: 8, 9: 9, 10u: 10}[dyn(10.0)]", "10"),
        ]
    )
    func numericKeys(text: String, expected: String) throws {
        #expect(try result(of: text) == expected)
    }

    @Test(
        "A key or an index of a wrong type finds nothing",
        arguments: [
            "[7][dyn(0.5)]", "[7][dyn('')]", "[7][dyn(18446744073709551615u)]", "{1: 2}[dyn(1.5)]", "{1: 2}[dyn(null)]",
            "dyn(1)[0]", "dyn(1).a",
        ]
    )
    func wrongKey(text: String) {
        #expect(failure(of: text)?.kind == .evaluation)
    }

    @Test(
        "Equal keys are one key",
        arguments: ["{'a': 1, 'a': 2}", "{1: 1, 1u: 2}", "{true: 1, true: 2}", "{0: 1, 0u: 2}[0.0]"]
    )
    func repeatedKey(text: String) {
        #expect(uncheckedFailure(of: text)?.message.hasSuffix("twice") == true)
    }

    @Test(
        "Keys are bools, integers and strings",
        arguments: ["{1.0: 1}", "{null: 1}", "{[]: 1}", "{duration('1s'): 1}", "{int: 1}"]
    )
    func keyType(text: String) {
        #expect(failure(of: text)?.kind == .type)
        #expect(uncheckedFailure(of: text)?.kind == .evaluation)
    }

    @Test("Texts that only look alike are different keys")
    func keysAreNotNormalized() throws {
        #expect(try result(of: "{'\\u00e9': 1, 'e\\u0301': 2}['e\\u0301']") == "2")
    }

    @Test("What a formula reads is listed once, in order, without the variables of macros")
    func inputs() throws {
        let text = "node.disks.all(d, d.size > cluster.floor) ? -node.cpus * int(node.cpus) : has(a.b) ? x[y] : 0"
        #expect(try Formula(parsing: text).inputs == ["node.disks", "cluster.floor", "node.cpus", "a.b", "x", "y"])
        #expect(try Formula(parsing: "unknown({k.a: [k.b]}.c, int, 1)").inputs == ["k.a", "k.b"])
    }
}

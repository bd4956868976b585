import Formula
import Testing

@Suite struct TypeTests {
    @Test(
        "A checked formula has the type of its value",
        arguments: [
            ("1", "int"), ("1u", "uint"), ("1.5", "double"), ("'a'", "string"), ("true", "bool"), ("null", "null"),
            ("int", "type"),
            ("duration('1s')", "duration"), ("[1]", "list(int)"), ("[]", "list(dyn)"), ("[1, 'a']", "list(dyn)"),
            ("[[], [1]]", "list(list(int))"),
            ("[] + [1]", "list(int)"), ("[[]].map(x, x + ['a'])", "list(list(string))"), ("{}", "map(dyn, dyn)"),
            ("{'a': 1}", "map(string, int)"),
            ("{'a': 1, 2: 'b'}", "map(dyn, dyn)"), ("1 + 2", "int"), ("1 < 2", "bool"), ("dyn(1) + 1", "int"),
            ("dyn([1.5]) + [1]", "list(dyn)"),
            ("dyn(1) + dyn(2)", "dyn"),
            ("dyn(1)", "dyn"), ("true ? [] : [1u]", "list(uint)"), ("true ? dyn(1) : 'a'", "dyn"),
            ("[1, 2].map(x, x > 1)", "list(bool)"),
            ("{'a': 1}.map(k, k)", "list(string)"), ("[1].filter(x, true)", "list(int)"), ("{'a': 1}.a", "int"),
            ("{'a': [1]}['a'][0]", "int"),
            ("type(1)", "type"), ("size([])", "int"), ("min(1, 2)", "int"), ("min(1, 2.0)", "dyn"),
            ("min([1u])", "uint"), ("min([])", "dyn"),
            ("clamp(1.0, 0.0, 2.0)", "double"), ("ceilPowerOfTwo(3u)", "uint"), ("node", "node"), ("node.cpus", "int"),
            ("node.disks", "list(node.disks)"),
            ("node.disks.map(d, d.sizeBytes)", "list(int)"), ("node.anything.what[0].ever", "dyn"),
            ("node['cpus']", "int"), ("node[node.name]", "dyn"),
            ("has(node.kubelet.maxPods)", "bool"), ("has(node.kubelet) ? node.kubelet : null", "node.kubelet"),
            ("node.labels['a']", "string"),
            ("string(node.cpus)", "string"), ("duration('1h').getMinutes()", "int"), ("node.kubelet == null", "bool"),
            ("[null, duration('1s')]", "list(duration)"),
        ]
    )
    func type(text: String, expected: String) throws {
        #expect(try Formula(parsing: text).checked(against: SampleNode.schema).type.description == expected)
    }

    @Test(
        "A name that is not known comes with the nearest one that is",
        arguments: [
            ("nod.cpus", "node"), ("nodes.cpus", "node"), ("Node.cpus", "node"), ("cluter.nodes", "cluster"),
            ("node.cpu", "cpus"),
            ("node.memorybytes", "memoryBytes"), ("node.kubelet.maxpods", "maxPods"), ("node.disks[0].nmae", "name"),
            ("node['cpsu']", "cpus"),
            ("cpus * 2", "node.cpus"), ("boool", "bool"), ("mn(1, 2)", "min"), ("'a'.startswith('a')", "startsWith"),
            ("[1].exist(x, true)", "exists"),
            ("haz(node.cpus)", "has"), ("ceilPowerOf2(3)", "ceilPowerOfTwo"), ("lenght(node.name)", nil), ("zzz", nil),
            ("q", nil), ("node.q", nil),
        ] as [(String, String?)]
    )
    func suggestion(text: String, expected: String?) {
        let error = failure(of: text, schema: SampleNode.schema)
        #expect(error?.kind == .unknownName)
        #expect(error?.suggestion == expected)
    }

    @Test(
        "A formula that cannot work is refused before evaluation, where the fault is",
        arguments: [
            ("node.cpus + 1.0", 11), ("node.cpus.count", 11), ("node.name[0]", 10), ("node.disks.name", 12),
            ("node.disks['sda']", 12),
            ("node.labels[1]", 13), ("node[1]", 6), ("true ? 1 : 'a'", 6), ("true ? node : cluster", 6),
            ("1 ? 2 : 3", 1), ("true && 1", 9), ("1 || true", 1),
            ("{1: 'a'}.a", 10), ("node.cpus == '48'", 11), ("node.cpus in node.labels", 11), ("[1, 2].all(x, x)", 15),
            ("[1].map(x, x + 'a')", 14),
        ]
    )
    func typeError(text: String, column: Int) {
        let error = failure(of: text, schema: SampleNode.schema)
        #expect(error?.kind == .type)
        #expect(error?.column == column)
    }

    @Test("A mix of numeric types is told how to convert")
    func numericHint() {
        let message = failure(of: "node.cpus * 1.5", schema: SampleNode.schema)?.message
        #expect(message == "no overload of '*' takes int and double; convert with int(), uint() or double()")
    }
}

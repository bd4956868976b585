import Formula
import Testing

/// The canonical text of what `text` evaluates to, after a type check; the text tells `1` from `1u` and `1.0`.
func result(
    of text: String,
    with bindings: Formula.Bindings = Formula.Bindings(),
    schema: Formula.Schema = Formula.Schema()
) throws -> String {
    try Formula(parsing: text).checked(against: schema).evaluate(bindings).description
}

/// The canonical text of what `text` evaluates to without a type check, as for values whose types are not known.
func uncheckedResult(of text: String, with bindings: Formula.Bindings = Formula.Bindings()) throws -> String {
    try Formula(parsing: text).evaluate(bindings).description
}

/// The error of parsing, checking or evaluating `text`; nil when there is none.
func failure(
    of text: String,
    with bindings: Formula.Bindings = Formula.Bindings(),
    schema: Formula.Schema = Formula.Schema()
) -> FormulaError? {
    do throws(FormulaError) {
        _ = try Formula(parsing: text).checked(against: schema).evaluate(bindings)
        return nil
    } catch {
        return error
    }
}

/// The error of parsing or evaluating `text` without a type check; nil when there is none.
func uncheckedFailure(of text: String, with bindings: Formula.Bindings = Formula.Bindings()) -> FormulaError? {
    do throws(FormulaError) {
        _ = try Formula(parsing: text).evaluate(bindings)
        return nil
    } catch {
        return error
    }
}

/// A node as policies see it, in small.
enum SampleNode {
    static let schema = Formula.Schema([
        "node": .object(
            "node",
            [
                "cpus": .int,
                "memoryBytes": .uint,
                "load": .double,
                "name": .string,
                "isControlPlane": .bool,
                "uptime": .duration,
                "labels": .map(.string, .string),
                "disks": .list(.object("node.disks", ["name": .string, "isRotational": .bool, "sizeBytes": .int])),
                "kubelet": .object("node.kubelet", ["maxPods": .int]),
                "anything": .dyn,
            ]
        ),
        "cluster": .object("cluster", ["nodes": .int]),
    ])

    static let bindings = Formula.Bindings([
        "node": .map(
            FormulaMap(fields: [
                "cpus": .int(48),
                "memoryBytes": .uint(270_582_939_648),
                "load": .double(0.5),
                "name": .string("edge-07"),
                "isControlPlane": .bool(false),
                "uptime": .duration(nanoseconds: 5_400_000_000_000),
                "labels": .map(FormulaMap(fields: ["zone": .string("b"), "node-role": .string("edge")])),
                "disks": .list([
                    .map(FormulaMap(fields: ["name": .string("sda"), "isRotational": .bool(true)])),
                    .map(FormulaMap(fields: ["name": .string("nvme0n1"), "isRotational": .bool(false)])),
                ]),
            ])
        ),
        "cluster": .map(FormulaMap(fields: ["nodes": .int(5_000)])),
    ])
}

import Formula
import Testing

@Suite struct RenderingTests {
    @Test(
        "A value is written as a formula that gives it back",
        arguments: [
            .int(.min), .int(.max), .uint(.max), .double(1), .double(-0.0), .double(1e21),
            .double(.leastNonzeroMagnitude),
            .double(.infinity),
            .double(-.infinity), .string(""), .string("quote \" backslash \\ line \n tab \t"),
            .string("\u{1B}[0m\u{7F}\u{202E}\u{E000}é🐱"),
            .bool(true), .null, .duration(nanoseconds: .min), .duration(nanoseconds: 1_500_000_000), .type(.int),
            .type(.null),
            .type(.duration), .list([]), .list([.int(1), .list([.null])]),
            .map(FormulaMap(fields: ["a": .int(1), "b-c": .list([])])),
        ] as [FormulaValue]
    )
    func roundTrip(value: FormulaValue) throws {
        let again = try Formula(parsing: value.description).evaluate()
        #expect(again == value)
        #expect(again.kind == value.kind)
        #expect(again.description == value.description)
    }

    @Test(
        "Every value has JSON",
        arguments: [
            (.int(-1), .int(-1)), (.uint(.max), .uint(.max)), (.double(1.5), .double(1.5)),
            (.double(.nan), .string("NaN")),
            (.double(.infinity), .string("Infinity")), (.double(-.infinity), .string("-Infinity")),
            (.string("a"), .string("a")),
            (.bool(true), .bool(true)), (.null, .null), (.duration(nanoseconds: 60_001_000_000), .string("60.001s")),
            (.type(.null), .string("null_type")), (.list([.int(1), .null]), .array([.int(1), .null])),
            (.map(FormulaMap(fields: ["b": .int(2), "a": .int(1)])), .object([("a", .int(1)), ("b", .int(2))])),
        ] as [(FormulaValue, FormulaValue.JSON)]
    )
    func json(value: FormulaValue, expected: FormulaValue.JSON) {
        #expect(value.json == expected)
    }

    @Test("Keys of a map are texts in JSON")
    func jsonKeys() throws {
        let value = try Formula(parsing: "{1: 'a', 2u: 'b', true: 'c', 'd': 'd'}").evaluate()
        #expect(
            value.json
                == .object([("1", .string("a")), ("2", .string("b")), ("true", .string("c")), ("d", .string("d"))])
        )
    }

    @Test(
        "A value names its type",
        arguments: [
            ("1", "int"), ("1u", "uint"), ("1.0", "double"), ("''", "string"), ("true", "bool"), ("null", "null"),
            ("duration('1s')", "duration"), ("[]", "list"), ("{}", "map"), ("int", "type"),
        ]
    )
    func typeName(text: String, expected: String) throws {
        #expect(try Formula(parsing: text).evaluate().typeName == expected)
    }

    @Test("A map from outside has every key once")
    func mapKeys() {
        let one = FormulaMap.Entry(key: .int(1), value: .null)
        #expect(FormulaMap(entries: [one, FormulaMap.Entry(key: .uint(1), value: .null)]) == nil)
        #expect(FormulaMap(entries: [one, FormulaMap.Entry(key: .bool(true), value: .null)])?.count == 2)
    }
}

import Formula
import Testing

@Suite struct MacroTests {
    @Test(
        "Macros over lists and the keys of maps",
        arguments: [
            ("[1, 2, 3].all(x, x > 0)", "true"), ("[1, 2, 3].all(x, x > 1)", "false"), ("[].all(x, x > 1)", "true"),
            ("[1, 2, 3].exists(x, x == 2)", "true"), ("[1, 2, 3].exists(x, x > 3)", "false"),
            ("[].exists(x, true)", "false"),
            ("[1, 2, 3].exists_one(x, x == 2)", "true"), ("[1, 2, 2].exists_one(x, x == 2)", "false"),
            ("[].exists_one(x, true)", "false"),
            ("[1, 2, 3].map(x, x * x)", "[1, 4, 9]"), ("[1, 2, 3].map(x, x > 1, x * x)", "[4, 9]"),
            ("[].map(x, x)", "[]"),
            ("[1, 2, 3].filter(x, x % 2 == 1)", "[1, 3]"), ("[].filter(x, false)", "[]"),
            ("{'a': 1, 'b': 2}.all(k, k < 'c')", "true"), ("{'a': 1}.exists(k, k == 'a')", "true"),
            ("{'a': 1, 'b': 2}.exists_one(k, k == 'b')", "true"),
            ("{'a': 1, 'b': 2}.map(k, k + k)", "[\"aa\", \"bb\"]"),
            ("{'a': 1, 'b': 2}.filter(k, k == 'b')", "[\"b\"]"), ("{1: 2, 3u: 4}.map(k, k)", "[1, 3u]"),
        ]
    )
    func macros(text: String, expected: String) throws {
        #expect(try result(of: text) == expected)
    }

    @Test(
        "'all' and 'exists' absorb errors as '&&' and '||' do",
        arguments: [
            ("[1, 2, 0].exists(x, 4 / x == 2)", "true"), ("[0, 1, 2].exists(x, 4 / x == 2)", "true"),
            ("[0, 1].all(x, 4 / x == 3)", "false"), ("[1, 0].all(x, 4 / x == 3)", "false"),
            ("[1, 'a'].all(x, x == 2 && dyn(x) % 2 == 0)", "false"),
        ]
    )
    func absorption(text: String, expected: String) throws {
        #expect(try result(of: text) == expected)
    }

    @Test(
        "Any other error in a macro is the error of the macro",
        arguments: [
            "[0, 1].exists(x, 4 / x == 3)", "[0, 1].all(x, 4 / x == 4)", "[1, 0].exists_one(x, 4 / x == 4)",
            "[1, 0].map(x, 4 / x)",
            "[1, 0].filter(x, 4 / x == 4)", "[1, 0].map(x, x == 1, 4 / (x - 1))",
        ]
    )
    func errors(text: String) {
        #expect(failure(of: text)?.message == "division by zero")
    }

    @Test(
        "A variable of a macro hides what has its name outside, and is not known outside",
        arguments: [
            ("[1, 2].map(x, [x, 10].map(x, x + 1))", "[[2, 11], [3, 11]]"),
            ("[1, 2].map(x, [10].map(y, x + y))", "[[11], [12]]"),
            ("[[1, 2], [3]].map(x, x.map(x, x * 2))", "[[2, 4], [6]]"), ("[7].map(x, .x)", "[5]"),
            ("[7].map(int, int + 1)", "[8]"),
            ("[1].map(x, x + 1) + [x]", "[2, 5]"),
            ("[1, 2, 3].filter(x, [2, 3].exists(y, x == y)).map(z, z + x)", "[7, 8]"),
        ]
    )
    func scopes(text: String, expected: String) throws {
        let schema = Formula.Schema(["x": .int])
        #expect(try result(of: text, with: Formula.Bindings(["x": .int(5)]), schema: schema) == expected)
    }

    @Test("After an absorbed error inside a macro, the variables outside are as before")
    func scopeAfterError() throws {
        #expect(try result(of: "[1, 2].map(x, [0].map(y, x / y)[0] > 0 || x > 0)") == "[true, true]")
        #expect(try result(of: "[3].map(x, ([0].map(y, [y].map(z, x / z)[0])[0] > 0 || true) ? x : 0)") == "[3]")
    }

    @Test(
        "A macro with the wrong form is refused",
        arguments: [
            "[1].all(x)", "[1].all()", "[1].all(1, true)", "[1].all(x.y, true)", "[1].all(x, true, true)", "[1].map(x)",
            "[1].map(x, 1, 2, 3)", "[1].filter(x, true, 1)", "[1].exists_one(for, true)", "has(1)", "has(a)",
            "has(a[0])", "has()",
            "has(a.b, c)",
        ]
    )
    func form(text: String) {
        #expect(failure(of: text)?.kind == .syntax)
    }

    @Test(
        "A macro over what has no elements, or with a condition that is no bool, does not type-check",
        arguments: [
            "1.all(x, true)", "'abc'.map(x, x)", "[1].all(x, x)", "[1].filter(x, 1)", "[1].map(x, 'a', x)",
            "['a'].map(x, x + 1)",
        ]
    )
    func types(text: String) {
        #expect(failure(of: text)?.kind == .type)
        #expect(uncheckedFailure(of: text)?.kind == .evaluation)
    }
}

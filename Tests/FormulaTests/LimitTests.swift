import Formula
import Testing

@Suite struct LimitTests {
    static func repeated(_ part: String, _ count: Int) -> String { String(repeating: part, count: count) }

    @Test(
        "Nesting beyond the limit is an error, not a stack overflow",
        arguments: [
            repeated("(", 5_000) + "1" + repeated(")", 5_000), repeated("[", 8_000), repeated("{1:", 5_000),
            repeated("-", 16_000) + "1",
            repeated("!", 16_000) + "true", repeated("a[", 8_000), "1" + repeated(" + 1", 4_000),
            "a" + repeated(".b", 8_000),
            "a" + repeated("[0]", 5_000), repeated("true ? 1 : ", 1_400) + "1", repeated("size(", 3_000),
            "x" + repeated(".size()", 2_000),
            repeated("[1].map(x, ", 1_400), "[1]" + repeated(".map(x, x)", 1_500), repeated("true ? (", 2_000),
            "1" + repeated(" < 1", 4_000),
        ]
    )
    func nesting(text: String) {
        #expect(failure(of: text)?.kind == .limit)
    }

    @Test("The nesting that CEL asks for, and more, is accepted")
    func acceptedNesting() throws {
        #expect(try result(of: Self.repeated("(", 100) + "7" + Self.repeated(")", 100)) == "7")
        #expect(try result(of: "size(" + Self.repeated("[", 100) + "0" + Self.repeated("]", 100) + ")") == "1")
        #expect(try result(of: Self.repeated("true ? 1 : ", 100) + "2") == "1")
        #expect(try result(of: "0" + Self.repeated(" + 1", 100)) == "100")
        #expect(try result(of: Self.repeated("!", 32) + "true") == "true")
        #expect(try result(of: Self.repeated("-", 32) + "19") == "19")
    }

    @Test("A text longer than the limit is refused unread")
    func sourceLength() {
        #expect(failure(of: Self.repeated(" ", 16_385) + "1")?.kind == .limit)
        #expect(failure(of: Self.repeated("(", 10_000_000))?.kind == .limit)
        #expect(failure(of: Self.repeated(" ", 16_383) + "1") == nil)
    }

    @Test(
        "A formula whose work or result grows without bound is stopped",
        arguments: [
            // Ten to the sixth evaluations, and more.
            "L" + repeated(".map(a, L", 7) + repeated(")", 7),
            repeated("L.all(a, ", 8) + "true" + repeated(")", 8),
            repeated("L.all(a, ", 8) + "1 / 0 > 0" + repeated(")", 8),
            "['ab']" + repeated(".map(s, s + s)", 60),
            "[L]" + repeated(".map(s, s + s)", 60),
            // Little to hold, but endless to print or to compare: every list has the one before it twice.
            "[1]" + repeated(".map(x, [x, x])", 60),
            "[1]" + repeated(".map(x, [x, x])", 60) + " == [1]" + repeated(".map(x, [x, x])", 60),
            "['x']" + repeated(".map(s, [s + s, s + s])", 60),
            repeated("L.map(a, ", 6) + "'text'.contains('t')" + repeated(")", 6),
        ].map { $0.replacing("L", with: "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]") }
    )
    func growth(text: String) {
        #expect(failure(of: text)?.kind == .limit)
    }

    @Test("Nothing absorbs a limit")
    func limitIsNotAbsorbed() throws {
        var limits = Formula.Limits()
        limits.stepCount = 20
        let endless = "[1, 2, 3, 4, 5, 6, 7, 8].all(x, [1, 2, 3, 4].all(y, x > 0 && y > 0))"
        for text in ["\(endless) || true", "[1].exists(z, \(endless) || z == 1)", "!\(endless) && false"] {
            let formula = try Formula(parsing: text, limits: limits)
            #expect { try formula.evaluate() } throws: { ($0 as? FormulaError)?.kind == .limit }
        }
    }

    @Test("A long text and a long list from outside are counted")
    func bindings() throws {
        let text = FormulaValue.string(Self.repeated("a", 60_000))
        let list = FormulaValue.list(Array(repeating: .int(1), count: 40_000))
        let bindings = Formula.Bindings(["text": text, "list": list])
        #expect(uncheckedFailure(of: "text + text", with: bindings)?.kind == .limit)
        #expect(uncheckedFailure(of: "list + list", with: bindings)?.kind == .limit)
        #expect(uncheckedFailure(of: "list.map(x, text.contains('b'))", with: bindings)?.kind == .limit)
        #expect(uncheckedFailure(of: "list.map(x, x in list)", with: bindings)?.kind == nil)
        #expect(uncheckedFailure(of: "list.map(x, 2 in list)", with: bindings)?.kind == .limit)
        #expect(uncheckedFailure(of: "list.map(x, list == list)", with: bindings)?.kind == .limit)
        #expect(uncheckedFailure(of: "list.map(x, min(list))", with: bindings)?.kind == .limit)
        #expect(uncheckedFailure(of: "list.map(x, size(text))", with: bindings)?.kind == .limit)
        #expect(uncheckedFailure(of: "list.map(x, int(text) > 0 || true)", with: bindings)?.kind == .limit)
        #expect(uncheckedFailure(of: "list.map(x, text < text)", with: bindings)?.kind == .limit)
    }

    @Test("Any text is answered by a value or an error", arguments: 0..<64)
    func anyText(seed: UInt64) {
        // A linear congruential generator, so that a failure can be repeated.
        var state = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let pieces = [
            "1", "2u", "0x", ".5", "1e9", "'a'", "r'", "\"", "'''", "\\", "true", "null", "in", "x", "has(", "[", "]",
            "{", "}", "(", ")",
            ".", ",", ":", "?", "+", "-", "*", "/", "%", "!", "==", "<", "&&", "||", ".map(x,", ".all(x,", "size(",
            "min(", "é", "\u{0}", "\n",
            "//", "`", "9223372036854775808", "duration('1h')", " ",
        ]
        for _ in 0..<200 {
            var text = ""
            for _ in 0..<12 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += pieces[Int(state >> 33) % pieces.count]
            }
            let error = uncheckedFailure(of: text)
            #expect(
                error.map { $0.line >= 1 && $0.column >= 1 && $0.caretOffset <= $0.excerpt.unicodeScalars.count }
                    ?? true
            )
            _ = failure(of: text)
        }
    }
}

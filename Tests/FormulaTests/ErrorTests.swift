import Formula
import Testing

@Suite struct ErrorTests {
    @Test("An error shows the line with a caret under the place")
    func rendering() {
        let error = failure(of: "min(65535,\n\t4096 * nod.cpus)", schema: SampleNode.schema)
        #expect(error?.description == "2:9: unknown variable 'nod'; did you mean 'node'?")
        #expect(
            error?.rendering == """
                2:9: unknown variable 'nod'; did you mean 'node'?
                   4096 * nod.cpus)
                          ^
                """
        )
    }

    @Test("Columns are code points")
    func columns() {
        let error = failure(of: "'日本🐱' + 1")
        #expect(error?.line == 1)
        #expect(error?.column == 7)
        #expect(error?.caretOffset == 6)
    }

    @Test("An error of evaluation has its place too")
    func evaluationPlace() {
        let error = failure(of: "[4, 2, 0].map(x,\n  8 / x)")
        #expect(error?.description == "2:5: division by zero")
    }

    @Test("A missing field comes with the nearest one there is")
    func missingField() {
        let error = uncheckedFailure(of: "node.cpu", with: SampleNode.bindings)
        #expect(error?.description == "1:6: no such field 'cpu'; did you mean 'cpus'?")
    }

    @Test("Of a long line the part around the place is shown")
    func longLine() {
        let text = String(repeating: "1 + ", count: 60) + "nope" + String(repeating: " + 1", count: 60)
        let error = failure(of: text)
        #expect(error?.column == 241)
        #expect(error?.excerpt.unicodeScalars.count == 100)
        #expect(error?.excerpt.dropFirst(error?.caretOffset ?? 0).hasPrefix("nope") == true)
    }

    @Test("Nothing of a formula can move the cursor or colour the terminal")
    func controlCharacters() {
        let error = failure(of: "'\u{1B}[31m\u{202E}\u{7F}' + nope")
        #expect(error?.rendering.unicodeScalars.contains { ["\u{1B}", "\u{202E}", "\u{7F}"].contains($0) } == false)
        #expect(uncheckedFailure(of: "{}['\u{1B}[2J']")?.message == #"no such key "\u001B[2J""#)
        #expect(failure(of: "1 \u{1B} 2")?.message == "unexpected character U+001B")
    }

    @Test("Likely slips are named", arguments: [("a = b", "=="), ("a & b", "&&"), ("a | b", "||")])
    func slips(text: String, suggestion: String) {
        #expect(failure(of: text)?.suggestion == suggestion)
    }

    @Test("A long value is cut in a message")
    func longValue() {
        let message = failure(of: "int('" + String(repeating: "x", count: 5_000) + "')")?.message
        #expect((message?.utf8.count ?? .max) < 120)
    }
}

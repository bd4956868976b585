import Formula
import Testing

@Suite struct LogicTests {
    @Test(
        "One operand that decides hides the errors of the others, on either side",
        arguments: [
            ("true || 1 / 0 > 0", "true"), ("1 / 0 > 0 || true", "true"), ("false && 1 / 0 > 0", "false"),
            ("1 / 0 > 0 && false", "false"), ("1 / 0 > 0 || 1 % 0 > 0 || true", "true"),
            ("1 / 0 > 0 && true && false", "false"),
            ("(1 / 0 > 0 || true) && !false", "true"), ("{}.a || true", "true"), ("true || [][0]", "true"),
        ]
    )
    func absorption(text: String, expected: String) throws {
        #expect(try result(of: text) == expected)
    }

    @Test(
        "Without an operand that decides, an error stays",
        arguments: [
            "false || 1 / 0 > 0", "1 / 0 > 0 || false", "true && 1 / 0 > 0", "1 / 0 > 0 && true",
            "1 / 0 > 0 && 1 / 0 > 0",
        ]
    )
    func errorStays(text: String) {
        #expect(failure(of: text)?.message == "division by zero")
    }

    @Test(
        "At evaluation an operand that is no bool is such an error",
        arguments: [
            ("1 || true", "true"), ("true || 'a'", "true"), ("null && false", "false"), ("false && 1", "false"),
            ("unknown || true", "true"), ("unknown(1) || true", "true"), ("[].size(1) || true", "true"),
        ]
    )
    func absorbedTypeError(text: String, expected: String) throws {
        #expect(try uncheckedResult(of: text) == expected)
        #expect(failure(of: text) != nil)
    }

    @Test(
        "Operands that are no bools are errors of evaluation",
        arguments: ["1 || false", "'a' && 'b'", "1 ? 2 : 3", "!0"]
    )
    func notBool(text: String) {
        #expect(uncheckedFailure(of: text)?.kind == .evaluation)
    }

    @Test(
        "Only the alternative taken is evaluated",
        arguments: [("true ? 1 : 1 / 0", "1"), ("false ? 1 / 0 : 2", "2")]
    )
    func conditional(text: String, expected: String) throws {
        #expect(try result(of: text) == expected)
    }

    @Test("An error in a condition is the error of the conditional")
    func conditionError() {
        #expect(failure(of: "1 / 0 > 0 ? 1 : 2")?.message == "division by zero")
    }

    @Test("A long row of operands is no deep one")
    func longRow() throws {
        let row = Array(repeating: "false", count: 1_000).joined(separator: " || ")
        #expect(try result(of: row) == "false")
        #expect(try result(of: row + " || true") == "true")
    }
}

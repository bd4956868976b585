import Formula
import Testing

@Suite struct SyntaxTests {
    @Test(
        "Operators bind as tightly as CEL says",
        arguments: [
            ("1 + 2 * 3", "7"), ("(1 + 2) * 3", "9"), ("10 - 4 - 3", "3"), ("100 / 10 / 5", "2"), ("7 % 4 * 2", "6"),
            ("1 + 2 == 3 && 2 < 3", "true"), ("true || false && false", "true"), ("(true || false) && false", "false"),
            ("!false && false", "false"), ("!(false && false)", "true"), ("-2 * -3", "6"), ("1 - -1", "2"),
            ("1-1", "0"),
            ("1 < 2 == true", "true"), ("1 in [1] == true", "true"), ("-[3][0]", "-3"), ("!{'a': true}.a", "false"),
            ("true ? 1 : 2 + 3", "1"), ("false ? 1 : true ? 2 : 3", "2"),
            ("(true ? 1 : 2) + 3", "4"), ("!!true", "true"), ("--3", "3"), ("---3", "-3"),
            ("-9223372036854775808 + 9223372036854775807", "-1"), ("[[1, 2], [3]][0][1]", "2"),
            ("{'a': {'b': [7]}}.a.b[0]", "7"), ("'a' + 'b' == 'ab'", "true"),
        ]
    )
    func precedence(text: String, expected: String) throws {
        #expect(try result(of: text) == expected)
    }

    @Test(
        "What the grammar has no rule for is refused with its place",
        arguments: [
            ("", 1), ("   ", 1), ("1 +", 4), ("(1", 3), ("1)", 2), ("[1, 2", 6), ("[1 2]", 4), ("{1}", 3), ("{1: 2", 6),
            ("a.", 3), ("a.1", 2), (".", 2), ("1 ? 2", 6), ("true ? false ? 1 : 2 : 3", 14), ("!-1", 2), ("-!true", 2),
            ("f(1,)", 5), ("a.in", 3), ("a.true", 3), ("1 = 2", 3), ("a & b", 3), ("a | b", 3), ("a # b", 3), ("é", 1),
            ("a; b", 2), ("1 2", 3), ("[,]", 2), ("a[", 3), ("a.`b", 3), ("`a`", 1), ("x.map(1, 2)", 7),
        ]
    )
    func syntaxError(text: String, column: Int) {
        let error = failure(of: text)
        #expect(error?.kind == .syntax)
        #expect(error?.column == (text == "   " ? 1 : column))
    }

    @Test(
        "A reserved word is no variable, but may name a field",
        arguments: [
            "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
            "namespace", "return", "var", "void", "while",
        ]
    )
    func reserved(word: String) throws {
        #expect(failure(of: word)?.kind == .syntax)
        #expect(try result(of: "{'\(word)': 1}.\(word)") == "1")
    }

    @Test("A field whose name is no identifier is selected between backquotes")
    func quotedField() throws {
        #expect(try result(of: "{'net/core.x-y z': 1}.`net/core.x-y z`") == "1")
        #expect(try result(of: "has({'a-b': 1}.`a-c`)") == "false")
    }

    @Test(
        "What CEL has and formulas leave out is refused by name",
        arguments: [
            ("b'x'", "bytes"), ("B\"x\"", "bytes"), ("br'x'", "bytes"), ("rb'x'", "bytes"), ("bytes('x')", "bytes"),
            ("bytes", "bytes"), ("timestamp('2026-01-01T00:00:00Z')", "timestamps"), ("x.getFullYear()", "timestamps"),
            ("'a'.matches('b')", "regular expressions"), ("matches('a', 'b')", "regular expressions"),
            ("Message{field: 1}", "protobuf messages"), ("a.b.Message{}", "protobuf messages"),
            ("google.protobuf.Int64Value{value: 1}", "protobuf messages"), ("google.protobuf.Timestamp", "timestamps"),
            ("optional.none()", "optional values"),
        ]
    )
    func leftOut(text: String, what: String) {
        let error = failure(of: text)
        #expect(error?.kind == .unsupported)
        #expect(error?.message.contains("\(what) are not supported in formulas") == true)
    }

    @Test("A variable of a macro may have the name of something left out")
    func localNamedLikeRefusal() throws {
        #expect(try result(of: "[1, 2].map(bytes, bytes * 2)") == "[2, 4]")
    }
}

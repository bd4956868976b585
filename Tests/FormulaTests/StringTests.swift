import Formula
import Testing

@Suite struct StringTests {
    @Test(
        "Size is in code points, elements or entries",
        arguments: [
            ("size('')", "0"), ("size('abc')", "3"), ("'πέντε'.size()", "5"), ("size('🐱')", "1"),
            ("size('e\\u0301')", "2"),
            ("size('\\r\\n')", "2"), ("size([1, 2])", "2"), ("[].size()", "0"), ("{'a': 1}.size()", "1"),
            ("size({})", "0"),
            ("'👨‍👩‍👧'.size()", "5"),
        ]
    )
    func size(text: String, expected: String) throws {
        #expect(try result(of: text) == expected)
    }

    @Test(
        "Parts of a text are found by code points",
        arguments: [
            ("'hello'.contains('ell')", true), ("'hello'.contains('')", true), ("''.contains('')", true),
            ("''.contains('a')", false),
            ("'abababc'.contains('ababc')", true), ("'aaaaab'.contains('aab')", true), ("'aaaa'.contains('ab')", false),
            ("'ab'.contains('abc')", false), ("'Straße'.contains('aß')", true), ("'\\u00e9'.contains('e')", false),
            ("'e\\u0301'.contains('e')", true), ("'hello'.startsWith('he')", true), ("'hello'.startsWith('')", true),
            ("'he'.startsWith('hello')", false), ("'e\\u0301'.startsWith('e')", true),
            ("'hello'.startsWith('lo')", false),
            ("'hello'.endsWith('lo')", true), ("'hello'.endsWith('')", true), ("'lo'.endsWith('hello')", false),
            ("'forté'.endsWith('té')", true), ("'hello'.endsWith('he')", false), ("''.endsWith('')", true),
        ]
    )
    func parts(text: String, expected: Bool) throws {
        #expect(try result(of: text) == "\(expected)")
    }

    @Test(
        "What is no text has no such functions",
        arguments: [
            "size(1)", "1.size()", "size(null)", "size(true)", "1.contains('a')", "'a'.contains(1)",
            "[1].startsWith(1)", "'a'.endsWith(null)",
        ]
    )
    func wrongType(text: String) {
        #expect(failure(of: text)?.kind == .type)
        #expect(uncheckedFailure(of: text)?.kind == .evaluation)
    }

    @Test(
        "A function called in a way it has not is told how it is called",
        arguments: [
            ("contains('a', 'b')", "text.contains(part)"), ("'a'.contains()", "text.contains(part)"),
            ("'a'.int()", "int(x)"),
            ("int()", "int(x)"), ("size(1, 2)", "size(x) or x.size()"), ("clamp(1, 2)", "clamp(value, low, high)"),
            ("min()", "min(a, b, ...) or min(list)"), ("getHours(duration('1h'))", "span.getHours()"),
        ]
    )
    func wrongCall(text: String, usage: String) {
        #expect(failure(of: text)?.kind == .type)
        #expect(failure(of: text)?.message.hasSuffix("is called as \(usage)") == true)
    }
}

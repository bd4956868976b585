import Documents
import Testing

@Suite struct JSONTests {
    private func parsed(_ text: String) throws -> JSONValue { try JSON.parse(bytes(text)) }

    @Test(
        arguments: [
            ("null", .null), (" true\n", .bool(true)), ("[]", .array([])), ("{ }", .object([:])), ("0", .integer(0)),
            ("-0", .number(-0.0)), ("-12", .integer(-12)), ("999999999999999999", .integer(999_999_999_999_999_999)),
            ("1000000000000000000", .integer(1_000_000_000_000_000_000)), ("12E0", .number(12)),
            ("9223372036854775807", .integer(.max)),
            ("-9223372036854775808", .integer(.min)), ("9223372036854775808", .unsigned(1 << 63)),
            ("18446744073709551615", .unsigned(.max)), ("18446744073709551616", .number(18446744073709551616)),
            ("1.0", .number(1)), ("1e2", .number(100)), ("-1.5E-3", .number(-0.0015)),
            ("5e-324", .number(.leastNonzeroMagnitude)),
            ("1e-999", .number(0)), ("\"\"", .string("")), ("\"é𝄞\"", .string("é𝄞")),
            (#""\"\\\/\b\f\n\r\t\u00e9\uD834\uDD1E""#, .string("\"\\/\u{8}\u{C}\n\r\té𝄞")),
            (#""a\ud800b\udc00\ud800\u0041""#, .string("a\u{FFFD}b\u{FFFD}\u{FFFD}A")),
            (
                #"{"b": [1, {"a": null}], "a": "x"}"#,
                .object(["b": .array([.integer(1), .object(["a": .null])]), "a": .string("x")])
            ),
            ("\u{FEFF}[1]", .array([.integer(1)])),
        ] as [(String, JSONValue)]
    )
    func `text is read`(text: String, value: JSONValue) throws {
        #expect(try parsed(text) == value)
    }

    @Test(
        arguments: [
            ("", "line 1, column 1: expected a value, found the end"),
            ("[1,]", "line 1, column 4: expected a value, found ']'"),
            ("[1 2]", "line 1, column 4: expected ',' or ']', found '2'"),
            ("{\"a\" 1}", "line 1, column 6: expected ':', found '1'"),
            ("{a: 1}", "line 1, column 2: expected a string, found 'a'"),
            ("{\"a\": 1,}", "line 1, column 9: expected a string, found '}'"),
            ("[\r\n  é]", "line 2, column 3: expected a value, found byte 0xc3"),
            ("00", "line 1, column 2: expected the end, found '0'"),
            ("01", "line 1, column 2: expected the end, found '1'"),
            ("-", "line 1, column 2: expected a digit, found the end"),
            ("1.", "line 1, column 3: expected a digit, found the end"),
            (".5", "line 1, column 1: expected a value, found '.'"),
            ("+1", "line 1, column 1: expected a value, found '+'"),
            ("1e", "line 1, column 3: expected a digit, found the end"),
            ("NaN", "line 1, column 1: expected a value, found 'N'"),
            ("nul", "line 1, column 1: expected a value, found 'n'"),
            ("1e999", "line 1, column 1: the number is too large for a double"),
            ("{} {}", "line 1, column 4: expected the end, found '{'"),
            ("\"é", "line 1, column 1: the string has no end"),
            ("\"a\nb\"", "line 1, column 3: a control character stands bare in a string"),
            (#""\x""#, "line 1, column 2: no such escape"), ("\"\\", "line 1, column 2: no such escape"),
            (#""\u12g4""#, "line 1, column 2: \\u needs four hexadecimal digits"),
            ("// x\n1", "line 1, column 1: expected a value, found '/'"),
            ("\u{0}", "line 1, column 1: expected a value, found '\\u{0}'"),
        ]
    )
    func `broken text is an error with its place`(text: String, message: String) {
        let error = documentError { () throws(DocumentError) in try JSON.parse(bytes(text)) }
        #expect(error?.description == message)
        #expect(error?.kind == .malformed)
    }

    @Test(arguments: [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xF4, 0x90, 0x80, 0x80]] as [[UInt8]])
    func `a string that is no UTF-8 is an error with its place`(bad: [UInt8]) {
        for escape in ["", "\\n"] {
            let document = bytes("[\"é\(escape)") + bad + bytes("\"]")
            let error = documentError { () throws(DocumentError) in try JSON.parse(document) }
            #expect(error?.position == TextPosition(line: 1, column: escape.isEmpty ? 4 : 6))
        }
    }

    @Test func `duplicate keys are kept or refused`() throws {
        let document = bytes("{\"a\": 1,\n \"b\": 2, \"a\": 3}")
        let value = try JSON.parse(document)
        #expect(value["a"] == .integer(3))
        guard case .object(let object) = value else { return }
        #expect(object.duplicateKeys == ["a"])
        let error = documentError { () throws(DocumentError) in try JSON.parse(document, duplicateKeys: .refused) }
        #expect(error?.description == "line 2, column 10: key 'a' stands twice")
        #expect(error?.kind == .duplicateKey)
    }

    @Test(arguments: ["[", "{\"a\":", "[[{\"\":", " [\n"])
    func `deep nesting is refused`(opening: String) {
        let document = bytes(String(repeating: opening, count: 100_000))
        #expect(documentError { () throws(DocumentError) in try JSON.parse(document) }?.kind == .overLimit)
        var limits = DocumentLimits(depth: .max)
        #expect(limits.depth == 256)
        limits.depth = 10_000
        #expect(
            documentError { () throws(DocumentError) in try JSON.parse(document, limits: limits) }?.kind == .overLimit
        )
    }

    @Test func `limits are kept to the letter`() throws {
        let exact = DocumentLimits(byteCount: 11, nodeCount: 5, depth: 2)
        #expect(try JSON.parse(bytes("{\"a\":[1,2]}"), limits: exact)["a"]?[1] == .integer(2))
        for text in ["{\"a\":[1,2]} ", "{\"a\":[[]]}", "[1,2,3,4,5]"] {
            let error = documentError { () throws(DocumentError) in try JSON.parse(bytes(text), limits: exact) }
            #expect(error?.kind == .overLimit)
        }
        let digits = bytes(String(repeating: "9", count: 1_000_000))
        #expect(documentError { () throws(DocumentError) in try JSON.parse(digits) }?.kind == .overLimit)
    }

    @Test func `a string of 10 MB is read on request`() throws {
        let document = bytes("\"\(String(repeating: "\\u00e9x", count: 1_500_000))\"")
        guard case .string(let string) = try JSON.parse(document, limits: DocumentLimits(byteCount: 11 << 20)) else {
            Issue.record("no string")
            return
        }
        #expect(string.utf8.count == 4_500_000)
    }

    static let sample =
        #"{"a é": [1, -2.5e3, "x\n\ud834\udd1e", true, null, {}], "b": {"c": []}, "d": 18446744073709551615}"#

    @Test func `every prefix and every changed byte is read or refused`() throws {
        let document = bytes(Self.sample)
        for end in document.indices {
            let error = documentError { () throws(DocumentError) in try JSON.parse(Array(document[..<end])) }
            #expect(error?.position != nil)
            for byte in [0x00, 0x0A, 0x22, 0x2C, 0x2D, 0x30, 0x5B, 0x5C, 0x7D, 0xFF] as [UInt8] {
                var changed = document
                changed[end] = byte
                if let value = try? JSON.parse(changed) { #expect(try parsed(JSON.text(value)) == value) }
            }
        }
    }

    @Test func `what is printed is read back the same`() throws {
        let value = try parsed(Self.sample)
        for layout in [JSON.Layout.compact, .pretty] {
            #expect(try parsed(JSON.text(value, layout: layout)) == value)
        }
        for double in [0.1, 1e16, 1e300, .leastNonzeroMagnitude, -0.0, .pi, .greatestFiniteMagnitude, 100] as [Double] {
            #expect(try parsed(JSON.text(.number(double))) == .number(double))
        }
        #expect(JSON.text(.array([.number(.infinity), .number(.nan)])) == "[null,null]")
    }

    @Test func `layouts are stable`() throws {
        let value = try parsed(#"{"b":[1,{}],"a":{"c":[]}}"#)
        #expect(JSON.text(value) == #"{"b":[1,{}],"a":{"c":[]}}"#)
        #expect(
            JSON.text(value, layout: .pretty)
                == "{\n  \"b\": [\n    1,\n    {}\n  ],\n  \"a\": {\n    \"c\": []\n  }\n}"
        )
    }

    @Test func `what a terminal obeys is escaped`() {
        #expect(JSON.text(.string("\u{1B}[2J\u{9B}\u{7F}\"\\é")) == #""\u001b[2J\u009b\u007f\"\\é""#)
    }
}

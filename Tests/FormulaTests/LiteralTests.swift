import Formula
import Testing

@Suite struct LiteralTests {
    @Test(
        "A literal is its value",
        arguments: [
            ("0", "0"), ("007", "7"), ("9223372036854775807", "9223372036854775807"),
            ("-9223372036854775808", "-9223372036854775808"), ("- 9223372036854775808", "-9223372036854775808"),
            ("0x7FfF", "32767"), ("0XfF", "255"), ("-0x8000000000000000", "-9223372036854775808"),
            ("0u", "0u"), ("18446744073709551615u", "18446744073709551615u"),
            ("0xffffffffffffffffU", "18446744073709551615u"),
            ("1.5", "1.5"), (".5", "0.5"), ("2e3", "2000.0"), ("2E+3", "2000.0"), ("25e-1", "2.5"), (".7e1", "7.0"),
            ("-0.0", "-0.0"), ("1e-400", "0.0"), ("5e-324", "5e-324"),
            ("true", "true"), ("false", "false"), ("null", "null"), ("[]", "[]"), ("{}", "{}"),
            ("[1, 2,]", "[1, 2]"), ("{'a': 1,}", "{\"a\": 1}"),
        ]
    )
    func value(text: String, expected: String) throws {
        #expect(try result(of: text) == expected)
    }

    @Test(
        "A number that does not fit its type, or is none, is refused where it begins",
        arguments: [
            "9223372036854775808", "0x8000000000000000", "-9223372036854775809", "18446744073709551616u",
            "99999999999999999999999", "1e400", "0x", "12k", "4GiB", "1.5u", "1_000",
        ]
    )
    func malformedNumber(text: String) {
        #expect(failure(of: text)?.kind == .syntax)
        #expect(failure(of: text)?.column == 1)
    }

    @Test(
        "Quotes of either kind, single or triple, enclose a string",
        arguments: [
            (#"'it is "so"'"#, #""it is \"so\"""#), (#""it's""#, #""it's""#), (#"'''a'b''c'''"#, #""a'b''c""#),
            (#""""say "hi".""""#, #""say \"hi\".""#), ("'''one\ntwo'''", #""one\ntwo""#), ("''''''", #""""#),
            ("''", #""""#),
            ("'// no comment'", #""// no comment""#),
        ]
    )
    func quotes(text: String, expected: String) throws {
        #expect(try result(of: text) == expected)
    }

    @Test(
        "An escape sequence is one code point",
        arguments: [
            (#"'\\'"#, #""\\""#), (#"'\?\`\'\"'"#, #""?`'\"""#), (#"'\a\b\f\v'"#, #""\u0007\u0008\u000C\u000B""#),
            (#"'\n\r\t'"#, #""\n\r\t""#), (#"'\x41\X5a'"#, #""AZ""#), (#"'\101\377'"#, #""Aÿ""#),
            (#"'\u00e9\u4E16'"#, #""é世""#), (#"'\U0001F431'"#, #""🐱""#), (#"'\000'"#, #""\u0000""#),
        ]
    )
    func escapes(text: String, expected: String) throws {
        #expect(try result(of: text) == expected)
    }

    @Test(
        "A raw string keeps its backslashes",
        arguments: [(#"r'\d+\'"#, #""\\d+\\""#), (#"R"\n""#, #""\\n""#), (##"r'''\'''"##, #""\\""#)]
    )
    func raw(text: String, expected: String) throws {
        #expect(try result(of: text) == expected)
    }

    @Test(
        "A string with a wrong escape or without its end is refused",
        arguments: [
            #"'\s'"#, #"'\x4'"#, #"'\u12'"#, #"'\ud83d'"#, #"'\U00110000'"#, #"'\UFFFFFFFF'"#, #"'\400'"#, #"'\08'"#,
            "'open", "\"a'", "'two\nlines'", "'two\rlines'", "'''open''", #"'\"#, #"'\'"#,
        ]
    )
    func malformedString(text: String) {
        #expect(failure(of: text)?.kind == .syntax)
    }

    @Test("Comments and blanks are nothing")
    func comments() throws {
        #expect(try result(of: "// first\n 1 +\t// one\r\n\u{0C}2 // two") == "3")
    }
}

import Reporting
import Testing

@Suite("Outside text is shown and not obeyed")
struct EscapingTests {
    /// A text and how it is shown; a test's arguments are printed, so only the latter names it.
    struct Spelling: Sendable, CustomTestStringConvertible {
        var outside: String
        var shown: String
        var testDescription: String { shown }
    }

    @Test(
        "What a terminal would obey is spelled out",
        arguments: [
            Spelling(outside: "a\nb", shown: "a\\nb"),
            Spelling(outside: "a\r\nb", shown: "a\\r\\nb"),
            Spelling(outside: "a\tb", shown: "a\\tb"),
            Spelling(outside: "\u{1b}[2J", shown: "\\x1b[2J"),
            Spelling(outside: "\u{1b}]0;title\u{7}", shown: "\\x1b]0;title\\x07"),
            Spelling(outside: "\u{9b}31m", shown: "\\x9b31m"),
            Spelling(outside: "\u{7f}", shown: "\\x7f"),
            Spelling(outside: "\0", shown: "\\x00"),
            Spelling(outside: "evil\u{202e}txt.exe", shown: "evil\\u{202e}txt.exe"),
            Spelling(outside: "\u{2066}x\u{2069}", shown: "\\u{2066}x\\u{2069}"),
            Spelling(outside: "a\u{2028}b", shown: "a\\u{2028}b"),
            Spelling(outside: "a\u{a0}b", shown: "a\\xa0b"),
            Spelling(outside: "a\u{200b}b", shown: "a\\u{200b}b"),
            Spelling(outside: "\u{feff}x", shown: "\\u{feff}x"),
            Spelling(outside: "\u{e000}", shown: "\\u{e000}"),
            Spelling(outside: "\u{e0041}", shown: "\\u{e0041}"),
        ]
    )
    func spelled(text: Spelling) {
        #expect(text.outside.escaped() == text.shown)
    }

    @Test(
        "What only shows is left as it is",
        arguments: ["plain text", "ünïcödé", "磁盘", "диск", "é", "≥ 5", "dev-disk-by\\x2duuid", "\u{fffd}", ""]
    )
    func kept(text: String) {
        #expect(text.escaped() == text)
    }

    @Test("A mark with nothing to sit on is spelled out, and so is a pile of them")
    func marks() {
        #expect("e\u{301}".escaped() == "e\u{301}")
        let piled = "e" + String(repeating: "\u{301}", count: 1_000)
        #expect(piled.escaped(limit: 30).unicodeScalars.count { $0 == "\u{301}" } == 4)
        #expect("\u{301}x".escaped() == "\\u{301}x")
    }

    @Test("A long text ends in its size")
    func long() {
        let text = String(repeating: "x", count: 1 << 20)
        #expect(text.escaped(limit: 4) == "xxxx… (1048576 bytes)")
        #expect(String(repeating: "\u{1b}", count: 1 << 20).escaped().utf8.count < 600)
    }

    @Test("Escaping what is escaped changes nothing")
    func idempotent() {
        let once = "a\nb\u{202e}\u{1b}[0m\u{301}".escaped()
        #expect(once.escaped() == once)
    }
}

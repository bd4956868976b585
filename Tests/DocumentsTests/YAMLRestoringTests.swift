import Documents
import Testing

@Suite("Giving a key of YAML back its former text")
struct YAMLRestoringTests {
    static let cases: [(original: String, present: String, after: String)] = [
        ("a: 0x6E # why\nb: 2\n", "a: 500 # why\nb: 3\n", "a: 0x6E # why\nb: 3\n"),
        ("a: '1'\nb: 2\n", "b: 3\na: 500\n", "b: 3\na: '1'\n"),
        ("b: 2\n", "b: 2\na: 500\n", "b: 2\n"),
        ("b: 2", "b: 2\na: 500", "b: 2"),
        ("b: 2\r\n", "b: 2\r\na: 500 # x\r\nc: 1\r\n", "b: 2\r\nc: 1\r\n"),
        ("b: 2\r\n", "b: 2\r\na: 500", "b: 2"),
        ("b: 2\n", "a: 500\nb: 2\n", "b: 2\n"), ("b: [\r]\n", "b: [\r]\ra: 500\n", "b: [\r]\n"),
        ("b:\n  c: 1\n", "b:\n  c: 1\na: 500\n# end\n", "b:\n  c: 1\n# end\n"),
        ("b: 2\n", "b: 7\n", "b: 7\n"),
        ("a: 1\nb: 2\n", "b: 2\n", "b: 2\na: 1\n"),
        ("a:\nb: 2\n", "a: 500\nb: 2\n", "a:\nb: 2\n"), ("a: \n", "a: 500\n", "a: \n"),
        ("a:   # c\n", "a: 500   # c\n", "a:   # c\n"), ("a:   1\n", "a: 500 # c\n", "a:   1 # c\n"),
        ("a: 1\n", "a: 2\n---\na: 3\n", "a: 1\n---\na: 3\n"),
    ]

    @Test("puts back its bytes, or takes its line out, and keeps all others", arguments: cases)
    func restored(original: String, present: String, after: String) throws {
        let made = try YAMLEdit.restore("a", asIn: Array(original.utf8), in: Array(present.utf8))
        #expect(String(decoding: made, as: UTF8.self) == after)
    }

    @Test(
        "takes out what was put in, whatever breaks the lines have",
        arguments: [
            "b: 1\n", "b: 1", "b: |\n  text\n", "b: |+\n  text\n\n", "b: 1\r\nc: 2\n", "b:\r\n ? - c\n",
            "b:\n ? - c\r\n",
            "b: |\r\n  text\n", "b: |\r  text\r\n", "b:\n\n?\r\r", "b: |+\n  text\r\r", "b: 1 # c\n\n# end\n",
        ]
    )
    func removed(text: String) throws {
        let bytes = Array(text.utf8)
        let edited = try YAMLEdit.insert("a", .integer(500), intoMappingAt: [], in: bytes)
        #expect(try YAMLEdit.restore("a", asIn: bytes, in: edited) == bytes)
    }

    @Test(
        "refuses what cannot be changed alone",
        arguments: [
            ("b: 1\n", "a: &x 1\nb: *x\n"), ("b: 1\n", "a: 1\na: 2\nb: 1\n"), ("b: 1\n", "{a: 1, b: 1}\n"),
            ("b: 1\n", "a: |\n  text\nb: 1\n"), ("b: 1\n", "a: [1]\nb: 1\n"), ("a: 1\n", "a: [1]\n"),
            ("b: 1\n", "a: [\n"), ("b: 1\n", "- a\n"),
            ("{\"b\": \"1\n2\n3\"} {: \"4\n3\"}", "{\"b\": \"1\n2\n3\", \"a\": \"5\"} {: \"4\n3\"}"),
        ]
    )
    func refused(original: String, present: String) {
        #expect(throws: DocumentError.self) {
            try YAMLEdit.restore("a", asIn: Array(original.utf8), in: Array(present.utf8))
        }
    }
}

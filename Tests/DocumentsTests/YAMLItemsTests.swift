import Documents
import Testing

@Suite("An item of a YAML sequence")
struct YAMLItemsTests {
    @Test(
        "is added after the last in its neighbour's way, and every other byte stays",
        arguments: [
            ("c:\n- a\n- b\nd: 1\n", "c:\n- a\n- b\n- --x=5\nd: 1\n"),
            ("c:\n    - 'a'   # why\n", "c:\n    - 'a'   # why\n    - '--x=5'\n"),
            ("c:\n  -   \"a\"", "c:\n  -   \"a\"\n  -   \"--x=5\""),
            ("c:\r\n  - a\r\nd: 1\r\n", "c:\r\n  - a\r\n  - --x=5\r\nd: 1\r\n"),
            ("c: [a, b]  # x\n", "c: [a, b, --x=5]  # x\n"), ("c: [\n  a,\n  b\n]\n", "c: [\n  a,\n  b, --x=5\n]\n"),
            ("{\"c\": [\"a\"]}", "{\"c\": [\"a\", \"--x=5\"]}"),
            ("c:\n- a\n# end\nd: 1\n", "c:\n- a\n- --x=5\n# end\nd: 1\n"),
            ("c:\n- a b\n  c\nd: 1\n", "c:\n- a b\n  c\n- --x=5\nd: 1\n"),
        ]
    )
    func appended(before: String, after: String) throws {
        #expect(text(try YAMLEdit.append("--x=5", toSequenceAt: ["c"], in: bytes(before))) == after)
    }

    @Test(
        "is not added where it cannot be told apart from its neighbours",
        arguments: ["c: []\n", "c: a\n", "c: &x [a]\nd: *x\n", "d: 1\n", "c: [a\n"]
    )
    func notAppended(before: String) {
        #expect(throws: DocumentError.self) { try YAMLEdit.append("--x=5", toSequenceAt: ["c"], in: bytes(before)) }
    }

    @Test(
        "is taken out with its line",
        arguments: [
            ("c:\n- a\n- b # why\nd: 1\n", 1, "c:\n- a\nd: 1\n"), ("c:\n  - a\n  - b", 1, "c:\n  - a"),
            ("c:\r\n- a\r\n- b\r\n", 0, "c:\r\n- b\r\n"),
        ]
    )
    func removed(before: String, index: Int, after: String) throws {
        let path = DocumentPath([.key("c"), .index(index)])
        #expect(text(try YAMLEdit.removeItem(at: path, from: bytes(before))) == after)
    }

    @Test("is not taken out of a line with others", arguments: ["c: [a, b]\n", "c:\n- a\n", "c:\n- &x a\nd: *x\n"])
    func notRemoved(before: String) {
        #expect(throws: DocumentError.self) { try YAMLEdit.removeItem(at: ["c", 0], from: bytes(before)) }
    }

    @Test("gets back the very bytes that it had")
    func restored() throws {
        let (original, present) = (bytes("c:\n- x\n- \"\\x2d-a=1\"\n"), bytes("c:\n- --a=5 # ours\n- y\n"))
        let made = try YAMLEdit.restoreScalar(at: ["c", 0], asAt: ["c", 1], in: original, of: present)
        #expect(text(made) == "c:\n- \"\\x2d-a=1\" # ours\n- y\n")
    }
}

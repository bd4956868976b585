import Documents
import Testing

@Suite("The keys of a JSON object")
struct JSONMemberTests {
    private static let styles = [
        "{\"a\": 1}", "{\"a\":1}\n", "{\n  \"a\": [1, 2],\n  \"b\": {\"c\": null}\n}\n",
        "{\n\t\"a\": 1.50,\n\t\"b\": \"x\"\n}",
        "{ \"a\" : 1 , \"b\" : 2 }\n\n", "{\r\n    \"a\": true,\r\n    \"z\": 1e1\r\n}\r\n", "\u{FEFF}{\"a\": 1}",
        "{\"a\": 1,\n \"b\": 2,\n      \"c\": 3 }",
    ]

    @Test("are told with their places and as they are written")
    func members() throws {
        let members = try JSON.members(of: Array("{\n  \"a\": 1e1,\n  \"b\": {\"c\":  1}\n}".utf8))
        #expect(members.map(\.key) == ["a", "b"])
        #expect(members.map(\.text) == ["1e1", "{\"c\":  1}"])
        #expect(members.map(\.position) == [TextPosition(line: 2, column: 3), TextPosition(line: 3, column: 3)])
        #expect(throws: DocumentError.self) { try JSON.members(of: Array("[1]".utf8)) }
    }

    @Test("may all stand in one line")
    func manyMembers() throws {
        let members = try JSON.members(of: Array("{\(String(repeating: "\"é\":1,", count: 40_000))\"b\":2}".utf8))
        #expect(members.count == 40_001 && members.last?.position == TextPosition(line: 1, column: 2 + 6 * 40_000))
    }

    @Test("are taken away exactly as they were put in", arguments: styles)
    func inverse(style: String) throws {
        let bytes = Array(style.utf8)
        let edited = try JSONEdit.set(.integer(10), at: ["new"], in: bytes)
        #expect(edited != bytes)
        #expect(try JSONEdit.remove("new", from: edited) == bytes)
        #expect(try JSONEdit.remove("other", from: bytes) == bytes)
    }

    @Test("get back what they held as it was written", arguments: styles)
    func restored(style: String) throws {
        let bytes = Array(style.utf8)
        for member in try JSON.members(of: bytes) {
            let edited = try JSONEdit.set(.integer(77), at: [.key(member.key)], in: bytes)
            #expect(try JSONEdit.restore(member.text, of: member.key, in: edited) == bytes)
        }
    }

    @Test("are taken away also where others stand behind them by now")
    func inBetween() throws {
        let bytes = Array("{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}\n".utf8)
        #expect(try JSONEdit.remove("b", from: bytes) == Array("{\n  \"a\": 1,\n  \"c\": 3\n}\n".utf8))
        #expect(try JSONEdit.remove("a", from: bytes) == Array("{\n  \"b\": 2,\n  \"c\": 3\n}\n".utf8))
        #expect(throws: DocumentError.self) { try JSONEdit.remove("a", from: Array("{\"a\": 1, \"a\": 2}".utf8)) }
    }
}

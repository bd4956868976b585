import Documents
import Testing

@Suite struct JSONEditTests {
    struct Case: CustomTestStringConvertible {
        let before: String
        let path: DocumentPath
        let value: JSONValue
        let after: String

        init(_ before: String, _ path: DocumentPath, _ value: JSONValue, _ after: String) {
            (self.before, self.path, self.value, self.after) = (before, path, value, after)
        }

        var testDescription: String { "\(path) = \(JSON.text(value)) in \(before.debugDescription)" }
    }

    static let edits = [
        Case("{\"a\": 1}", ["a"], .integer(10), "{\"a\": 10}"),
        Case("{\"a\" : 1 , \"b\":[ 1,2 ]}\n", ["b", 1], .string("x\"y"), "{\"a\" : 1 , \"b\":[ 1,\"x\\\"y\" ]}\n"),
        Case("{\"a\":1e2}", ["a"], .number(100), "{\"a\":1e2}"),
        Case("{\"a\":1e2}", ["a"], .integer(100), "{\"a\":100}"),
        Case("{\"\\u00e9\": {\"x\": null}}", ["é", "x"], .bool(true), "{\"\\u00e9\": {\"x\": true}}"),
        Case("{}\n", ["a"], .integer(1), "{\n  \"a\": 1\n}\n"),
        Case(" { } ", ["a"], .integer(1), " {\n   \"a\": 1\n } "),
        Case("{\n}", ["a"], .integer(1), "{\n  \"a\": 1\n}"),
        Case("{}\r\n", ["a"], .integer(1), "{\r\n  \"a\": 1\r\n}\r\n"),
        Case("{\"a\":{}}", ["a", "b"], .integer(1), "{\"a\":{\"b\":1}}"),
        Case("{\"a\":1}", ["b"], .integer(1), "{\"a\":1,\"b\":1}"),
        Case("{\"a\": 1}", ["b"], .integer(1), "{\"a\": 1, \"b\": 1}"),
        Case("{ \"a\": 1 }", ["b"], .integer(1), "{ \"a\": 1, \"b\": 1 }"),
        Case("{\"a\":1, \"b\":2}", ["c"], .null, "{\"a\":1, \"b\":2, \"c\":null}"),
        Case("{\n    \"a\": 1\n}\n", ["b"], .integer(2), "{\n    \"a\": 1,\n    \"b\": 2\n}\n"),
        Case("{\r\n\t\"a\": 1\r\n}", ["b"], .integer(2), "{\r\n\t\"a\": 1,\r\n\t\"b\": 2\r\n}"),
        Case("{\n\t\"a\": {}\n}\n", ["a", "b"], .integer(2), "{\n\t\"a\": {\n\t\t\"b\": 2\n\t}\n}\n"),
        Case(
            "{\n   \"a\": 1\n}\n",
            ["b"],
            .object(["c": .array([.integer(1)])]),
            "{\n   \"a\": 1,\n   \"b\": {\n      \"c\": [\n         1\n      ]\n   }\n}\n"
        ),
        Case("{\n  \"a\": [1]\n}\n", ["a"], .array([.integer(2)]), "{\n  \"a\": [\n    2\n  ]\n}\n"),
        Case("\u{FEFF}{\"a\": \"ü\"}", ["a"], .string("é"), "\u{FEFF}{\"a\": \"é\"}"),
        Case("[{\"a\": 1}, 2]", [0, "b"], .bool(false), "[{\"a\": 1, \"b\": false}, 2]"),
        Case(" 1\n", [], .integer(2), " 2\n"),
        Case("{\"a\": {\"x\": \"}]\\\"\"}, \"b\": 1}", ["b"], .integer(2), "{\"a\": {\"x\": \"}]\\\"\"}, \"b\": 2}"),
    ]

    @Test(arguments: edits)
    func `one place changes and no other byte`(edit: Case) throws {
        let edited = try JSONEdit.set(edit.value, at: edit.path, in: bytes(edit.before))
        #expect(text(edited) == edit.after)
        #expect(edited == bytes(edit.after))
        #expect(try JSONEdit.set(edit.value, at: edit.path, in: edited) == edited)
    }

    @Test(
        arguments: [
            ("{\"a\": 1, \"a\": 2}", ["a"], "key 'a' stands twice"), ("{}", ["a", "b"], "key 'a' is missing"),
            ("{\"a\": 1}", ["a", "b"], "a: expected an object, found an integer"),
            ("{\"a\": [1]}", ["a", 1], "a: item 1 is missing"),
            ("{\"a\": 1}", [0], "expected an array, found an object"),
            ("{\"a\": 1,}", ["a"], "line 1, column 9: expected a string, found '}'"),
        ] as [(String, DocumentPath, String)]
    )
    func `a path that leads nowhere is an error`(document: String, path: DocumentPath, message: String) {
        let error = documentError { () throws(DocumentError) in
            try JSONEdit.set(.integer(9), at: path, in: bytes(document))
        }
        #expect(error?.description == message)
    }

    @Test func `a number that is not finite is not written`() {
        let error = documentError { () throws(DocumentError) in
            try JSONEdit.set(.number(.infinity), at: ["a"], in: bytes("{}"))
        }
        #expect(error?.kind == .notEditable)
    }

    @Test func `random values go into random documents`() throws {
        var generator = SplitMix(state: 3)
        for _ in 0..<300 {
            var document = JSONObject(
                (0..<3).map { JSONObject.Member(key: "k\($0)", value: generator.value(depth: 1)) }
            )
            let value = generator.value(depth: 0)
            let key = Bool.random(using: &generator) ? "k1" : "new"
            for layout in [JSON.Layout.compact, .pretty] {
                let edited = try JSONEdit.set(
                    value,
                    at: [.key(key)],
                    in: bytes(JSON.text(.object(document), layout: layout))
                )
                document[key] = value
                #expect(text(edited) == JSON.text(.object(document), layout: layout))
                document[key] = .null
            }
        }
    }
}

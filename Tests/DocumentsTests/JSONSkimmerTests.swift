import Testing

@testable import Documents

@Suite("The strings behind keys of a JSON text")
struct JSONSkimmerTests {
    private func strings(_ text: String) -> [String: String]? {
        JSON.strings(behind: ["a", "name"], of: Array(text.utf8))
    }

    @Test("are those of the object at the root")
    func found() {
        let text =
            #" { "x": [1, -2, {"a": "inner"}], "name" : "é", "a":"1", "e": "\u00e9\n", "t": [true, false, null] } "#
        #expect(strings(text) == ["a": "1", "name": "é"])
        #expect(strings("{}") == [:])
        #expect(strings(#"{"a": 1, "name": ""}"#) == [:])
    }

    @Test(
        "are of a whole text only",
        arguments: [
            "", "[]", "{", #"{"a""#, #"{"a": }"#, #"{"a": "1",}"#, #"{"a": "1"} x"#, #"{"a": "1"#, #"{"a": "\x"}"#,
            #"{"a": "\u12g4"}"#, "{\"a\": \"\n\"}", #"{"a": [1 2]}"#, #"{"a": tru}"#, #"{"a": 01}"#, #"{"a": -}"#,
            #"{a: 1}"#, #"{"a": [}"#, String(repeating: #"{"a":["#, count: 40),
        ]
    )
    func broken(text: String) {
        #expect(strings(text) == nil)
        #expect(throws: DocumentError.self) {
            guard case .object = try JSON.parse(Array(text.utf8)) else { throw DocumentError(.mismatch, "no object") }
        }
    }

    @Test("are not read where bytes are no UTF-8, and left to the parser where a number is no whole one")
    func left() throws {
        #expect(JSON.strings(behind: ["a"], of: Array(#"{"a": ""#.utf8) + [0xFF] + Array(#""}"#.utf8)) == nil)
        #expect(strings(#"{"a": "1", "b": 1.5}"#) == nil)
        #expect(strings(#"{"a": "\n"}"#) == [:])
    }
}

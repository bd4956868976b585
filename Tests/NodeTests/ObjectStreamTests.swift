import Glibc
import Testing

@testable import Node

@Suite("A file of JSON objects")
struct ObjectStreamTests {
    private func objects(_ text: String) throws -> [String] {
        var template = Array("/tmp/nodekeel-test-XXXXXX".utf8CString)
        let number = mkstemp(&template)
        try #require(number >= 0)
        let file = Descriptor(adopting: number)
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { unlink(path) }
        try file.writeAll(text, object: path)
        var stream = try ObjectStream(path)
        var found: [String] = []
        while let (line, bytes) = try stream.next() {
            found.append("\(line) \(String(decoding: bytes, as: UTF8.self).replacing("\n", with: "|").prefix(40))")
        }
        return found
    }

    @Test("gives each object with its line, laid out or not")
    func objects() throws {
        #expect(try objects("{\"a\": 1}\n{\"b\": 2}\n") == ["1 {\"a\": 1}|", "2 {\"b\": 2}|"])
        #expect(try objects("{\n  \"a\": {\n  }\n}\n\n{\n}\n{}") == ["1 {|  \"a\": {|  }|}||", "6 {|}|", "8 {}"])
        #expect(try objects("") == [])
        #expect(try objects("\n \n") == [])
    }

    @Test("goes on behind a broken one")
    func broken() throws {
        #expect(try objects("rubbish\n{\"a\"\n{\"b\": 2}") == ["1 rubbish|", "2 {\"a\"|", "3 {\"b\": 2}"])
    }

    @Test("is read piece by piece, whatever its size")
    func large() throws {
        let line = "{\"a\": \"" + String(repeating: "x", count: 1_000) + "\"}\n"
        #expect(try objects(String(repeating: line, count: 3_000)).count == 3_000)
    }

    @Test("gives only the beginning of an object that is too long, once, and the next one")
    func tooLong() throws {
        let long = "{\"a\": \"" + String(repeating: "x\n", count: 10 << 20) + "\"}\n{\"b\": 2}\n"
        let found = try objects(long)
        #expect(found.count == 2)
        #expect(found.last?.hasSuffix("{\"b\": 2}|") == true)
    }

    @Test("that is not there is an error with its name")
    func missing() {
        #expect(throws: SystemError(operation: "open", object: "/nowhere", errno: ENOENT)) {
            _ = try ObjectStream("/nowhere")
        }
    }
}

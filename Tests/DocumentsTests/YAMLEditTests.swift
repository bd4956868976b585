import Documents
import Testing

@Suite struct YAMLEditTests {
    struct Case: CustomTestStringConvertible {
        let before: String
        let path: DocumentPath
        let value: ScalarValue
        let after: String

        init(_ before: String, _ path: DocumentPath, _ value: ScalarValue, _ after: String) {
            (self.before, self.path, self.value, self.after) = (before, path, value, after)
        }

        var testDescription: String { "\(path) = \(value) in \(before.debugDescription)" }
    }

    static let replacements = [
        Case("a: 1 # why\nb: 2\n", ["a"], .integer(110), "a: 110 # why\nb: 2\n"),
        Case("a: 1", ["a"], .bool(true), "a: true"),
        Case("a:   1\r\nb: [x,  'y' , z]\r\n", ["b", 1], .string("w"), "a:   1\r\nb: [x,  'w' , z]\r\n"),
        Case("\u{FEFF}é: 𝄞 # ü\nb: 1\n", ["é"], .string("ü"), "\u{FEFF}é: ü # ü\nb: 1\n"),
        Case("a: 'x'\n", ["a"], .string("it's"), "a: 'it''s'\n"),
        Case("a: 'x'\n", ["a"], .string("two\nlines"), "a: \"two\\nlines\"\n"),
        Case("a: \"x\"\n", ["a"], .string("a\"b\\"), "a: \"a\\\"b\\\\\"\n"),
        Case("a: x\n", ["a"], .string("no"), "a: \"no\"\n"),
        Case("a: x\n", ["a"], .string("0156"), "a: \"0156\"\n"),
        Case("a: x\n", ["a"], .string("12:30"), "a: \"12:30\"\n"),
        Case("a: 10.96.0.10\n", ["a"], .string("10.96.0.11"), "a: 10.96.0.11\n"),
        Case("a: 10s\n", ["a"], .string("5s"), "a: 5s\n"),
        Case("a: x\n", ["a"], .string(""), "a: \"\"\n"),
        Case("a: x\n", ["a"], .string("b: c"), "a: \"b: c\"\n"),
        Case("a: x\n", ["a"], .string("b #c"), "a: \"b #c\"\n"),
        Case("a: x\n", ["a"], .string("- b"), "a: \"- b\"\n"),
        Case("a: x\n", ["a"], .string("\u{85}\u{FEFF}\u{1}"), "a: \"\\u0085\\ufeff\\u0001\"\n"),
        Case("{a: x}\n", ["a"], .string("b, c"), "{a: \"b, c\"}\n"),
        Case("a: \"110\"\n", ["a"], .integer(110), "a: 110\n"),
        Case("a: 0156\n", ["a"], .integer(110), "a: 110\n"),
        Case("a: 110\n", ["a"], .integer(110), "a: 110\n"),
        Case("a: 0x6E\n", ["a"], .integer(110), "a: 0x6E\n"),
        Case("a:\nb: 1\n", ["a"], .integer(2), "a: 2\nb: 1\n"),
        Case("a:   # c\n", ["a"], .integer(2), "a: 2   # c\n"),
        Case("- \n- b\n", [0], .string("a"), "- a\n- b\n"),
        Case("a: one\n  two\nb: 1\n", ["a"], .string("x"), "a: x\nb: 1\n"),
        Case("a: \"one\n  two\"\nb: 1\n", ["a"], .string("x"), "a: \"x\"\nb: 1\n"),
        Case("a: 1\n---\na: 1\n", ["a"], .integer(2), "a: 2\n---\na: 1\n"),
        Case("a: 1\n---\n}}}\n", ["a"], .integer(2), "a: 2\n---\n}}}\n"),
        Case("a: &x {b: 1}\nc: *x\nd: 1\n", ["d"], .integer(2), "a: &x {b: 1}\nc: *x\nd: 2\n"),
        Case(
            "command:\n- etcd\n- --a=1\n- \"--b=2\"\n",
            ["command", 1],
            .string("--a=9"),
            "command:\n- etcd\n- --a=9\n- \"--b=2\"\n"
        ),
        Case("a: 1\n", ["a"], .float(0.5), "a: 0.5\n"), Case("a: 1\n", ["a"], .float(-.infinity), "a: -.inf\n"),
        Case("a: 1\n", ["a"], .unsigned(.max), "a: 18446744073709551615\n"), Case("a: 1\n", ["a"], .null, "a: null\n"),
        Case("7\n", [], .integer(8), "8\n"),
    ]

    @Test(arguments: replacements)
    func `a scalar is replaced and nothing else`(edit: Case) throws {
        let edited = try YAMLEdit.replaceScalar(at: edit.path, with: edit.value, in: bytes(edit.before))
        #expect(text(edited) == edit.after)
        #expect(edited == bytes(edit.after))
    }

    static let insertions = [
        Case("a: 1\n", [], .integer(2), "a: 1\nnew: 2\n"),
        Case("a: 1", [], .integer(2), "a: 1\nnew: 2"),
        Case("a: 1 # c\n# end\n", [], .string("x"), "a: 1 # c\nnew: x\n# end\n"),
        Case("a: 1\r\n", [], .integer(2), "a: 1\r\nnew: 2\r\n"),
        Case("a:\n    b: 1\n\nc: 2\n", ["a"], .bool(false), "a:\n    b: 1\n    new: false\n\nc: 2\n"),
        Case("a:\n  b:\n    c: 1\nd: 2\n", ["a"], .integer(3), "a:\n  b:\n    c: 1\n  new: 3\nd: 2\n"),
        Case("a:\n- b: 1\n  c: 2\n- d\n", ["a", 0], .integer(3), "a:\n- b: 1\n  c: 2\n  new: 3\n- d\n"),
        Case("a:\n- x\n", [], .integer(3), "a:\n- x\nnew: 3\n"),
        Case("a: |\n  x\n  y\n", [], .integer(3), "a: |\n  x\n  y\nnew: 3\n"),
        Case("a: |\n  x\n\nb: 1\n", [], .integer(3), "a: |\n  x\n\nb: 1\nnew: 3\n"),
        Case("a:\n  b: |-\n    x", ["a"], .integer(3), "a:\n  b: |-\n    x\n  new: 3"),
        Case("a:\n", [], .integer(3), "a:\nnew: 3\n"),
        Case("{a: 1}\n", [], .integer(3), "{a: 1, new: 3}\n"),
        Case("{\"a\": 1}\n", [], .string("x"), "{\"a\": 1, \"new\": \"x\"}\n"),
        Case("a: {}\n", ["a"], .integer(3), "a: {new: 3}\n"),
        Case("a: {b: [1,\n  2], }\n", ["a"], .string("x, y"), "a: {b: [1,\n  2], new: \"x, y\", }\n"),
        Case("a: 1\n...\n", [], .integer(3), "a: 1\nnew: 3\n...\n"),
        Case("a: 1\n---\nb: 2\n", [], .integer(3), "a: 1\nnew: 3\n---\nb: 2\n"),
        Case("é: {ü: 𝄞}\n", ["é"], .integer(3), "é: {ü: 𝄞, new: 3}\n"),
    ]

    @Test(arguments: insertions)
    func `a key is inserted as its neighbours are written`(edit: Case) throws {
        let edited = try YAMLEdit.insert("new", edit.value, intoMappingAt: edit.path, in: bytes(edit.before))
        #expect(text(edited) == edit.after)
        #expect(edited == bytes(edit.after))
    }

    @Test(
        arguments: [
            ("a: |\n  x\n", ["a"], "line 1, column 4: a: a block scalar is not edited"),
            ("a: !!str x\n", ["a"], "line 1, column 4: a: a tagged value is not edited"),
            ("a: &n x\nb: *n\n", ["a"], "line 1, column 4: a: the value is shared under the name 'n'"),
            ("a: &n x\nb: *n\n", ["b"], "line 2, column 4: b: the value is shared under the name 'n'"),
            ("a: &n {b: 1}\nc: *n\n", ["c", "b"], "line 2, column 4: c: the value is shared under the name 'n'"),
            ("a: 1\na: 2\n", ["a"], "line 2, column 1: key 'a' stands twice"),
            ("a: [1]\n", ["a"], "line 1, column 4: a: expected a scalar, found a sequence"),
            ("a: [1]\n", ["a", 1], "line 1, column 4: a: item 1 is missing"),
            ("a: [1]\n", ["b"], "line 1, column 1: key 'b' is missing"),
            ("a: [1]\n", ["a", "b", 0], "line 1, column 4: a: key 'b' is missing"),
            ("", ["a"], "the text has no document"),
            ("a: [", ["a"], "line 1, column 5: while parsing a flow node, did not find expected node content"),
        ] as [(String, DocumentPath, String)]
    )
    func `what would touch more is refused`(document: String, path: DocumentPath, message: String) {
        let error = documentError { () throws(DocumentError) in
            try YAMLEdit.replaceScalar(at: path, with: .integer(9), in: bytes(document))
        }
        #expect(error?.description == message)
    }

    @Test func `a key that is there is not inserted again`() {
        let error = documentError { () throws(DocumentError) in
            try YAMLEdit.insert("a", .integer(1), intoMappingAt: [], in: bytes("a: 2\n"))
        }
        #expect(error?.description == "line 1, column 1: key 'a' is there already")
    }

    @Test func `not a number cannot be read back, so it is not written`() {
        let error = documentError { () throws(DocumentError) in
            try YAMLEdit.replaceScalar(at: ["a"], with: .float(.nan), in: bytes("a: 2\n"))
        }
        #expect(error?.kind == .notEditable)
    }

    @Test func `UTF-16 is not edited`() {
        let document: [UInt8] =
            [0xFF, 0xFE] + "a: 1\n".utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        let error = documentError { () throws(DocumentError) in
            try YAMLEdit.replaceScalar(at: ["a"], with: .integer(2), in: document)
        }
        #expect(error?.kind == .notEditable)
    }

    @Test func `any string can be put anywhere and read back`() throws {
        var generator = SplitMix(state: 11)
        let document = bytes(YAMLTests.sample)
        let paths: [DocumentPath] = [
            ["kind"], ["quoted key"], ["evictionHard", "memory.available"], ["evictionHard", "list", 1],
            ["clusterDNS", 0], ["empty"],
        ]
        for _ in 0..<300 {
            let (string, path) = (generator.string(), paths[Int.random(in: 0..<paths.count, using: &generator)])
            let edited = try YAMLEdit.replaceScalar(at: path, with: .string(string), in: document)
            var node = try #require(try YAML.parse(edited))
            for step in path.steps {
                switch step {
                case .key(let key): node = try #require(node[key])
                case .index(let index): node = try #require(node.items)[index]
                }
            }
            #expect(try node.resolved(.yaml11) == .string(string))
            #expect(edited.starts(with: document.prefix(node.region.bytes.lowerBound - 1)))
        }
    }

    @Test func `every prefix of a document is edited or refused`() {
        let document = bytes(YAMLTests.sample)
        for end in document.indices {
            _ = try? YAMLEdit.replaceScalar(at: ["maxPods"], with: .integer(7), in: Array(document[..<end]))
            _ = try? YAMLEdit.insert("new", .string("x"), intoMappingAt: [], in: Array(document[..<end]))
            _ = try? YAMLEdit.insert("new", .string("x"), intoMappingAt: ["evictionHard"], in: Array(document[..<end]))
        }
    }
}

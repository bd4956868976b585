import Documents
import Testing

@Suite struct YAMLTests {
    static let sample = """
        # kubelet
        kind: KubeletConfiguration   # trailing
        maxPods: 110
        "quoted key": 'it''s'
        evictionHard: {memory.available: "100Mi", list: [1, 2]}
        clusterDNS:
        - 10.96.0.10
        -   &second é𝄞
        text: |
          two
          lines

        again: *second
        empty:
        """

    @Test func `keys come in the order written`() throws {
        let root = try #require(try YAML.parse(bytes(Self.sample)))
        let keys = try #require(root.entries).compactMap { $0.key.scalar?.text }
        #expect(
            keys == [
                "kind", "maxPods", "quoted key", "evictionHard", "clusterDNS", "text", "again", "empty",
            ]
        )
        #expect(root["quoted key"]?.scalar == YAMLScalar(text: "it's", style: .singleQuoted))
        #expect(root["text"]?.scalar == YAMLScalar(text: "two\nlines\n", style: .literal))
        #expect(root["empty"]?.scalar == YAMLScalar(text: "", style: .plain))
        #expect(root["evictionHard"]?["list"]?.items?.count == 2)
        #expect(root["nothing"] == nil)
    }

    @Test func `an alias is the anchored node at another place`() throws {
        let root = try #require(try YAML.parse(bytes(Self.sample)))
        let alias = try #require(root["again"])
        #expect(alias.alias == "second")
        #expect(alias.scalar?.text == "é𝄞")
        #expect(root["clusterDNS"]?.items?.last?.anchor == "second")
    }

    @Test(
        arguments: [
            ("kind", "KubeletConfiguration"), ("quoted key", "'it''s'"), ("again", "*second"), ("empty", ""),
            ("evictionHard", #"{memory.available: "100Mi", list: [1, 2]}"#),
            ("clusterDNS", "- 10.96.0.10\n-   &second é𝄞"),
        ]
    )
    func `a region covers its bytes`(key: String, covered: String) throws {
        for prefix in ["", "\u{FEFF}", "é: ü\n"] {
            let document = bytes(prefix + Self.sample)
            let node = try #require(try YAML.parse(document)?[key])
            #expect(text(Array(document[node.region.bytes])) == covered)
        }
    }

    @Test func `positions count code points from 1`() throws {
        let root = try #require(try YAML.parse(bytes("é𝄞: [ü, x]\r\nb: c\r\n")))
        #expect(root["é𝄞"]?.items?.last?.region.start == TextPosition(line: 1, column: 9))
        #expect(root["b"]?.region.start == TextPosition(line: 2, column: 4))
        #expect(root["b"]?.region.end == TextPosition(line: 2, column: 5))
    }

    @Test(
        arguments: [
            ("? ", TextPosition(line: 1, column: 3)), ("a: 1\n? é", TextPosition(line: 2, column: 4)),
            ("a:\r\n- ", TextPosition(line: 2, column: 2)), ("? \n", TextPosition(line: 2, column: 1)),
        ]
    )
    func `a value that is missing at the end stands in the last line`(document: String, place: TextPosition) throws {
        let root = try #require(try YAML.parse(bytes(document)))
        let value = try #require(root.entries?.last?.value)
        #expect((value.items?.last ?? value).region.start == place)
    }

    @Test(arguments: [true, false])
    func `UTF-16 with a byte order mark is read, with its own byte offsets`(bigEndian: Bool) throws {
        let units = ("\u{FEFF}é: 𝄞x\nb: [c]\n").utf16
        let document = units.flatMap { unit in
            let (high, low) = (UInt8(unit >> 8), UInt8(truncatingIfNeeded: unit))
            return bigEndian ? [high, low] : [low, high]
        }
        let root = try #require(try YAML.parse(document))
        #expect(root["é"]?.scalar?.text == "𝄞x")
        #expect(root["é"]?.region.bytes == 8..<14)
        #expect(root["b"]?.items?.first?.region.bytes == 24..<26)
    }

    @Test(arguments: ["", "# only a comment\n", "\n\n", "\u{FEFF}"])
    func `a text without a document gives none`(document: String) throws {
        #expect(try YAML.parse(bytes(document)) == nil)
        #expect(try YAML.parseAll(bytes(document)).isEmpty)
    }

    @Test func `following documents are ignored, refused or read`() throws {
        let document = bytes("a: 1\n---\nb: 2\n---\nc: 3\n")
        #expect(try YAML.parse(document)?["a"] != nil)
        #expect(try YAML.parseAll(document).count == 3)
        let error = documentError { () throws(DocumentError) in try YAML.parse(document, following: .refused) }
        #expect(error?.description == "line 2, column 1: a second document begins")
        #expect(try YAML.parse(bytes("a: 1\n---\n"), following: .ignored)?["a"] != nil)
        #expect(try YAML.parse(bytes("a: 1\n---\n}}}{{{\n"))?["a"] != nil)
    }

    @Test func `an alias is refused with its place where none is wanted`() throws {
        let document = bytes("a: &x {b: 1}\nc:\n  - *x\n")
        let error = documentError { () throws(DocumentError) in try YAML.parse(document, aliases: .refused) }
        #expect(error?.description == "line 3, column 5: '*x' is an alias: write out what it stands for")
        #expect(try YAML.parse(bytes("a: &x 1\n"), aliases: .refused)?["a"]?.anchor == "x")
    }

    @Test func `both places of a duplicate key are known`() throws {
        let root = try #require(try YAML.parse(bytes("a: 1\nb: {c: 1, d: 2, c: 3}\na: 2\n")))
        let duplicates = root.allDuplicateKeys
        #expect(duplicates.map(\.key) == ["c", "a"])
        #expect(duplicates.map(\.first.start) == [TextPosition(line: 2, column: 5), TextPosition(line: 1, column: 1)])
        #expect(duplicates.map(\.again.start) == [TextPosition(line: 2, column: 17), TextPosition(line: 3, column: 1)])
        #expect(root.duplicateKeys.map(\.key) == ["a"])
        #expect(root["a"]?.scalar?.text == "2")
    }

    @Test(arguments: [3, 8, 9, 40])
    func `a duplicate key is found among few keys and among many`(count: Int) throws {
        let lines = (1..<count).map { "k\($0): 0\n" }.joined()
        let single = try #require(try YAML.parse(bytes(lines)))
        #expect(single.duplicateKeys.isEmpty)
        let twice = try #require(try YAML.parse(bytes(lines + "k2: 1\n")))
        #expect(twice.duplicateKeys.map(\.again.start) == [TextPosition(line: count, column: 1)])
    }

    @Test func `merge keys give way to the mapping's own`() throws {
        let document = """
            one: &one {a: 1, b: 1}
            two: &two {b: 2, c: 2}
            both: {<<: [*one, *two], c: own}
            nested: {<<: {<<: *two, d: 4}}
            wrong: {<<: 7}
            """
        let root = try #require(try YAML.parse(bytes(document)))
        func merged(_ key: String) throws -> [String: String] {
            let entries = try #require(try root[key]?.mergedMapping())
            return Dictionary(
                entries.map { ($0.key.scalar?.text ?? "?", $0.value.scalar?.text ?? "?") },
                uniquingKeysWith: { first, _ in first }
            )
        }
        #expect(try merged("both") == ["a": "1", "b": "1", "c": "own"])
        #expect(try merged("nested") == ["b": "2", "c": "2", "d": "4"])
        let error = documentError { () throws(DocumentError) in try root["wrong"]?.mergedMapping() }
        #expect(error?.description == "line 5, column 13: a merge takes mappings, not a scalar")
    }
}

import Documents
import Testing

@Suite("TOML text")
struct TOMLTests {
    private func parse(_ text: String) throws -> TOMLTable { try TOML.parse(Array(text.utf8)) }

    @Test("is read with tables, dotted keys, lists and inline tables")
    func tables() throws {
        let table = try parse(
            """
            # a comment
            version = 2
            imports = [
              "/etc/a.toml", # one
              'b.toml',
            ]
            [plugins."io.containerd.grpc.v1.cri"] # another
              max_concurrent_downloads = 10
              containerd.snapshotter = "overlayfs"
            [plugins.'io.containerd.grpc.v1.cri'.registry]
            mirrors = { "docker.io" = { endpoint = ["https://m"] } }
            [[x]]
            a = 1
            [[x]]
            a = 2
            """
        )
        #expect(table["version"]?.scalar == .integer(2))
        let downloads = table["plugins", "io.containerd.grpc.v1.cri", "max_concurrent_downloads"]
        #expect(downloads?.scalar == .integer(10))
        #expect(downloads?.position == TextPosition(line: 8, column: 3))
        #expect(table["plugins", "io.containerd.grpc.v1.cri", "containerd", "snapshotter"]?.text == "overlayfs")
        #expect(table["plugins", "io.containerd.grpc.v1.cri", "registry", "mirrors", "docker.io"]?.table != nil)
        guard case .array(let items)? = table["x"]?.content else {
            Issue.record("x is no list")
            return
        }
        #expect(items.map { $0.table?["a"]?.scalar } == [.integer(1), .integer(2)])
        #expect(table["nothing", "here"] == nil)
    }

    @Test(
        "has values of every kind",
        arguments: [
            ("1_000", ScalarValue.integer(1_000)), ("-17", .integer(-17)), ("0xff", .integer(255)),
            ("0o17", .integer(15)),
            ("0b11", .integer(3)), ("+0", .integer(0)), ("1.5e3", .float(1_500)), ("-0.25", .float(-0.25)),
            ("6e-1", .float(0.6)), ("inf", .float(.infinity)), ("true", .bool(true)),
            ("\"a\\tb\\u00e9\"", .string("a\tbé")),
            ("'C:\\x'", .string("C:\\x")), ("\"\"\"\na\\\n   b\"\"\"", .string("ab")), ("'''a'b'''", .string("a'b")),
            ("\"\"\"a\"\"\"\"\"", .string("a\"\"")), ("\"\"", .string("")),
        ]
    )
    func scalars(text: String, value: ScalarValue) throws {
        #expect(try parse("a = \(text)\n")["a"]?.scalar == value)
    }

    @Test(
        "has moments, which are kept as they are written",
        arguments: [
            "1979-05-27T07:32:00Z", "1979-05-27 07:32:00.5-07:00", "1979-05-27", "07:32:00",
        ]
    )
    func times(text: String) throws {
        #expect(try parse("a = \(text) # b")["a"]?.content == .time(text))
    }

    @Test(
        "is refused with the place of what is wrong",
        arguments: [
            ("a = 1\na = 2", 2, 1), ("[a]\n[a]", 2, 1), ("a = {b = 1}\na.c = 2", 2, 1), ("a = [1]\n[[a]]", 2, 1),
            ("a = ", 1, 5), ("a", 1, 2), ("a = 01", 1, 5), ("a = 1__0", 1, 5), ("a = .5", 1, 5), ("a = 1.", 1, 5),
            ("a = \"b", 1, 5), ("a = 'b\n'", 1, 5), ("a = \"\\q\"", 1, 6), ("a = 1 b = 2", 1, 7), ("[a", 1, 3),
            ("a = [1 2]", 1, 8), ("a = {b = 1,}", 1, 12), ("= 1", 1, 1), ("a = yes", 1, 5), ("é = 1", 1, 1),
            ("a.b = 1\n[a]", 2, 1), ("a = '''b\rc'''", 1, 5), ("[a]\nb = 1\n[a.b]", 3, 1),
        ]
    )
    func errors(text: String, line: Int, column: Int) throws {
        let error = try #require(documentError { () throws(DocumentError) in try TOML.parse(Array(text.utf8)) })
        #expect(error.position == TextPosition(line: line, column: column), "\(error)")
    }

    @Test("may have all its values in one line, or in one list of tables")
    func manyValues() throws {
        let line = try parse("a = [" + String(repeating: "'é',", count: 40_000) + "]")
        guard case .array(let items)? = line["a"]?.content else {
            Issue.record("no array")
            return
        }
        #expect(items.count == 40_000 && items.last?.position == TextPosition(line: 1, column: 6 + 4 * 39_999))
        guard case .array(let tables)? = try parse(String(repeating: "[[t]]\nb = 1\n", count: 20_000))["t"]?.content
        else {
            Issue.record("no list of tables")
            return
        }
        #expect(tables.count == 20_000 && tables.allSatisfy { $0.table?["b"]?.scalar == .integer(1) })
    }

    @Test("is read within limits")
    func limits() {
        let deep = "a = " + String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
        #expect(documentError { () throws(DocumentError) in try TOML.parse(Array(deep.utf8)) }?.kind == .overLimit)
        let many = "a = [" + String(repeating: "1,", count: 200) + "]"
        let limits = DocumentLimits(nodeCount: 100)
        let error = documentError { () throws(DocumentError) in try TOML.parse(Array(many.utf8), limits: limits) }
        #expect(error?.kind == .overLimit)
        let invalid = documentError { () throws(DocumentError) in try TOML.parse([0x61, 0x3D, 0x22, 0xFF, 0x22]) }
        #expect(invalid?.kind == .malformed)
    }
}

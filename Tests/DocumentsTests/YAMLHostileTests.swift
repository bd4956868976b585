import Documents
import Testing

@Suite struct YAMLHostileTests {
    private func error(_ document: [UInt8], limits: DocumentLimits = DocumentLimits()) -> DocumentError? {
        documentError { () throws(DocumentError) in try YAML.parseAll(document, limits: limits) }
    }

    @Test(
        arguments: [
            ("a: [1, 2", "line 1, column 9"), ("a: {b: 1", "line 1, column 9"), ("a: \"x", "line 1, column 6"),
            ("a: 'x", "line 1, column 6"), ("a:\n\t- b", "line 2, column 1"), ("a: b: c", "line 1, column 5"),
            ("a: *nobody", "line 1, column 4"), ("a: &x [1, *x]", "line 1, column 11"), ("a: \0", "line 1, column 4"),
            ("é: x\u{7}", "line 1, column 5"), ("a: !<tag", "line 1, column 9"),
            ("%YAML 3.0\n---\na", "line 1, column 1"),
            ("a: \"\\q\"", "line 1, column 5"), ("a: 1\n b: 2", "line 2, column 3"), ("@", "line 1, column 1"),
        ]
    )
    func `broken text is an error with its place`(document: String, place: String) {
        let error = error(bytes(document))
        #expect(error?.kind == .malformed)
        #expect(error?.position?.description == place, "\(error?.description ?? "read")")
    }

    @Test(
        arguments: [
            [0x61, 0x3A, 0x20, 0xFF], [0x61, 0x3A, 0x20, 0xC3], [0x61, 0x3A, 0x20, 0xED, 0xA0, 0x80],
            [0x61, 0x3A, 0x20, 0xF8, 0x88, 0x80, 0x80, 0x80], [0xFF, 0xFE, 0x61], [0xFE, 0xFF, 0xD8, 0x00, 0x00, 0x61],
        ] as [[UInt8]]
    )
    func `bytes that are no Unicode are an error with their place`(document: [UInt8]) {
        let error = error(document)
        #expect(error?.kind == .malformed)
        #expect(error?.position?.line == 1)
    }

    @Test func `an alias bomb is refused where it passes the limit`() {
        var document = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...40 {
            let names = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            document += "a\(level): &a\(level) [\(names)]\n"
        }
        let error = error(bytes(document))
        #expect(error?.kind == .overLimit)
        #expect(error?.position?.line == 5)
    }

    @Test func `aliases cannot build what nesting may not`() {
        var document = "a0: &a0 [[[[[[[[[[x]]]]]]]]]]\n"
        for level in 1...20 { document += "a\(level): &a\(level) [[[[[[[[[[*a\(level - 1)]]]]]]]]]]\n" }
        let error = error(bytes(document))
        #expect(error?.kind == .overLimit)
        #expect(error?.position?.line == 10)
    }

    @Test(arguments: ["[", "{a: ", "- ", "? ", "[{", "a:\n"])
    func `deep nesting is refused`(opening: String) {
        let document = bytes(String(repeating: opening, count: 100_000))
        let error = error(document)
        #expect(error != nil)
        #expect((error?.position?.column ?? 0) < 2_000)
    }

    @Test func `deep block nesting is refused`() {
        let document = (0..<1_000).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
        #expect(error(bytes(document))?.kind == .overLimit)
    }

    @Test(arguments: ["", "\"", "'"])
    func `a scalar of 10 MB is refused by default and read on request`(quote: String) throws {
        let document = bytes("a: \(quote)\(String(repeating: "x", count: 10 << 20))\(quote)\n")
        #expect(error(document)?.kind == .overLimit)
        let root = try YAML.parse(document, limits: DocumentLimits(byteCount: 11 << 20))
        #expect(root?["a"]?.scalar?.text.utf8.count == 10 << 20)
    }

    @Test(
        arguments: [
            "x,", "x: ", "- x\n", "&a x\n", "? x\n", "!", "*", "\"", "'", "\\", "|\n", "#", "\r", "%", "---\n", "é",
            "[],", "a: b\n", "<<: ", "\t", "\u{2028}", "]", "}", "...\n",
        ]
    )
    func `any repetition ends soon`(unit: String) {
        let document = bytes("[" + String(repeating: unit, count: 20_000))
        let bare = bytes(String(repeating: unit, count: 20_000))
        let clock = ContinuousClock()
        let elapsed = clock.measure {
            _ = error(document)
            _ = error(bare)
        }
        #expect(elapsed < .seconds(20))
    }

    @Test func `every prefix of a document is read or refused`() {
        for end in 0...bytes(YAMLTests.sample).count {
            let prefix = Array(bytes(YAMLTests.sample).prefix(end))
            if let error = error(prefix) { #expect(error.position != nil) }
        }
    }

    @Test func `every byte of a document may be replaced`() {
        let document = bytes(YAMLTests.sample)
        for offset in document.indices {
            for byte in [0x00, 0x0A, 0x20, 0x22, 0x2D, 0x3A, 0x5B, 0x7D, 0x80, 0xFF] as [UInt8] {
                var changed = document
                changed[offset] = byte
                guard let root = try? YAML.parse(changed) else { continue }
                var pending = [root]
                while let node = pending.popLast() {
                    #expect(changed.indices.contains(node.region.bytes) || node.region.bytes.isEmpty)
                    pending += (node.items ?? []) + (node.entries ?? []).flatMap { [$0.key, $0.value] }
                }
            }
        }
    }

    @Test func `a message shows no control characters and no megabytes`() {
        let name = String(repeating: "a", count: 5_000)
        #expect((error(bytes("x: *\(name)"))?.message.utf8.count ?? 9_999) < 200)
    }
}

@testable import Documents

extension Target {
    /// YAML read and edited: an instruction (which node), a key and a value in a line each, then the text.
    static let yaml = Target("yaml") { bytes in
        var input = Input(bytes)
        let choice = input.line()
        let (key, value) = (input.text(), scalar(input.text()))
        let text = Array(input.rest)
        let root: YAMLNode
        do throws(DocumentError) {
            guard let node = try YAML.parse(text) else { return }
            root = node
        } catch {
            Places(in: text).hold(error.position, error.description)
            require((try? YAML.parseAll(text)) == nil, "a broken text is read as one of many documents")
            return
        }
        if let all = try? YAML.parseAll(text) { require(all.first?.equals(root) ?? false, "two readings differ") }
        let nodes = nodes(in: root, of: text)
        _ = root.allDuplicateKeys
        for (_, node) in nodes.prefix(64) {
            _ = try? node.resolved(.core)
            _ = try? node.resolved(.yaml11)
            _ = try? node.mergedMapping()
        }
        let number = choice.reduce(0) { $0 &* 31 &+ Int($1) }
        let (path, node) = nodes[abs(number % nodes.count)]
        replace(at: path, node, with: value, in: text)
        insert(key, value, into: path, in: text)
    }

    private static func scalar(_ text: String) -> ScalarValue {
        if let number = Int64(text) { return .integer(number) }
        if let number = Double(text) { return .float(number) }
        return ["true": .bool(true), "false": .bool(false), "null": .null][text] ?? .string(text)
    }

    /// A scalar is replaced, everything before and behind it is kept, and it can be put back byte for byte.
    private static func replace(at path: DocumentPath, _ node: YAMLNode, with value: ScalarValue, in text: [UInt8]) {
        guard let edited = try? YAMLEdit.replaceScalar(at: path, with: value, in: text) else { return }
        // A value that was left out may begin behind the blank that follows its colon or dash.
        let region = YAMLEditing.place(of: node, in: text).bytes
        require(edited.starts(with: text[..<region.lowerBound]), "what stands before it changed")
        require(edited.reversed().starts(with: text[region.upperBound...].reversed()), "what stands behind it changed")
        let new = read(at: path, in: edited)
        require(new.holds(value), "the value is not there")
        let again = required("a second time") {
            try YAMLEdit.replaceScalar(at: path, with: value, in: edited, limits: wide)
        }
        require(again == edited, "the second edit changes something")
        if path.steps.count == 1, case .key(let key)? = path.steps.first { restore(key, in: edited, asIn: text) }
    }

    private static func insert(_ key: String, _ value: ScalarValue, into path: DocumentPath, in text: [UInt8]) {
        guard let edited = try? YAMLEdit.insert(key, value, intoMappingAt: path, in: text) else { return }
        require(edited.count > text.count, "nothing was inserted")
        require(read(at: DocumentPath(path.steps + [.key(key)]), in: edited).holds(value), "the value is not there")
        if path.steps.isEmpty { restore(key, in: edited, asIn: text) }
    }

    /// Putting a key back as it was gives the text that was, or is refused.
    private static func restore(_ key: String, in edited: [UInt8], asIn text: [UInt8]) {
        guard let restored = try? YAMLEdit.restore(key, asIn: text, in: edited, limits: wide) else { return }
        require(restored == text, "put back, the text is not what it was")
    }

    private static let wide = DocumentLimits(byteCount: .max, nodeCount: .max)

    private static func read(at path: DocumentPath, in text: [UInt8]) -> YAMLNode {
        required("an edited text is read") {
            let root = try YAMLEditing.root(of: text, limits: wide)
            return try YAMLEditing.node(at: path, in: root)
        }
    }

    /// The nodes with the ways to them, up to a few hundred; each stands inside the text.
    private static func nodes(in root: YAMLNode, of text: [UInt8]) -> [(DocumentPath, YAMLNode)] {
        let places = Places(in: text)
        var (nodes, pending): ([(DocumentPath, YAMLNode)], [(DocumentPath, YAMLNode)]) = ([], [([], root)])
        while let (path, node) = pending.popLast(), nodes.count < 256 {
            places.hold(node.region.start, "a node")
            let bytes = node.region.bytes
            require(bytes.upperBound <= text.count, "a node ends behind the text")
            nodes.append((path, node))
            for (index, item) in (node.items ?? []).enumerated() {
                pending.append((DocumentPath(path.steps + [.index(index)]), item))
            }
            for entry in node.entries ?? [] {
                guard let key = entry.key.scalar?.text else { continue }
                pending.append((DocumentPath(path.steps + [.key(key)]), entry.value))
            }
        }
        return nodes
    }
}

/// The steps of an edit of YAML text.
enum YAMLEditing {
    /// The tree of a text that can be edited.
    static func root(of bytes: [UInt8], limits: DocumentLimits) throws(DocumentError) -> YAMLNode {
        guard TextEncoding(of: bytes).form == .utf8 else {
            throw DocumentError(.notEditable, "text in UTF-16 is not edited")
        }
        guard let root = try YAML.parse(bytes, limits: limits) else {
            throw DocumentError(.mismatch, "the text has no document")
        }
        return root
    }

    /// The node at `path`, if changing it changes nothing else.
    static func node(at path: DocumentPath, in root: YAMLNode) throws(DocumentError) -> YAMLNode {
        var node = root
        var walked: DocumentPath = []
        try checkNotShared(node, at: walked)
        for step in path.steps {
            switch step {
            case .key(let key):
                let matches = (node.entries ?? []).filter { $0.key.scalar?.text == key }
                guard let match = matches.first else {
                    throw DocumentError(.mismatch, "key \(quoted(key)) is missing", at: node.region.start, path: walked)
                }
                guard matches.count == 1 else {
                    let place = matches[1].key.region.start
                    throw DocumentError(.notEditable, "key \(quoted(key)) stands twice", at: place, path: walked)
                }
                node = match.value
            case .index(let index):
                guard let items = node.items, items.indices.contains(index) else {
                    throw DocumentError(.mismatch, "item \(index) is missing", at: node.region.start, path: walked)
                }
                node = items[index]
            }
            walked.steps.append(step)
            try checkNotShared(node, at: walked)
        }
        guard node.tag == nil else {
            throw DocumentError(.notEditable, "a tagged value is not edited", at: node.region.start, path: path)
        }
        return node
    }

    private static func checkNotShared(_ node: YAMLNode, at path: DocumentPath) throws(DocumentError) {
        if let name = node.alias ?? node.anchor {
            let message = "the value is shared under the name \(quoted(name))"
            throw DocumentError(.notEditable, message, at: node.region.start, path: path)
        }
    }

    /// The bytes that a new scalar takes the place of, and what must stand before it.
    ///
    /// A value that was left out begins right after its colon or dash, perhaps before the one space that is meant to
    /// follow that.
    static func place(of node: YAMLNode, in bytes: [UInt8]) -> (bytes: Range<Int>, gap: String) {
        let range = node.region.bytes
        guard range.isEmpty, range.lowerBound > 0, bytes[range.lowerBound - 1] > 0x20 else { return (range, "") }
        let rest = bytes[range.lowerBound...].prefix(2)
        guard rest.first == 0x20, rest.dropFirst().allSatisfy(LineBreak.isPart) else { return (range, " ") }
        return (range.lowerBound + 1..<range.lowerBound + 1, "")
    }

    /// The bytes of a value, and of the blanks between it and what stands before it on its line.
    static func withBlanks(before node: YAMLNode, in bytes: [UInt8]) -> Range<Int> {
        let range = place(of: node, in: bytes).bytes
        let blanks = bytes[..<range.lowerBound].reversed().prefix { $0 == 0x20 || $0 == 0x09 }
        return range.lowerBound - blanks.count..<range.upperBound
    }

    /// `bytes` with `entry` after the last of `entries`.
    static func inserting(
        _ entry: String,
        into mapping: YAMLNode,
        entries: [YAMLEntry],
        of bytes: [UInt8]
    ) -> [UInt8] {
        var edited = bytes
        let start = mapping.region.bytes.lowerBound
        let isFlow = start < bytes.count && bytes[start] == UInt8(ascii: "{")
        guard let first = entries.first, let last = entries.last else {
            edited.insert(contentsOf: entry.utf8, at: min(start + 1, bytes.count))
            return edited
        }
        let end = max(last.key.region.bytes.upperBound, last.value.region.bytes.upperBound)
        if isFlow {
            edited.insert(contentsOf: ", \(entry)".utf8, at: end)
            return edited
        }
        let line = String(repeating: " ", count: first.key.region.start.column - 1) + entry
        // A block scalar ends after its line break, anything else before one, perhaps with a comment between. The break
        // that is there comes to stand behind the new line: with the one put in, the line can be taken out again.
        let isBehindBreak = end > 0 && LineBreak.isPart(bytes[end - 1])
        let lineEnd =
            isBehindBreak
            ? LineBreak.lineAndFormerBreak(end..<end, in: bytes).lowerBound
            : bytes[end...].firstIndex(where: LineBreak.isPart) ?? bytes.count
        let lineBreak = LineBreak(of: bytes) ?? .lineFeed
        // Behind a lone carriage return a line feed would be no break of its own.
        let isJoined = lineBreak == .lineFeed && bytes[..<lineEnd].last == UInt8(ascii: "\r")
        edited.insert(contentsOf: ((isJoined ? .both : lineBreak).text + line).utf8, at: lineEnd)
        return edited
    }

    /// Whether `edited` is read as `root` is but for the node at `path`, on whose old and new form `isMeant` decides.
    static func changes(
        _ root: YAMLNode,
        to edited: [UInt8],
        limits: DocumentLimits,
        only path: DocumentPath,
        isMeant: (YAMLNode, YAMLNode) -> Bool
    ) -> Bool {
        var limits = limits
        limits.byteCount = max(limits.byteCount, edited.count)
        limits.nodeCount = limits.nodeCount.addingReportingOverflow(2).overflow ? .max : limits.nodeCount + 2
        guard let new = try? YAML.parse(edited, limits: limits) else { return false }
        return new.equals(root, exceptAt: path.steps[...], isMeant: isMeant)
    }
}

extension YAMLNode {
    /// Whether both schemas read `value` here.
    func holds(_ value: ScalarValue) -> Bool {
        tag == nil && (try? resolved(.core)) == value && (try? resolved(.yaml11)) == value
    }

    /// Whether this is `old` with one more entry.
    func isMapping(_ old: YAMLNode, withLast key: String, _ value: ScalarValue) -> Bool {
        guard let entries, let oldEntries = old.entries, let last = entries.last else { return false }
        guard entries.count == oldEntries.count + 1, tag == old.tag else { return false }
        let before = zip(entries, oldEntries).allSatisfy { $0.key.equals($1.key) && $0.value.equals($1.value) }
        return before && last.key.holds(.string(key)) && last.value.holds(value)
    }

    /// Whether both say the same, places aside; at `path`, if there is one, `isMeant` decides.
    func equals(
        _ old: YAMLNode,
        exceptAt path: ArraySlice<DocumentPath.Step>? = nil,
        isMeant: (YAMLNode, YAMLNode) -> Bool = { _, _ in false }
    ) -> Bool {
        if let path, path.isEmpty { return isMeant(old, self) }
        guard tag == old.tag, anchor == old.anchor, alias == old.alias else { return false }
        let rest = path?.dropFirst()
        switch (content, old.content) {
        case (.scalar(let new), .scalar(let old)): return new == old
        case (.sequence(let new), .sequence(let old)):
            guard new.count == old.count else { return false }
            return new.indices.allSatisfy { index in
                let isOnPath = path?.first == .index(index)
                return new[index].equals(old[index], exceptAt: isOnPath ? rest : nil, isMeant: isMeant)
            }
        case (.mapping(let new), .mapping(let old)):
            guard new.count == old.count else { return false }
            return zip(new, old).allSatisfy { new, old in
                let isOnPath = old.key.scalar.map { path?.first == .key($0.text) } ?? false
                return new.key.equals(old.key)
                    && new.value.equals(old.value, exceptAt: isOnPath ? rest : nil, isMeant: isMeant)
            }
        default: return false
        }
    }
}

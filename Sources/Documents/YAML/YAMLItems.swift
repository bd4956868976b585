extension YAMLEdit {
    /// `bytes` with the string `item` after the last item of the sequence at `path`, on a line of its own like the one
    /// before it, or before the bracket.
    ///
    /// Throws as ``replaceScalar(at:with:in:limits:)`` does, and `notEditable` if the sequence is empty or its last item
    /// shares its line with something else.
    public static func append(
        _ item: String,
        toSequenceAt path: DocumentPath,
        in bytes: [UInt8],
        limits: DocumentLimits = DocumentLimits()
    ) throws(DocumentError) -> [UInt8] {
        let root = try YAMLEditing.root(of: bytes, limits: limits)
        let sequence = try YAMLEditing.node(at: path, in: root)
        guard let items = sequence.items, let last = items.last else {
            let message = "expected a sequence with items, found \(sequence.typeName)"
            throw DocumentError(.mismatch, message, at: sequence.region.start, path: path)
        }
        let isFlow = bytes[sequence.region.bytes.lowerBound...].first == UInt8(ascii: "[")
        let dash = isFlow ? nil : last.dash(in: bytes)
        for form in YAMLForm.forms(of: .string(item), like: last.scalar?.style ?? .plain) {
            var edited = bytes
            let end = last.region.bytes.upperBound
            if isFlow {
                edited.insert(contentsOf: ", \(form)".utf8, at: end)
            } else if let dash {
                let lineEnd = bytes[end...].firstIndex(where: LineBreak.isPart) ?? bytes.count
                let lineBreak = LineBreak(of: bytes[end...]) ?? LineBreak(of: bytes) ?? .lineFeed
                let line = Array(lineBreak.text.utf8) + bytes[dash] + Array(form.utf8)
                edited.insert(contentsOf: line, at: lineEnd)
            } else {
                break
            }
            let isGood = YAMLEditing.changes(root, to: edited, limits: limits, only: path) { old, new in
                new.items.map { $0.last?.holds(.string(item)) ?? false && $0.dropLast().equals(old.items ?? []) }
                    ?? false
            }
            if isGood { return edited }
        }
        throw DocumentError(.notEditable, "no item can be added here alone", at: last.region.start, path: path)
    }

    /// `bytes` without the item at the end of `path`, and without its line.
    ///
    /// Throws as ``replaceScalar(at:with:in:limits:)`` does, and `notEditable` if it shares its line with another.
    public static func removeItem(
        at path: DocumentPath,
        from bytes: [UInt8],
        limits: DocumentLimits = DocumentLimits()
    ) throws(DocumentError) -> [UInt8] {
        let root = try YAMLEditing.root(of: bytes, limits: limits)
        let item = try YAMLEditing.node(at: path, in: root)
        let above = DocumentPath(Array(path.steps.dropLast()))
        if case .index(let index)? = path.steps.last, let dash = item.dash(in: bytes) {
            let lines = LineBreak.lines(of: dash.lowerBound..<item.region.bytes.upperBound, in: bytes)
            var edited = bytes
            edited.removeSubrange(LineBreak.lineAndNextBreak(lines, in: bytes))
            let isGood = YAMLEditing.changes(root, to: edited, limits: limits, only: above) { old, new in
                var rest = old.items ?? []
                rest.remove(at: index)
                return new.items?[...].equals(rest) ?? false
            }
            if isGood { return edited }
        }
        throw DocumentError(.notEditable, "its line cannot be taken out alone", at: item.region.start, path: path)
    }

    /// `bytes` with the scalar at `path` as it is written at `place` in `original`, byte for byte.
    ///
    /// Throws as ``replaceScalar(at:with:in:limits:)`` does.
    public static func restoreScalar(
        at path: DocumentPath,
        asAt place: DocumentPath,
        in original: [UInt8],
        of bytes: [UInt8],
        limits: DocumentLimits = DocumentLimits()
    ) throws(DocumentError) -> [UInt8] {
        let former = try YAMLEditing.node(at: place, in: try YAMLEditing.root(of: original, limits: limits))
        let root = try YAMLEditing.root(of: bytes, limits: limits)
        let node = try YAMLEditing.node(at: path, in: root)
        var edited = bytes
        edited.replaceSubrange(node.region.bytes, with: original[former.region.bytes])
        let isGood = YAMLEditing.changes(root, to: edited, limits: limits, only: path) { $1.equals(former) }
        guard isGood, former.scalar != nil, node.scalar != nil else {
            throw DocumentError(
                .notEditable,
                "its former text is not read back here",
                at: node.region.start,
                path: path
            )
        }
        return edited
    }
}

extension YAMLNode {
    /// The blanks and the dash before an item that stands first on its line; nil for any other.
    fileprivate func dash(in bytes: [UInt8]) -> Range<Int>? {
        let end = region.bytes.lowerBound
        let start = LineBreak.lines(of: end..<end, in: bytes).lowerBound
        let marks = bytes[start..<end].filter { $0 != 0x20 }
        return marks == [UInt8(ascii: "-")] ? start..<end : nil
    }
}

extension ArraySlice<YAMLNode> {
    /// Whether these are the same as others, places aside.
    fileprivate func equals(_ others: [YAMLNode]) -> Bool {
        count == others.count && zip(self, others).allSatisfy { $0.equals($1) }
    }
}

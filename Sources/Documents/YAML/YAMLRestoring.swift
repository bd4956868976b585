extension YAMLEdit {
    /// `bytes` with the scalar of `key` in the top mapping as it is written in `original`: put back byte for byte, or
    /// taken out with its line where `original` has no such key.
    ///
    /// Throws `notEditable` if the key stands twice, shares its line with another, or has a value that cannot be
    /// replaced alone; `mismatch` if one of the texts is no mapping; what ``YAML`` throws for broken text.
    public static func restore(
        _ key: String,
        asIn original: [UInt8],
        in bytes: [UInt8],
        limits: DocumentLimits = DocumentLimits()
    ) throws(DocumentError) -> [UInt8] {
        let former = try YAMLEditing.root(of: original, limits: limits)
        let root = try YAMLEditing.root(of: bytes, limits: limits)
        guard let entries = root.entries, former.entries != nil else {
            throw DocumentError(.mismatch, "expected a mapping, found \(root.typeName)", at: root.region.start)
        }
        guard former[key] != nil else {
            return root[key] == nil ? bytes : try removing(key, from: root, in: bytes, limits: limits)
        }
        let value = try YAMLEditing.node(at: [.key(key)], in: former)
        let text = original[value.region.bytes]
        var edited = bytes
        if root[key] != nil {
            let present = try YAMLEditing.node(at: [.key(key)], in: root)
            guard present.scalar != nil else {
                throw DocumentError(.notEditable, "it is \(present.typeName) now", at: present.region.start)
            }
            // With the blanks before it: of a value that was left out they are all that is written.
            let former = YAMLEditing.withBlanks(before: value, in: original)
            edited.replaceSubrange(YAMLEditing.withBlanks(before: present, in: bytes), with: original[former])
            let isGood = YAMLEditing.changes(root, to: edited, limits: limits, only: [.key(key)]) { $1.equals(value) }
            if isGood { return edited }
        } else {
            let entry = "\(key): \(String(decoding: text, as: UTF8.self))"
            edited = YAMLEditing.inserting(entry, into: root, entries: entries, of: bytes)
            let isGood = YAMLEditing.changes(root, to: edited, limits: limits, only: []) { old, new in
                (new.entries?.count ?? 0) == entries.count + 1 && new[key]?.equals(value) ?? false
            }
            if isGood { return edited }
        }
        throw DocumentError(.notEditable, "the former value is not read back here", at: root.region.start)
    }

    /// `bytes` without the line of a key.
    private static func removing(
        _ key: String,
        from root: YAMLNode,
        in bytes: [UInt8],
        limits: DocumentLimits
    ) throws(DocumentError) -> [UInt8] {
        let value = try YAMLEditing.node(at: [.key(key)], in: root)
        guard let entry = root.entries?.first(where: { $0.key.scalar?.text == key }) else { return bytes }
        let start = entry.key.region.bytes.lowerBound
        let end = max(value.region.bytes.upperBound, entry.key.region.bytes.upperBound)
        let lines = LineBreak.lines(of: start..<end, in: bytes)
        var edited = bytes
        // The break before a line came with it, as ``insert(_:_:intoMappingAt:in:limits:)`` puts one in.
        edited.removeSubrange(LineBreak.lineAndFormerBreak(lines, in: bytes))
        let isGood = YAMLEditing.changes(root, to: edited, limits: limits, only: []) { old, new in
            let rest = (old.entries ?? []).filter { $0.key.scalar?.text != key }
            guard let left = new.entries, left.count == rest.count else { return false }
            return zip(left, rest).allSatisfy { $0.key.equals($1.key) && $0.value.equals($1.value) }
        }
        // What stands before the key on its line is somebody else's, although the rest of the text may read as if not.
        let isFirst = bytes[lines.lowerBound..<start].allSatisfy { $0 == 0x20 }
        guard isGood, isFirst, value.scalar != nil else {
            throw DocumentError(.notEditable, "its line cannot be taken out alone", at: value.region.start)
        }
        return edited
    }
}

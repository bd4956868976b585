/// A key that stands twice in one mapping.
public struct YAMLDuplicateKey: Sendable {
    /// The text of the key.
    public let key: String

    /// Where it stands first.
    public let first: TextRegion

    /// Where it stands again.
    public let again: TextRegion
}

extension [YAMLEntry] {
    /// Whether two of these have the same scalar key; each is compared with each.
    fileprivate var haveKeyTwice: Bool {
        indices.contains { index in
            guard let key = self[index].key.scalar?.text else { return false }
            return self[..<index].contains { $0.key.scalar?.text == key }
        }
    }
}

extension YAMLNode {
    /// Up to how many keys comparing each with each is less work than a table of them.
    private static let fewKeys = 8

    /// The scalar keys of this mapping that stand in it more than once, by their text; empty if it is no mapping.
    public var duplicateKeys: [YAMLDuplicateKey] {
        guard let entries, entries.count > Self.fewKeys || entries.haveKeyTwice else { return [] }
        var firsts: [String: TextRegion] = [:]
        var duplicates: [YAMLDuplicateKey] = []
        for entry in entries {
            guard let key = entry.key.scalar?.text else { continue }
            if let first = firsts[key] {
                duplicates.append(YAMLDuplicateKey(key: key, first: first, again: entry.key.region))
            } else {
                firsts[key] = entry.key.region
            }
        }
        return duplicates
    }

    /// The ``duplicateKeys`` of this node and of every node in it, each mapping once however often it is aliased.
    public var allDuplicateKeys: [YAMLDuplicateKey] {
        var found: [YAMLDuplicateKey] = []
        var pending = [self]
        while let node = pending.popLast() {
            guard node.alias == nil else { continue }
            found += node.duplicateKeys
            pending += node.items ?? []
            for entry in node.entries ?? [] { pending += [entry.key, entry.value] }
        }
        return found.sorted { $0.again.start < $1.again.start }
    }
}

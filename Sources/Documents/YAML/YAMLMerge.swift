extension YAMLNode {
    /// The entries of this mapping with its merge keys (`<<`) followed, in the order met; nil if it is no mapping.
    ///
    /// By YAML's merge key type (yaml.org/type/merge.html): a key of the mapping itself wins, then the earlier of
    /// several merged mappings. (go-yaml v2 lets a merged key win over one written above the `<<`; nobody writes
    /// that.) A key that stands twice in one mapping is kept once, the last. Throws `mismatch` if what is merged is
    /// neither a mapping nor a sequence of mappings.
    public func mergedMapping() throws(DocumentError) -> [YAMLEntry]? {
        guard let entries else { return nil }
        var merged: [YAMLEntry] = []
        var places: [String: Int] = [:]
        for entry in entries where !entry.key.isMergeKey {
            guard let key = entry.key.scalar?.text else {
                merged.append(entry)
                continue
            }
            if let place = places[key] {
                merged[place] = entry
            } else {
                places[key] = merged.count
                merged.append(entry)
            }
        }
        for entry in entries where entry.key.isMergeKey {
            for source in try entry.value.mergeSources() {
                for inherited in try source.mergedMapping() ?? [] {
                    if let key = inherited.key.scalar?.text {
                        guard places[key] == nil else { continue }
                        places[key] = merged.count
                    }
                    merged.append(inherited)
                }
            }
        }
        return merged
    }

    private var isMergeKey: Bool {
        scalar == YAMLScalar(text: "<<", style: .plain) || tag == "tag:yaml.org,2002:merge"
    }

    private func mergeSources() throws(DocumentError) -> [YAMLNode] {
        let sources = items ?? [self]
        for source in sources where source.entries == nil {
            let message = "a merge takes mappings, not \(source.typeName)"
            throw DocumentError(.mismatch, message, at: source.region.start)
        }
        return sources
    }
}

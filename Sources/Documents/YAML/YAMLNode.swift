/// A node of a YAML document, with its place in the text.
public struct YAMLNode: Sendable {
    /// What a node is.
    public enum Content: Sendable {
        /// A single value.
        case scalar(YAMLScalar)

        /// A list, block or flow.
        case sequence([YAMLNode])

        /// Keys with values in the order written; a key may stand twice, see ``YAMLNode/duplicateKeys``.
        case mapping([YAMLEntry])
    }

    /// What the node is; for an alias what it stands for, shared with the anchored node.
    public let content: Content

    /// The tag written before the node, with its prefix spelt out: `tag:yaml.org,2002:str`; `!` for the bare mark.
    public let tag: String?

    /// The name after `&`, if the node is anchored.
    public let anchor: String?

    /// The name after `*`, if the node is an alias.
    public let alias: String?

    /// What the node covers, tag and anchor included.
    ///
    /// A block collection ends with its last value. An alias covers its name; the nodes inside stand where written.
    public let region: TextRegion

    /// The scalar, if it is one.
    public var scalar: YAMLScalar? {
        guard case .scalar(let scalar) = content else { return nil }
        return scalar
    }

    /// The items, if it is a sequence.
    public var items: [YAMLNode]? {
        guard case .sequence(let items) = content else { return nil }
        return items
    }

    /// The entries in the order written, if it is a mapping.
    public var entries: [YAMLEntry]? {
        guard case .mapping(let entries) = content else { return nil }
        return entries
    }

    /// The value of the scalar key whose text is `key`, the last one if it stands twice; merge keys are not followed.
    public subscript(key: String) -> YAMLNode? {
        entries?.last { $0.key.scalar?.text == key }?.value
    }

    /// What it is, for a message: «a mapping».
    public var typeName: String {
        switch content {
        case .scalar: "a scalar"
        case .sequence: "a sequence"
        case .mapping: "a mapping"
        }
    }
}

/// A key of a mapping with its value.
public struct YAMLEntry: Sendable {
    /// The key, nearly always a scalar.
    public let key: YAMLNode

    /// The value; an empty plain scalar if it was left out.
    public let value: YAMLNode
}

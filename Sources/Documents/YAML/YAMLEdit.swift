/// Edits of YAML text that touch one place and keep every other byte: comments, order, quotes, line ends.
///
/// Each edit is read back before it is handed out: it is good only if the tree is the old one but for the place asked
/// for, and if YAML 1.2's core schema and go-yaml v2 both read there what was meant. Only the first document is
/// looked at, as by ``YAML``. A text that its readers take as JSON, since it begins with `{`, is for ``JSONEdit``.
public enum YAMLEdit {
    /// `bytes` with the scalar at `path` replaced by `value`; the same bytes if it has that value already.
    ///
    /// A string keeps the quotes of the scalar that it replaces where they can hold it; other values are written
    /// bare. Throws `mismatch` if `path` leads nowhere or to a collection; `notEditable` if the scalar is a block,
    /// tagged, anchored, reached through an alias or a key that stands twice, or if the text is not UTF-8; what
    /// ``YAML`` throws for broken text.
    public static func replaceScalar(
        at path: DocumentPath,
        with value: ScalarValue,
        in bytes: [UInt8],
        limits: DocumentLimits = DocumentLimits()
    ) throws(DocumentError) -> [UInt8] {
        let root = try YAMLEditing.root(of: bytes, limits: limits)
        let node = try YAMLEditing.node(at: path, in: root)
        guard let scalar = node.scalar else {
            let message = "expected a scalar, found \(node.typeName)"
            throw DocumentError(.mismatch, message, at: node.region.start, path: path)
        }
        guard scalar.style != .literal, scalar.style != .folded else {
            throw DocumentError(.notEditable, "a block scalar is not edited", at: node.region.start, path: path)
        }
        if node.holds(value) { return bytes }
        let (range, gap) = YAMLEditing.place(of: node, in: bytes)
        for form in YAMLForm.forms(of: value, like: scalar.style) {
            var edited = bytes
            edited.replaceSubrange(range, with: (gap + form).utf8)
            let isGood = YAMLEditing.changes(root, to: edited, limits: limits, only: path) { $1.holds(value) }
            if isGood { return edited }
        }
        throw DocumentError(.notEditable, "no way to write it here is read back", at: node.region.start, path: path)
    }

    /// `bytes` with `key` and `value` after the last entry of the mapping at `path`.
    ///
    /// The line is indented as its neighbours and ends as the file's lines do; in a flow mapping the entry goes
    /// before the bracket. Throws as ``replaceScalar(at:with:in:limits:)`` does, and `notEditable` if the key is
    /// there already.
    public static func insert(
        _ key: String,
        _ value: ScalarValue,
        intoMappingAt path: DocumentPath,
        in bytes: [UInt8],
        limits: DocumentLimits = DocumentLimits()
    ) throws(DocumentError) -> [UInt8] {
        let root = try YAMLEditing.root(of: bytes, limits: limits)
        let mapping = try YAMLEditing.node(at: path, in: root)
        guard let entries = mapping.entries else {
            let message = "expected a mapping, found \(mapping.typeName)"
            throw DocumentError(.mismatch, message, at: mapping.region.start, path: path)
        }
        guard mapping[key] == nil else {
            let message = "key \(quoted(key)) is there already"
            throw DocumentError(.notEditable, message, at: mapping.region.start, path: path)
        }
        // Where keys are in double quotes the text may be JSON, which its readers then expect to stay so.
        let style = entries.last?.key.scalar?.style ?? .plain
        for keyForm in YAMLForm.forms(of: .string(key), like: style) {
            for valueForm in YAMLForm.forms(of: value, like: style) {
                let entry = "\(keyForm): \(valueForm)"
                let edited = YAMLEditing.inserting(entry, into: mapping, entries: entries, of: bytes)
                let isGood = YAMLEditing.changes(root, to: edited, limits: limits, only: path) { old, new in
                    new.isMapping(old, withLast: key, value)
                }
                if isGood { return edited }
            }
        }
        let message = "no way to write it here is read back"
        throw DocumentError(.notEditable, message, at: mapping.region.start, path: path)
    }
}

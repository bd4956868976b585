/// Edits of JSON text that touch one place and keep every other byte: order, indentation, line ends.
public enum JSONEdit {
    /// `bytes` with `value` at `path`; the same bytes if it is there already.
    ///
    /// A value that is there is replaced. A key that its object lacks is inserted after the last, laid out as its
    /// neighbours are; so only the last step of `path` may be new. Each edit is read back before it is handed out.
    /// Throws `mismatch` if `path` leads nowhere, `notEditable` if it goes through a key that stands twice or `value`
    /// holds a number that is not finite; what ``JSON/parse(_:limits:duplicateKeys:)`` throws for broken text.
    public static func set(
        _ value: JSONValue,
        at path: DocumentPath,
        in bytes: [UInt8],
        limits: DocumentLimits = DocumentLimits()
    ) throws(DocumentError) -> [UInt8] {
        let old = try JSON.parse(bytes, limits: limits)
        let new = try old.setting(value, at: path.steps[...], of: path)
        if new == old { return bytes }
        let edited = try JSONEditing(bytes).setting(value, at: path)
        guard let read = try? JSON.parse(edited, limits: limits.allowing(edited.count)), read == new else {
            throw DocumentError(.notEditable, "the value is not read back", path: path)
        }
        return edited
    }
}

extension DocumentLimits {
    /// The same, but for a text of `byteCount` bytes that is the caller's own.
    fileprivate func allowing(_ byteCount: Int) -> DocumentLimits {
        var limits = self
        limits.byteCount = max(limits.byteCount, byteCount)
        limits.nodeCount = .max
        return limits
    }
}

extension JSONValue {
    /// This value with `value` at `steps`, which are the rest of `path`.
    fileprivate func setting(
        _ value: JSONValue,
        at steps: ArraySlice<DocumentPath.Step>,
        of path: DocumentPath
    ) throws(DocumentError) -> JSONValue {
        guard let step = steps.first else { return value }
        let here = DocumentPath(Array(path.steps[..<steps.startIndex]))
        let rest = steps.dropFirst()
        switch (step, self) {
        case (.key(let key), .object(var object)):
            let count = object.members.count { $0.key == key }
            guard count < 2 else {
                throw DocumentError(.notEditable, "key \(quoted(key)) stands twice", path: here)
            }
            guard let inner = object[key] else {
                guard rest.isEmpty else {
                    throw DocumentError(.mismatch, "key \(quoted(key)) is missing", path: here)
                }
                object[key] = value
                return .object(object)
            }
            object[key] = try inner.setting(value, at: rest, of: path)
            return .object(object)
        case (.index(let index), .array(var items)):
            guard items.indices.contains(index) else {
                throw DocumentError(.mismatch, "item \(index) is missing", path: here)
            }
            items[index] = try items[index].setting(value, at: rest, of: path)
            return .array(items)
        case (.key, _): throw DocumentError(.mismatch, "expected an object, found \(typeName)", path: here)
        case (.index, _): throw DocumentError(.mismatch, "expected an array, found \(typeName)", path: here)
        }
    }
}

/// A key of the object at the root of a JSON text, with what stands behind it.
public struct JSONMember: Sendable, Hashable {
    /// The key.
    public let key: String

    /// Where the key stands.
    public let position: TextPosition

    /// Its value, byte for byte as it is written.
    public let text: String

    /// A key with its value as it is written.
    public init(key: String, position: TextPosition, text: String) {
        self.key = key
        self.position = position
        self.text = text
    }
}

extension JSON {
    /// The keys of the object at the root of `bytes`, in order; one that stands twice is there twice.
    ///
    /// Throws what ``parse(_:limits:duplicateKeys:)`` throws for broken text, and `mismatch` if the root is no object.
    public static func members(
        of bytes: [UInt8],
        limits: DocumentLimits = DocumentLimits()
    ) throws(DocumentError) -> [JSONMember] {
        let root = try parse(bytes, limits: limits)
        guard case .object = root else { throw DocumentError(.mismatch, "expected an object, found \(root.typeName)") }
        return try JSONEditing(bytes).members()
    }
}

extension JSONEdit {
    /// `bytes` with a key of its root holding the value that `text` is, written as there; inserted if it is missing.
    ///
    /// For giving back what stood there once: ``set(_:at:in:limits:)`` would write `1e1` as `10.0`. Throws what that
    /// throws, and `malformed` if `text` is no value.
    public static func restore(
        _ text: String,
        of key: String,
        in bytes: [UInt8],
        limits: DocumentLimits = DocumentLimits()
    ) throws(DocumentError) -> [UInt8] {
        let value = try JSON.parse(Array(text.utf8), limits: limits)
        let inserted = try set(value, at: [.key(key)], in: bytes, limits: limits)
        return try JSONEditing(inserted).replacing(key, with: text) ?? inserted
    }

    /// `bytes` without a key of the object at its root; the same bytes if it has none.
    ///
    /// Takes away exactly what ``set(_:at:in:limits:)`` inserted. Throws `mismatch` if the root is no object,
    /// `notEditable` if the key stands twice; what ``JSON/parse(_:limits:duplicateKeys:)`` throws for broken text.
    public static func remove(
        _ key: String,
        from bytes: [UInt8],
        limits: DocumentLimits = DocumentLimits()
    ) throws(DocumentError) -> [UInt8] {
        let count = try JSON.members(of: bytes, limits: limits).count { $0.key == key }
        guard count < 2 else { throw DocumentError(.notEditable, "key \(quoted(key)) stands twice") }
        return try JSONEditing(bytes).removing(key)
    }
}

/// Why a document cannot be read, written or edited.
///
/// Rendered in lower case without a full stop, so that the caller puts the file's name before it.
public struct DocumentError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of trouble it is, for a caller that treats one kind apart.
    public enum Kind: Sendable, Hashable {
        /// The text breaks the grammar or its encoding.
        case malformed

        /// The text is over one of the ``DocumentLimits``.
        case overLimit

        /// A key stands twice in one mapping or object, and the caller wants that refused.
        case duplicateKey

        /// The text is well formed, but is not what the reader asked for.
        case mismatch

        /// The place cannot be edited without touching more than it.
        case notEditable
    }

    /// The kind of trouble.
    public let kind: Kind

    /// What is wrong, without the place.
    public let message: String

    /// Where in the text, if the trouble has a place there.
    public let position: TextPosition?

    /// Where in the tree, if the trouble was found there rather than in the text; empty at the root.
    public let path: DocumentPath

    /// An error with its kind, what is wrong, and where.
    public init(_ kind: Kind, _ message: String, at position: TextPosition? = nil, path: DocumentPath = []) {
        self.kind = kind
        self.message = message
        self.position = position
        self.path = path
    }

    /// «line 3, column 7: did not find expected key», «findings[3].knob: expected a string, found a number».
    public var description: String {
        var parts: [String] = []
        if let position { parts.append(position.description) }
        if !path.steps.isEmpty { parts.append(path.description) }
        parts.append(message)
        return parts.joined(separator: ": ")
    }
}

/// YAML text read into trees that know their places.
///
/// libyaml does the reading: YAML 1.1 syntax, in UTF-8, or in UTF-16 with a byte order mark, as Kubernetes' own
/// programs accept it.
public enum YAML {
    /// What is done about documents after the first.
    public enum FollowingDocuments: Sendable {
        /// They are not looked at: a kubelet takes the first document, whatever comes after it.
        case ignored

        /// They are an error, with the place of the second.
        case refused
    }

    /// What is done about an alias, such as `*a`.
    public enum Aliases: Sendable {
        /// It is what it stands for.
        case followed

        /// It is an error, with its place.
        case refused
    }

    /// The first document of `bytes`; nil if there is none, as in an empty text or one of comments only.
    ///
    /// Throws ``DocumentError`` of kind `malformed` for broken YAML, NUL or bytes that are no Unicode, an alias
    /// without an anchor or inside its own anchor; `overLimit` for what `limits` do not allow. Duplicate keys are
    /// kept.
    public static func parse(
        _ bytes: [UInt8],
        limits: DocumentLimits = DocumentLimits(),
        following: FollowingDocuments = .ignored,
        aliases: Aliases = .followed
    ) throws(DocumentError) -> YAMLNode? {
        try documents(of: bytes, limits: limits, following: following, aliases: aliases, all: false).first
    }

    /// All documents of `bytes`, in order; `limits` hold for them together.
    ///
    /// Throws as ``parse(_:limits:following:aliases:)`` does.
    public static func parseAll(
        _ bytes: [UInt8],
        limits: DocumentLimits = DocumentLimits()
    ) throws(DocumentError) -> [YAMLNode] {
        try documents(of: bytes, limits: limits, following: .ignored, aliases: .followed, all: true)
    }

    private static func documents(
        of bytes: [UInt8],
        limits: DocumentLimits,
        following: FollowingDocuments,
        aliases: Aliases,
        all: Bool
    ) throws(DocumentError) -> [YAMLNode] {
        try limits.check(bytes)
        return try bytes.withUnsafeBufferPointer { (text) throws(DocumentError) in
            var reader = try YAMLEventReader(of: text)
            var builder = YAMLTreeBuilder(limits: limits, aliases: aliases, offsets: CodePointMap(of: bytes))
            var documents: [YAMLNode] = []
            while true {
                let event = try reader.next()
                switch event.kind {
                case .streamEnd: return documents
                case .documentStart where all || documents.isEmpty:
                    documents.append(try builder.document(from: &reader))
                    if !all && following == .ignored { return documents }
                case .documentStart:
                    throw DocumentError(.mismatch, "a second document begins", at: event.start.position)
                default: continue
                }
            }
        }
    }
}

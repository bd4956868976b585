/// TOML text (version 1.0) read with positions. It is never written: nodekeel's own files need no writer.
///
/// A reader of our own, since the well-kept one for Swift brings a C++ library and most of Foundation into the service
/// (14 MB measured), and tells no places of values.
public enum TOML {
    /// The table that `bytes` are.
    ///
    /// Throws ``DocumentError`` of kind `malformed` with the place of what breaks the grammar and of bytes that are no
    /// UTF-8, `overLimit` for what `limits` do not allow, and `duplicateKey` for a key or table that stands twice.
    public static func parse(
        _ bytes: [UInt8],
        limits: DocumentLimits = DocumentLimits()
    ) throws(DocumentError) -> TOMLTable {
        try limits.check(bytes)
        var parser = TOMLParser(bytes, limits: limits)
        return try parser.document()
    }
}

/// A value of a TOML text, with the place of its key; of an item in an array, of itself.
public struct TOMLNode: Sendable, Hashable {
    /// What a value is.
    public enum Content: Sendable, Hashable {
        /// A text, number or truth.
        case scalar(ScalarValue)
        /// A date, a time or both, as it is written.
        case time(String)
        /// Values in order; of `[[name]]` the tables.
        case array([TOMLNode])
        /// Keys with values.
        case table(TOMLTable)
    }

    /// What it is.
    public let content: Content

    /// Where it stands.
    public let position: TextPosition

    /// The value, if it is a single one.
    public var scalar: ScalarValue? {
        if case .scalar(let value) = content { value } else { nil }
    }

    /// The text, if it is one.
    public var text: String? {
        if case .string(let text)? = scalar { text } else { nil }
    }

    /// The keys, if it is a table.
    public var table: TOMLTable? {
        if case .table(let table) = content { table } else { nil }
    }
}

/// The keys of a TOML table with their values.
public struct TOMLTable: Sendable, Hashable {
    /// The values by key.
    public var values: [String: TOMLNode]

    /// A table of these.
    public init(_ values: [String: TOMLNode] = [:]) {
        self.values = values
    }

    /// The value at the end of a way through tables, if it is there.
    public subscript(path: String...) -> TOMLNode? {
        var table: TOMLTable? = self
        for key in path.dropLast() { table = table?.values[key]?.table }
        return path.last.flatMap { table?.values[$0] }
    }
}

/// JSON text (RFC 8259) read and written, and Swift's `Codable` types as JSON.
public enum JSON {
    /// What is done about a key that stands twice in one object.
    public enum DuplicateKeys: Sendable {
        /// Both are kept: ``JSONObject/duplicateKeys`` tells, look-ups give the last.
        case kept

        /// It is an error, with the place of the second.
        case refused
    }

    /// The value of `bytes`, strictly by RFC 8259 in UTF-8; a byte order mark at the start is passed over.
    ///
    /// `\u` escapes of lone surrogates, which no Unicode text can hold, become U+FFFD, as in Go's reader. Throws
    /// ``DocumentError`` of kind `malformed` with the place of what breaks the grammar, of bytes that are no UTF-8,
    /// and of a number that no double can hold; `overLimit` for what `limits` do not allow; `duplicateKey` if those
    /// are refused.
    public static func parse(
        _ bytes: [UInt8],
        limits: DocumentLimits = DocumentLimits(),
        duplicateKeys: DuplicateKeys = .kept
    ) throws(DocumentError) -> JSONValue {
        try JSONText(bytes, limits: limits, duplicateKeys: duplicateKeys).value
    }

    /// How JSON is laid out.
    public enum Layout: Sendable {
        /// On one line, without spaces.
        case compact

        /// A member or item a line, two spaces a level.
        case pretty
    }

    /// `value` as text, members in their order, without a line break at the end.
    ///
    /// Doubles are written so that they are read back the same; what is no finite number is written as `null`.
    public static func text(_ value: JSONValue, layout: Layout = .compact) -> String {
        var printer = JSONPrinter(layout)
        printer.print(value)
        return printer.text
    }
}

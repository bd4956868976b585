extension JSON {
    /// `value` as JSON text, its keys in the order in which it encodes them; those of a dictionary sorted, since it has no
    /// order.
    ///
    /// Optional properties that are nil are left out, as synthesized `Codable` does. No line break is at the end.
    /// Throws `mismatch` with the path of what JSON has no form for: a number that is not finite.
    public static func bytes(
        encoding value: some Encodable,
        layout: Layout = .compact
    ) throws(DocumentError) -> [UInt8] {
        do {
            let output = JSONOutput(JSONPrinter(layout))
            try output.encode(value, 0)
            return output.finished()
        } catch {
            throw DocumentError(coding: error)
        }
    }

    /// The same as a `String`.
    public static func text(
        encoding value: some Encodable,
        layout: Layout = .compact
    ) throws(DocumentError) -> String {
        String(decoding: try bytes(encoding: value, layout: layout), as: UTF8.self)
    }

    /// The same as a tree.
    public static func encode(_ value: some Encodable) throws(DocumentError) -> JSONValue {
        let limits = DocumentLimits(byteCount: .max, nodeCount: .max, depth: .max)
        return try JSONText(bytes(encoding: value), limits: limits).value
    }

    /// A `T` from `text`; keys that `T` does not know are passed over.
    ///
    /// A whole number without a fraction counts as an integer however it was written (`1e2`). Throws `mismatch` with
    /// the path of what is missing, of another type or out of range.
    public static func decode<T: Decodable>(_ type: T.Type, from text: JSONText) throws(DocumentError) -> T {
        do {
            return try T(from: JSONDecoding(source: JSONSource(text), place: text.root))
        } catch {
            throw DocumentError(coding: error)
        }
    }
}

extension DocumentError {
    /// An error that `Codable` code threw, in this module's words.
    init(coding error: any Error) {
        switch error {
        case let error as DocumentError: self = error
        case let error as JSONMismatch: self = error.error
        case DecodingError.dataCorrupted(let context), DecodingError.keyNotFound(_, let context),
            DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            self.init(.mismatch, Self.lowered(context.debugDescription), path: DocumentPath(context.codingPath))
        case EncodingError.invalidValue(_, let context):
            self.init(.mismatch, Self.lowered(context.debugDescription), path: DocumentPath(context.codingPath))
        default: self.init(.mismatch, Self.lowered(String(describing: error)))
        }
    }

    /// The standard library's sentence as part of one: first letter small, no full stop.
    private static func lowered(_ sentence: String) -> String {
        let body = sentence.hasSuffix(".") ? sentence.dropLast() : sentence[...]
        return body.prefix(1).lowercased() + body.dropFirst()
    }
}

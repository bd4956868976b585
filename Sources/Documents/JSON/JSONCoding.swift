extension JSON {
    /// `value` as JSON, its keys in the order in which it encodes them; those of a dictionary sorted, since it has no
    /// order.
    ///
    /// Optional properties that are nil are left out, as synthesized `Codable` does. Throws `mismatch` with the path
    /// of what JSON has no form for: a number that is not finite, a value that encodes nothing.
    public static func encode(_ value: some Encodable) throws(DocumentError) -> JSONValue {
        do {
            return try JSONEncoding().encoded(value)
        } catch {
            throw DocumentError(coding: error)
        }
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

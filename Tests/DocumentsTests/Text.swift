import Documents

/// The bytes of `text`.
func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

/// The text of `bytes`.
func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

/// The error that `work` throws, if it throws.
func documentError<T>(_ work: () throws(DocumentError) -> T) -> DocumentError? {
    do {
        _ = try work()
        return nil
    } catch {
        return error
    }
}

extension JSON {
    /// A `T` from what `value` is as text.
    static func decode<T: Decodable>(_ type: T.Type, from value: JSONValue) throws(DocumentError) -> T {
        try decode(type, from: JSONText(Array(text(value).utf8)))
    }
}

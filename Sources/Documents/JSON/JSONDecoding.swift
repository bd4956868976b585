/// Decodes one value: it is known by its place, so that nothing is made for it on the way.
struct JSONDecoding: Decoder, SingleValueDecodingContainer {
    let source: JSONSource
    let place: Int

    var codingPath: [any CodingKey] { source.codingPath(to: place) }

    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object = source.text.words[place].kind else { throw source.text.mismatch("an object", at: place) }
        return KeyedDecodingContainer(JSONKeyedDecoding<Key>(decoder: self))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .array = source.text.words[place].kind else { throw source.text.mismatch("an array", at: place) }
        return JSONUnkeyedDecoding(of: self)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { self }

    func decodeNil() -> Bool { source.text.isNull(place) }
    func decode(_ type: Bool.Type) throws -> Bool { try source.text.bool(at: place) }
    func decode(_ type: String.Type) throws -> String { try source.text.string(at: place) }
    func decode(_ type: Double.Type) throws -> Double { try source.text.double(at: place) }
    func decode(_ type: Float.Type) throws -> Float { Float(try source.text.double(at: place)) }
    func decode<T: FixedWidthInteger & Decodable>(_ type: T.Type) throws -> T { try source.text.integer(at: place) }
    func decode<T: Decodable>(_ type: T.Type) throws -> T { try T(from: self) }
}

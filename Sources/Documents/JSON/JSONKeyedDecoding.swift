/// Decodes from an object; of a key that stands twice, the last.
struct JSONKeyedDecoding<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: JSONDecoding

    private var source: JSONSource { decoder.source }

    var codingPath: [any CodingKey] { decoder.codingPath }

    var allKeys: [Key] {
        var keys: [Key] = []
        source.text.forEachMember(of: decoder.place) { key, _ in
            Key(stringValue: source.text.string(at: source.text.words[key])).map { keys.append($0) }
        }
        return keys
    }

    func contains(_ key: Key) -> Bool { source.member(key.stringValue, of: decoder.place) != nil }

    private func place(of key: some CodingKey) throws(JSONMismatch) -> Int {
        let name = key.stringValue
        guard let place = source.member(name, of: decoder.place) else {
            throw JSONMismatch(of: source.text, at: decoder.place) { "key \(quoted(name)) is missing" }
        }
        return place
    }

    private func decoding(_ key: some CodingKey) throws(JSONMismatch) -> JSONDecoding {
        JSONDecoding(source: source, place: try place(of: key))
    }

    func decodeNil(forKey key: Key) throws -> Bool { source.text.isNull(try place(of: key)) }
    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try source.text.bool(at: place(of: key)) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try source.text.string(at: place(of: key)) }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try source.text.double(at: place(of: key)) }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { Float(try decode(Double.self, forKey: key)) }

    func decode<T: FixedWidthInteger & Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        try source.text.integer(at: place(of: key))
    }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        try T(from: decoding(key))
    }

    /// Where the value of a key is, if there is one and it is not null.
    private func placePresent(of key: Key) -> Int? {
        source.member(key.stringValue, of: decoder.place).flatMap { source.text.isNull($0) ? nil : $0 }
    }

    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
        try placePresent(of: key).map(source.text.bool)
    }

    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
        try placePresent(of: key).map(source.text.string)
    }

    func decodeIfPresent<T: FixedWidthInteger & Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
        try placePresent(of: key).map(source.text.integer)
    }

    func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
        try placePresent(of: key).map { try T(from: JSONDecoding(source: source, place: $0)) }
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type,
        forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try decoding(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try decoding(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { try decoding(JSONKey.superclass) }

    func superDecoder(forKey key: Key) throws -> any Decoder { try decoding(key) }
}

/// Decodes from an object; of a key that stands twice, the last.
struct JSONKeyedDecoding<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: JSONDecoding

    var codingPath: [any CodingKey] { decoder.codingPath }

    var allKeys: [Key] { decoder.members.compactMap { Key(stringValue: $0.key) } }

    func contains(_ key: Key) -> Bool { decoder.member(key.stringValue) != nil }

    private func value(of key: some CodingKey) throws(DocumentError) -> JSONValue {
        guard let value = decoder.member(key.stringValue) else {
            let message = "key \(quoted(key.stringValue)) is missing"
            throw DocumentError(.mismatch, message, path: DocumentPath(codingPath))
        }
        return value
    }

    private func decoding(_ key: some CodingKey) throws(DocumentError) -> JSONDecoding {
        JSONDecoding(try value(of: key), behind: key, of: decoder)
    }

    func decodeNil(forKey key: Key) throws -> Bool { try value(of: key).isNull }

    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool {
        try value(of: key).bool(at: codingPath + [key])
    }

    func decode(_ type: String.Type, forKey key: Key) throws -> String {
        try value(of: key).string(at: codingPath + [key])
    }

    func decode(_ type: Double.Type, forKey key: Key) throws -> Double {
        try value(of: key).double(at: codingPath + [key])
    }

    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { Float(try decode(Double.self, forKey: key)) }

    func decode<T: FixedWidthInteger & Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        try value(of: key).integer(at: codingPath + [key])
    }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        try T(from: decoding(key))
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

    func superDecoder() throws -> any Decoder { try decoding(JSONSuperKey()) }

    func superDecoder(forKey key: Key) throws -> any Decoder { try decoding(key) }
}

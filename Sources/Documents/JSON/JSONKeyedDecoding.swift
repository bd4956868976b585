/// Decodes from an object; of a key that stands twice, the last.
struct JSONKeyedDecoding<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let codingPath: [any CodingKey]
    let allKeys: [Key]
    private let values: [String: JSONValue]

    init(of object: JSONObject, codingPath: [any CodingKey]) {
        self.codingPath = codingPath
        values = Dictionary(object.members.map { ($0.key, $0.value) }, uniquingKeysWith: { _, last in last })
        allKeys = object.members.compactMap { Key(stringValue: $0.key) }
    }

    func contains(_ key: Key) -> Bool { values[key.stringValue] != nil }

    private func decoding(_ key: any CodingKey) throws(DocumentError) -> JSONDecoding {
        guard let value = values[key.stringValue] else {
            let message = "key \(quoted(key.stringValue)) is missing"
            throw DocumentError(.mismatch, message, path: DocumentPath(codingPath))
        }
        return JSONDecoding(value: value, codingPath: codingPath + [key])
    }

    func decodeNil(forKey key: Key) throws -> Bool { try decoding(key).decodeNil() }
    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try decoding(key).decode(type) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try decoding(key).decode(type) }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try decoding(key).decode(type) }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try decoding(key).decode(type) }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try decoding(key).decode(type) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try decoding(key).decode(type) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try decoding(key).decode(type) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try decoding(key).decode(type) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try decoding(key).decode(type) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try decoding(key).decode(type) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try decoding(key).decode(type) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try decoding(key).decode(type) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try decoding(key).decode(type) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try decoding(key).decode(type) }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        try decoding(key).decode(type)
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

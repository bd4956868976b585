/// Encodes into an object.
struct JSONKeyedEncoding<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: JSONEncoding
    var codingPath: [any CodingKey] { encoder.codingPath }

    private func set(_ value: JSONValue, for key: Key) {
        encoder.set(value, for: key.stringValue)
    }

    func encodeNil(forKey key: Key) { set(.null, for: key) }
    func encode(_ value: Bool, forKey key: Key) { set(.bool(value), for: key) }
    func encode(_ value: String, forKey key: Key) { set(.string(value), for: key) }

    func encode(_ value: Double, forKey key: Key) throws {
        set(try JSONValue(value, at: codingPath + [key]), for: key)
    }

    func encode(_ value: Float, forKey key: Key) throws { try encode(Double(value), forKey: key) }

    func encode<T: FixedWidthInteger & Encodable>(_ value: T, forKey key: Key) throws {
        set(try JSONValue(value, at: codingPath + [key]), for: key)
    }

    func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
        set(try JSONEncoding(behind: key, of: encoder).encoded(value), for: key)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type,
        forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        encoder.openMember(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        encoder.openMember(key).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { encoder.openMember(JSONKey.superclass) }

    func superEncoder(forKey key: Key) -> any Encoder { encoder.openMember(key) }
}

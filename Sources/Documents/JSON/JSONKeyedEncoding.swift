/// Encodes into an object.
struct JSONKeyedEncoding<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: JSONEncoding
    var codingPath: [any CodingKey] { encoder.codingPath }

    private func set(_ leaf: JSONValue, for key: Key) {
        encoder.output.set(key.stringValue, to: leaf, of: encoder.frame)
    }

    private func path(to key: Key) -> [DocumentPath.Step] {
        encoder.output.path(to: encoder.frame) + [.key(key.stringValue)]
    }

    private func opened(_ key: some CodingKey) -> JSONEncoding {
        JSONEncoding(output: encoder.output.openMember(key.stringValue, of: encoder.frame), frame: 0)
    }

    func encodeNil(forKey key: Key) { set(.null, for: key) }
    func encode(_ value: Bool, forKey key: Key) { set(.bool(value), for: key) }
    func encode(_ value: String, forKey key: Key) { set(.string(value), for: key) }
    func encode(_ value: Double, forKey key: Key) throws { set(try JSONValue(value, at: path(to: key)), for: key) }
    func encode(_ value: Float, forKey key: Key) throws { try encode(Double(value), forKey: key) }

    func encode<T: FixedWidthInteger & Encodable>(_ value: T, forKey key: Key) throws {
        set(try JSONValue(value, at: path(to: key)), for: key)
    }

    func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
        try encoder.output.set(key.stringValue, encoding: value, of: encoder.frame)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type,
        forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        opened(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { opened(key).unkeyedContainer() }

    func superEncoder() -> any Encoder { opened(JSONKey.superclass) }

    func superEncoder(forKey key: Key) -> any Encoder { opened(key) }
}

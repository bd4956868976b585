/// Encodes into an array.
struct JSONUnkeyedEncoding: UnkeyedEncodingContainer {
    let encoder: JSONEncoding
    var codingPath: [any CodingKey] { encoder.codingPath }

    var count: Int { encoder.itemCount }

    /// The path of the item that comes next.
    private var pathHere: [any CodingKey] { codingPath + [JSONIndexKey(count)] }

    func encodeNil() { encoder.append(.null) }
    func encode(_ value: Bool) { encoder.append(.bool(value)) }
    func encode(_ value: String) { encoder.append(.string(value)) }
    func encode(_ value: Double) throws { encoder.append(try JSONValue(value, at: pathHere)) }
    func encode(_ value: Float) throws { try encode(Double(value)) }

    func encode<T: FixedWidthInteger & Encodable>(_ value: T) throws {
        encoder.append(try JSONValue(value, at: pathHere))
    }

    func encode<T: Encodable>(_ value: T) throws {
        encoder.append(try JSONEncoding(behind: JSONIndexKey(count), of: encoder).encoded(value))
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        encoder.openItem().container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { encoder.openItem().unkeyedContainer() }

    func superEncoder() -> any Encoder { encoder.openItem() }
}

/// Encodes into an array.
struct JSONUnkeyedEncoding: UnkeyedEncodingContainer {
    let encoder: JSONEncoding
    var codingPath: [any CodingKey] { encoder.codingPath }

    var count: Int { encoder.output.count(of: encoder.frame) }

    private func append(_ leaf: JSONValue) { encoder.output.append(leaf, to: encoder.frame) }

    /// The path of the item that comes next.
    private var pathHere: [DocumentPath.Step] { encoder.output.pathInside(encoder.frame) }

    private var opened: JSONEncoding { JSONEncoding(output: encoder.output.openItem(of: encoder.frame), frame: 0) }

    func encodeNil() { append(.null) }
    func encode(_ value: Bool) { append(.bool(value)) }
    func encode(_ value: String) { append(.string(value)) }
    func encode(_ value: Double) throws { append(try JSONValue(value, at: pathHere)) }
    func encode(_ value: Float) throws { try encode(Double(value)) }

    func encode<T: FixedWidthInteger & Encodable>(_ value: T) throws {
        append(try JSONValue(value, at: pathHere))
    }

    func encode<T: Encodable>(_ value: T) throws { try encoder.output.append(encoding: value, to: encoder.frame) }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        opened.container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { opened.unkeyedContainer() }

    func superEncoder() -> any Encoder { opened }
}

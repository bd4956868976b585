/// Encodes one value, into a text.
struct JSONEncoding: Encoder, SingleValueEncodingContainer {
    let output: JSONOutput
    let frame: Int

    var codingPath: [any CodingKey] { output.path(to: frame).map(\.codingKey) }

    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        output.beginObject(frame, isOfAnyKeys: MemoryLayout<Key>.size > MemoryLayout<UInt8>.size)
        return KeyedEncodingContainer(JSONKeyedEncoding<Key>(encoder: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        output.beginArray(frame)
        return JSONUnkeyedEncoding(encoder: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    func encodeNil() { output.leaf(frame, .null) }
    func encode(_ value: Bool) { output.leaf(frame, .bool(value)) }
    func encode(_ value: String) { output.leaf(frame, .string(value)) }
    func encode(_ value: Double) throws { output.leaf(frame, try JSONValue(value, at: output.path(to: frame))) }
    func encode(_ value: Float) throws { try encode(Double(value)) }

    func encode<T: FixedWidthInteger & Encodable>(_ value: T) throws {
        output.leaf(frame, try JSONValue(value, at: output.path(to: frame)))
    }

    func encode<T: Encodable>(_ value: T) throws { try output.encode(value, frame) }
}

/// The numbers that `Codable` hands over; `path` is asked for only if there is an error.
extension JSONValue {
    /// `integer` as the case that holds it.
    init(
        _ integer: some FixedWidthInteger,
        at path: @autoclosure () -> [DocumentPath.Step]
    ) throws(DocumentError) {
        if let value = Int64(exactly: integer) {
            self = .integer(value)
        } else if let value = UInt64(exactly: integer) {
            self = .unsigned(value)
        } else {
            throw DocumentError(.mismatch, "\(integer) does not fit into 64 bits", path: DocumentPath(path()))
        }
    }

    /// `double`, which JSON can hold only if it is finite.
    init(_ double: Double, at path: @autoclosure () -> [DocumentPath.Step]) throws(DocumentError) {
        guard double.isFinite else {
            throw DocumentError(.mismatch, "JSON has no form for \(double)", path: DocumentPath(path()))
        }
        self = .number(double)
    }
}

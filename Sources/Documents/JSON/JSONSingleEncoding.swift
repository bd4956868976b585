/// Encodes a value that is no collection.
struct JSONSingleEncoding: SingleValueEncodingContainer {
    let slot: JSONSlot
    let codingPath: [any CodingKey]

    func encodeNil() { slot.set(.null) }
    func encode(_ value: Bool) { slot.set(.bool(value)) }
    func encode(_ value: String) { slot.set(.string(value)) }
    func encode(_ value: Double) throws { slot.set(try JSONValue(value, path: codingPath)) }
    func encode(_ value: Float) throws { slot.set(try JSONValue(Double(value), path: codingPath)) }
    func encode(_ value: Int) throws { slot.set(try JSONValue(value, path: codingPath)) }
    func encode(_ value: Int8) throws { slot.set(try JSONValue(value, path: codingPath)) }
    func encode(_ value: Int16) throws { slot.set(try JSONValue(value, path: codingPath)) }
    func encode(_ value: Int32) throws { slot.set(try JSONValue(value, path: codingPath)) }
    func encode(_ value: Int64) throws { slot.set(try JSONValue(value, path: codingPath)) }
    func encode(_ value: UInt) throws { slot.set(try JSONValue(value, path: codingPath)) }
    func encode(_ value: UInt8) throws { slot.set(try JSONValue(value, path: codingPath)) }
    func encode(_ value: UInt16) throws { slot.set(try JSONValue(value, path: codingPath)) }
    func encode(_ value: UInt32) throws { slot.set(try JSONValue(value, path: codingPath)) }
    func encode(_ value: UInt64) throws { slot.set(try JSONValue(value, path: codingPath)) }
    func encode(_ value: some Encodable) throws { try JSONEncoding.encode(value, into: slot, path: codingPath) }
}

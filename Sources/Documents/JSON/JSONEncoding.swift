/// What has no order of its own, so that its keys are sorted.
private protocol Unordered {}

extension Dictionary: Unordered {}

/// Encodes one value into its slot.
struct JSONEncoding: Encoder {
    let slot: JSONSlot
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    static func encode<T: Encodable>(_ value: T, into slot: JSONSlot, path: [any CodingKey]) throws {
        try value.encode(to: JSONEncoding(slot: slot, codingPath: path))
        if T.self is any Unordered.Type { slot.sortMembers() }
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        slot.becomeObject()
        return KeyedEncodingContainer(JSONKeyedEncoding<Key>(slot: slot, codingPath: codingPath))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        slot.becomeArray()
        return JSONUnkeyedEncoding(slot: slot, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        JSONSingleEncoding(slot: slot, codingPath: codingPath)
    }
}

extension JSONValue {
    /// `integer` as the case that holds it.
    init(_ integer: some FixedWidthInteger, path: [any CodingKey]) throws(DocumentError) {
        if let value = Int64(exactly: integer) {
            self = .integer(value)
        } else if let value = UInt64(exactly: integer) {
            self = .unsigned(value)
        } else {
            throw DocumentError(.mismatch, "\(integer) does not fit into 64 bits", path: DocumentPath(path))
        }
    }

    /// `double`, which JSON can hold only if it is finite.
    init(_ double: Double, path: [any CodingKey]) throws(DocumentError) {
        guard double.isFinite else {
            throw DocumentError(.mismatch, "JSON has no form for \(double)", path: DocumentPath(path))
        }
        self = .number(double)
    }
}

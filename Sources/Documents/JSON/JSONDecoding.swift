/// Decodes one value.
struct JSONDecoding: Decoder {
    let value: JSONValue
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let object) = value else { throw mismatch("an object") }
        return KeyedDecodingContainer(JSONKeyedDecoding<Key>(of: object, codingPath: codingPath))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .array(let items) = value else { throw mismatch("an array") }
        return JSONUnkeyedDecoding(items: items, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { self }

    private func mismatch(_ expected: String) -> DocumentError {
        let message = "expected \(expected), found \(value.typeName)"
        return DocumentError(.mismatch, message, path: DocumentPath(codingPath))
    }

    private func integer<T: FixedWidthInteger>(_ type: T.Type) throws(DocumentError) -> T {
        let result: T?
        switch value {
        case .integer(let integer): result = T(exactly: integer)
        case .unsigned(let integer): result = T(exactly: integer)
        case .number(let double) where double >= -0x1p63 && double < 0x1p63:
            // `T(exactly:)` would do, but of a double needs the C mathematics library.
            guard Double(Int64(double)) == double else { throw mismatch("an integer") }
            result = T(exactly: Int64(double))
        case .number(let double) where double >= 0x1p63 && double < 0x1p64: result = T(exactly: UInt64(double))
        case .number: result = nil
        default: throw mismatch("an integer")
        }
        guard let result else {
            let message = "\(JSON.text(value)) is not in \(T.min)...\(T.max)"
            throw DocumentError(.mismatch, message, path: DocumentPath(codingPath))
        }
        return result
    }
}

extension JSONDecoding: SingleValueDecodingContainer {
    func decodeNil() -> Bool { value == .null }

    func decode(_ type: Bool.Type) throws -> Bool {
        guard case .bool(let bool) = value else { throw mismatch("a boolean") }
        return bool
    }

    func decode(_ type: String.Type) throws -> String {
        guard case .string(let string) = value else { throw mismatch("a string") }
        return string
    }

    func decode(_ type: Double.Type) throws -> Double {
        switch value {
        case .integer(let integer): return Double(integer)
        case .unsigned(let integer): return Double(integer)
        case .number(let double): return double
        default: throw mismatch("a number")
        }
    }

    func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }
    func decode(_ type: Int.Type) throws -> Int { try integer(type) }
    func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
    func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
    func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
    func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
    func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }
    func decode<T: Decodable>(_ type: T.Type) throws -> T { try T(from: self) }
}

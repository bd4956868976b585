/// Decodes one value.
final class JSONDecoding: JSONCodingStep, Decoder, SingleValueDecodingContainer {
    private let value: JSONValue

    /// Where each key of an object stands for the last time, once it was asked for in an object of many.
    private var places: [String: Int] = [:]

    /// Decodes `value`, which stands behind `key` of what `outer` decodes; the root without them.
    init(_ value: JSONValue, behind key: (any CodingKey)? = nil, of outer: JSONDecoding? = nil) {
        self.value = value
        super.init(to: key, of: outer)
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object = value else { throw value.mismatch("an object", at: codingPath) }
        return KeyedDecodingContainer(JSONKeyedDecoding<Key>(decoder: self))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .array(let items) = value else { throw value.mismatch("an array", at: codingPath) }
        return JSONUnkeyedDecoding(of: items, in: self)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { self }

    func decodeNil() -> Bool { value.isNull }
    func decode(_ type: Bool.Type) throws -> Bool { try value.bool(at: codingPath) }
    func decode(_ type: String.Type) throws -> String { try value.string(at: codingPath) }
    func decode(_ type: Double.Type) throws -> Double { try value.double(at: codingPath) }
    func decode(_ type: Float.Type) throws -> Float { Float(try value.double(at: codingPath)) }
    func decode<T: FixedWidthInteger & Decodable>(_ type: T.Type) throws -> T { try value.integer(at: codingPath) }
    func decode<T: Decodable>(_ type: T.Type) throws -> T { try T(from: self) }
}

/// What the container of an object asks for.
extension JSONDecoding {
    /// The members in order.
    var members: [JSONObject.Member] {
        if case .object(let object) = value { object.members } else { [] }
    }

    /// The value of a key, the last one if it stands twice; nil if it is missing.
    func member(_ key: String) -> JSONValue? {
        guard case .object(let object) = value else { return nil }
        guard object.members.count > Self.searchLimit else { return object[key] }
        if places.isEmpty {
            for (place, member) in object.members.enumerated() { places[member.key] = place }
        }
        return places[key].map { object.members[$0].value }
    }

    /// The most members that are looked through for each key.
    private static let searchLimit = 32
}

/// The values that `Codable` asks for without a decoder; `path` is asked for only if there is an error.
extension JSONValue {
    var isNull: Bool {
        if case .null = self { true } else { false }
    }

    func bool(at path: @autoclosure () -> [any CodingKey]) throws(DocumentError) -> Bool {
        guard case .bool(let bool) = self else { throw mismatch("a boolean", at: path()) }
        return bool
    }

    func string(at path: @autoclosure () -> [any CodingKey]) throws(DocumentError) -> String {
        guard case .string(let string) = self else { throw mismatch("a string", at: path()) }
        return string
    }

    func double(at path: @autoclosure () -> [any CodingKey]) throws(DocumentError) -> Double {
        switch self {
        case .integer(let integer): return Double(integer)
        case .unsigned(let integer): return Double(integer)
        case .number(let double): return double
        default: throw mismatch("a number", at: path())
        }
    }

    func integer<T: FixedWidthInteger>(at path: @autoclosure () -> [any CodingKey]) throws(DocumentError) -> T {
        let result: T?
        switch self {
        case .integer(let integer): result = T(exactly: integer)
        case .unsigned(let integer): result = T(exactly: integer)
        case .number(let double) where double >= -0x1p63 && double < 0x1p63:
            // `T(exactly:)` would do, but of a double needs the C mathematics library.
            guard Double(Int64(double)) == double else { throw mismatch("an integer", at: path()) }
            result = T(exactly: Int64(double))
        case .number(let double) where double >= 0x1p63 && double < 0x1p64: result = T(exactly: UInt64(double))
        case .number: result = nil
        default: throw mismatch("an integer", at: path())
        }
        guard let result else {
            let message = "\(JSON.text(self)) is not in \(T.min)...\(T.max)"
            throw DocumentError(.mismatch, message, path: DocumentPath(path()))
        }
        return result
    }

    func mismatch(_ expected: String, at path: [any CodingKey]) -> DocumentError {
        DocumentError(.mismatch, "expected \(expected), found \(typeName)", path: DocumentPath(path))
    }
}

import Formula

/// Answers every question of a `Decodable` type with nothing in particular, and notes in its shape what was asked.
struct ShapeDecoding: Decoder {
    let shape: Shape
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        shape.noteObject()
        return KeyedDecodingContainer(ShapeFields<Key>(shape: shape))
    }

    func unkeyedContainer() -> any UnkeyedDecodingContainer { ShapeElements(shape: shape.element()) }

    func singleValueContainer() -> any SingleValueDecodingContainer { self }
}

extension ShapeDecoding: SingleValueDecodingContainer {
    /// Only a type that takes any value asks whether there is one.
    func decodeNil() -> Bool {
        shape.note(.dyn)
        return false
    }

    private func zero<T: BinaryInteger>(_ type: T.Type) -> T {
        shape.note(.int)
        return 0
    }

    func decode(_ type: Bool.Type) -> Bool {
        shape.note(.bool)
        return false
    }

    func decode(_ type: String.Type) -> String {
        shape.note(.string)
        return ""
    }

    func decode(_ type: Double.Type) -> Double {
        shape.note(.double)
        return 0
    }

    func decode(_ type: Float.Type) -> Float { Float(decode(Double.self)) }
    func decode(_ type: Int.Type) -> Int { zero(type) }
    func decode(_ type: Int8.Type) -> Int8 { zero(type) }
    func decode(_ type: Int16.Type) -> Int16 { zero(type) }
    func decode(_ type: Int32.Type) -> Int32 { zero(type) }
    func decode(_ type: Int64.Type) -> Int64 { zero(type) }
    func decode(_ type: UInt.Type) -> UInt { zero(type) }
    func decode(_ type: UInt8.Type) -> UInt8 { zero(type) }
    func decode(_ type: UInt16.Type) -> UInt16 { zero(type) }
    func decode(_ type: UInt32.Type) -> UInt32 { zero(type) }
    func decode(_ type: UInt64.Type) -> UInt64 { zero(type) }
    func decode<T: Decodable>(_ type: T.Type) throws -> T { try shape.decode(type) }
}

/// The fields of an object, each there and never null.
private struct ShapeFields<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let shape: Shape
    var codingPath: [any CodingKey] { [] }

    /// Only a dictionary asks; it gets one key.
    var allKeys: [Key] {
        _ = shape.anyField()
        return Key(stringValue: "").map { [$0] } ?? []
    }

    func contains(_ key: Key) -> Bool { true }
    func decodeNil(forKey key: Key) -> Bool { false }

    private func field(_ key: some CodingKey) -> ShapeDecoding { ShapeDecoding(shape: shape.field(key)) }

    func decode(_ type: Bool.Type, forKey key: Key) -> Bool { field(key).decode(type) }
    func decode(_ type: String.Type, forKey key: Key) -> String { field(key).decode(type) }
    func decode(_ type: Double.Type, forKey key: Key) -> Double { field(key).decode(type) }
    func decode(_ type: Float.Type, forKey key: Key) -> Float { field(key).decode(type) }
    func decode(_ type: Int.Type, forKey key: Key) -> Int { field(key).decode(type) }
    func decode(_ type: Int8.Type, forKey key: Key) -> Int8 { field(key).decode(type) }
    func decode(_ type: Int16.Type, forKey key: Key) -> Int16 { field(key).decode(type) }
    func decode(_ type: Int32.Type, forKey key: Key) -> Int32 { field(key).decode(type) }
    func decode(_ type: Int64.Type, forKey key: Key) -> Int64 { field(key).decode(type) }
    func decode(_ type: UInt.Type, forKey key: Key) -> UInt { field(key).decode(type) }
    func decode(_ type: UInt8.Type, forKey key: Key) -> UInt8 { field(key).decode(type) }
    func decode(_ type: UInt16.Type, forKey key: Key) -> UInt16 { field(key).decode(type) }
    func decode(_ type: UInt32.Type, forKey key: Key) -> UInt32 { field(key).decode(type) }
    func decode(_ type: UInt64.Type, forKey key: Key) -> UInt64 { field(key).decode(type) }
    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try shape.field(key).decode(type) }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type,
        forKey key: Key
    ) -> KeyedDecodingContainer<Nested> {
        field(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedDecodingContainer { field(key).unkeyedContainer() }
    func superDecoder() -> any Decoder { ShapeDecoding(shape: shape) }
    func superDecoder(forKey key: Key) -> any Decoder { field(key) }
}

/// The elements of a list: one.
private struct ShapeElements: UnkeyedDecodingContainer {
    let shape: Shape
    private(set) var currentIndex = 0
    var codingPath: [any CodingKey] { [] }
    var count: Int? { 1 }
    var isAtEnd: Bool { currentIndex > 0 }

    init(shape: Shape) {
        self.shape = shape
    }

    private mutating func next() -> ShapeDecoding {
        currentIndex += 1
        return ShapeDecoding(shape: shape)
    }

    mutating func decodeNil() -> Bool { false }
    mutating func decode(_ type: Bool.Type) -> Bool { next().decode(type) }
    mutating func decode(_ type: String.Type) -> String { next().decode(type) }
    mutating func decode(_ type: Double.Type) -> Double { next().decode(type) }
    mutating func decode(_ type: Float.Type) -> Float { next().decode(type) }
    mutating func decode(_ type: Int.Type) -> Int { next().decode(type) }
    mutating func decode(_ type: Int8.Type) -> Int8 { next().decode(type) }
    mutating func decode(_ type: Int16.Type) -> Int16 { next().decode(type) }
    mutating func decode(_ type: Int32.Type) -> Int32 { next().decode(type) }
    mutating func decode(_ type: Int64.Type) -> Int64 { next().decode(type) }
    mutating func decode(_ type: UInt.Type) -> UInt { next().decode(type) }
    mutating func decode(_ type: UInt8.Type) -> UInt8 { next().decode(type) }
    mutating func decode(_ type: UInt16.Type) -> UInt16 { next().decode(type) }
    mutating func decode(_ type: UInt32.Type) -> UInt32 { next().decode(type) }
    mutating func decode(_ type: UInt64.Type) -> UInt64 { next().decode(type) }
    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try next().shape.decode(type) }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedDecodingContainer<Nested> {
        next().container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedDecodingContainer { next().unkeyedContainer() }
    mutating func superDecoder() -> any Decoder { next() }
}

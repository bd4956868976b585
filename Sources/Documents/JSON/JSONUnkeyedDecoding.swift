/// Decodes the items of an array, one after the other.
struct JSONUnkeyedDecoding: UnkeyedDecodingContainer {
    private let items: [JSONValue]
    private let decoder: JSONDecoding
    private(set) var currentIndex = 0

    init(of items: [JSONValue], in decoder: JSONDecoding) {
        self.items = items
        self.decoder = decoder
    }

    var codingPath: [any CodingKey] { decoder.codingPath }

    var count: Int? { items.count }

    var isAtEnd: Bool { currentIndex >= items.count }

    private var pathHere: [any CodingKey] { codingPath + [JSONIndexKey(currentIndex)] }

    /// The item here; the container passes over it once it is decoded, as `Codable` asks.
    private var item: JSONValue {
        get throws(DocumentError) {
            guard !isAtEnd else {
                let message = "expected more than \(items.count) items"
                throw DocumentError(.mismatch, message, path: DocumentPath(codingPath))
            }
            return items[currentIndex]
        }
    }

    private var decoding: JSONDecoding {
        get throws(DocumentError) { JSONDecoding(try item, behind: JSONIndexKey(currentIndex), of: decoder) }
    }

    /// Passes over the item that `decoded` was made of.
    private mutating func passing<T>(_ decoded: T) -> T {
        currentIndex += 1
        return decoded
    }

    mutating func decodeNil() -> Bool {
        guard !isAtEnd, items[currentIndex].isNull else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode(_ type: Bool.Type) throws -> Bool { passing(try item.bool(at: pathHere)) }
    mutating func decode(_ type: String.Type) throws -> String { passing(try item.string(at: pathHere)) }
    mutating func decode(_ type: Double.Type) throws -> Double { passing(try item.double(at: pathHere)) }
    mutating func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }

    mutating func decode<T: FixedWidthInteger & Decodable>(_ type: T.Type) throws -> T {
        passing(try item.integer(at: pathHere))
    }

    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { passing(try T(from: decoding)) }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
        passing(try decoding.container(keyedBy: type))
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        passing(try decoding.unkeyedContainer())
    }

    mutating func superDecoder() throws -> any Decoder { passing(try decoding) }
}

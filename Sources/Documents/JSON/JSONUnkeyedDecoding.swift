/// Decodes the items of an array, one after the other.
struct JSONUnkeyedDecoding: UnkeyedDecodingContainer {
    private let decoder: JSONDecoding

    /// The item here.
    private var place: Int
    private(set) var currentIndex = 0

    init(of decoder: JSONDecoding) {
        self.decoder = decoder
        place = decoder.place + 1
    }

    private var text: JSONText { decoder.source.text }

    var codingPath: [any CodingKey] { decoder.codingPath }

    var count: Int? { text.words[decoder.place].count }

    var isAtEnd: Bool { place >= text.words[decoder.place].next }

    /// Decodes the item here; the container passes over it once it is decoded, as `Codable` asks.
    private mutating func passing<T>(_ decode: (_ place: Int) throws -> T) throws -> T {
        guard !isAtEnd else {
            let count = currentIndex
            throw JSONMismatch(of: text, at: decoder.place) { "expected more than \(count) items" }
        }
        let decoded = try decode(place)
        pass()
        return decoded
    }

    private mutating func pass() {
        place = text.words[place].next
        currentIndex += 1
    }

    private mutating func passing<T>(decoding decode: (JSONDecoding) throws -> T) throws -> T {
        let source = decoder.source
        return try passing { place in try decode(JSONDecoding(source: source, place: place)) }
    }

    mutating func decodeNil() -> Bool {
        guard !isAtEnd, text.isNull(place) else { return false }
        pass()
        return true
    }

    mutating func decode(_ type: Bool.Type) throws -> Bool { try passing(text.bool) }
    mutating func decode(_ type: String.Type) throws -> String { try passing(text.string) }
    mutating func decode(_ type: Double.Type) throws -> Double { try passing(text.double) }
    mutating func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }
    mutating func decode<T: FixedWidthInteger & Decodable>(_ type: T.Type) throws -> T { try passing(text.integer) }
    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try passing(decoding: T.init(from:)) }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
        try passing(decoding: { try $0.container(keyedBy: type) })
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try passing(decoding: { try $0.unkeyedContainer() })
    }

    mutating func superDecoder() throws -> any Decoder { try passing(decoding: { $0 }) }
}

/// A map of values in the order they were given, or an object with named fields.
public struct FormulaMap: Sendable {
    /// A key: numbers that are equal are one key, whatever their type.
    public enum Key: Sendable {
        /// A truth value.
        case bool(Bool)
        /// A signed integer.
        case int(Int64)
        /// An unsigned integer.
        case uint(UInt64)
        /// A text.
        case string(String)
    }

    /// A key with its value.
    public struct Entry: Sendable {
        /// The key.
        public let key: Key
        /// The value.
        public let value: FormulaValue

        /// `value` under `key`.
        public init(key: Key, value: FormulaValue) {
            self.key = key
            self.value = value
        }
    }

    /// Shared, so that passing a node's facts from one field to the next copies a reference and no entries.
    private final class Storage: Sendable {
        let entries: [Entry]
        let places: [Key: Int]

        init(entries: [Entry], places: [Key: Int]) {
            self.entries = entries
            self.places = places
        }
    }

    private let storage: Storage

    /// Up to this many entries are searched one by one, which is faster than hashing the key.
    private static let searchedCount = 8

    /// The entries, in the order they were given.
    public var entries: [Entry] { storage.entries }
    /// The number of entries.
    public var count: Int { storage.entries.count }

    /// A map of `entries`, or nil when two have the same key.
    public init?(entries: [Entry]) {
        guard Self.firstRepeatedKey(in: entries) == nil else { return nil }
        self.init(distinct: entries)
    }

    /// An object with `fields`, ordered by name.
    public init(fields: [String: FormulaValue]) {
        let names = fields.sorted { $0.key < $1.key }
        self.init(distinct: names.map { Entry(key: .string($0.key), value: $0.value) })
    }

    /// A map of entries whose keys are known to differ.
    init(distinct entries: [Entry]) {
        var places: [Key: Int] = [:]
        if entries.count > Self.searchedCount {
            places.reserveCapacity(entries.count)
            for (place, entry) in entries.enumerated() {
                places[entry.key] = place
            }
        }
        storage = Storage(entries: entries, places: places)
    }

    /// The value under `key`, or nil.
    public subscript(key: Key) -> FormulaValue? {
        if count > Self.searchedCount {
            return storage.places[key].map { storage.entries[$0].value }
        }
        return storage.entries.first { $0.key == key }?.value
    }

    /// The value of the field `name`, or nil.
    public subscript(field name: String) -> FormulaValue? {
        self[.string(name)]
    }

    /// The key of the first entry whose key an earlier entry has, or nil.
    static func firstRepeatedKey(in entries: [Entry]) -> Key? {
        var seen: Set<Key> = []
        return entries.first { !seen.insert($0.key).inserted }?.key
    }
}

extension FormulaMap.Key: Hashable {
    /// Whether the keys are the same number, text or truth value.
    public static func == (left: FormulaMap.Key, right: FormulaMap.Key) -> Bool {
        switch (left, right) {
        case (.bool(let left), .bool(let right)): left == right
        case (.int(let left), .int(let right)): left == right
        case (.uint(let left), .uint(let right)): left == right
        case (.int(let left), .uint(let right)), (.uint(let right), .int(let left)): UInt64(exactly: left) == right
        case (.string(let left), .string(let right)): haveSameBytes(left, right)
        default: false
        }
    }

    /// Hashes equal numbers alike, and text by its bytes: `String` itself takes canonically equal texts for equal.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .bool(let value): hasher.combine(value)
        case .int(let value): hasher.combine(UInt64(bitPattern: value))
        case .uint(let value): hasher.combine(value)
        case .string(let text):
            var text = text
            text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        }
    }
}

extension FormulaMap.Key {
    /// The key that `value` is, or nil when CEL has no such keys.
    init?(_ value: FormulaValue) {
        switch value {
        case .bool(let value): self = .bool(value)
        case .int(let value): self = .int(value)
        case .uint(let value): self = .uint(value)
        case .string(let text): self = .string(text)
        default: return nil
        }
    }

    /// The key that equals `value`, where a double with an integral value finds that integer; nil when none can.
    init?(sought value: FormulaValue) {
        guard case .double(let number) = value else {
            self.init(value)
            return
        }
        if let signed = Int64(exactly: number) {
            self = .int(signed)
        } else if let unsigned = UInt64(exactly: number) {
            self = .uint(unsigned)
        } else {
            return nil
        }
    }

    /// The key as a value.
    public var value: FormulaValue {
        switch self {
        case .bool(let value): .bool(value)
        case .int(let value): .int(value)
        case .uint(let value): .uint(value)
        case .string(let text): .string(text)
        }
    }
}

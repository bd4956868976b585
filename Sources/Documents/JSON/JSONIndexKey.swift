/// The place of an item in an array, as a coding key.
struct JSONIndexKey: CodingKey {
    let index: Int

    init(_ index: Int) { self.index = index }

    init?(intValue: Int) { index = intValue }

    init?(stringValue: String) { nil }

    var intValue: Int? { index }

    var stringValue: String { String(index) }
}

extension DocumentPath.Step {
    /// The step as `Codable` knows it.
    var codingKey: any CodingKey {
        switch self {
        case .key(let key): JSONKey(key)
        case .index(let index): JSONIndexKey(index)
        }
    }
}

extension DocumentPath {
    /// The path that `Codable` has walked.
    init(_ keys: [any CodingKey]) {
        self.init(
            keys.map { key in
                if let item = key as? JSONIndexKey { .index(item.index) } else { .key(key.stringValue) }
            }
        )
    }
}

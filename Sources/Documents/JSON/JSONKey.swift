/// A key of an object, as a coding key of whatever type it has.
struct JSONKey: CodingKey {
    /// The key under which a class keeps what its superclass encodes.
    static var superclass: JSONKey { JSONKey("super") }

    let stringValue: String

    var intValue: Int? { nil }

    init(_ key: String) { stringValue = key }

    init?(stringValue: String) { self.init(stringValue) }

    init?(intValue: Int) { nil }
}

/// The key under which a class keeps what its superclass encodes.
struct JSONSuperKey: CodingKey {
    var stringValue: String { "super" }

    var intValue: Int? { nil }

    init() {}

    init?(stringValue: String) { nil }

    init?(intValue: Int) { nil }
}

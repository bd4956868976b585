/// A text that is being decoded.
final class JSONSource {
    let text: JSONText

    /// Where each value of an object stands, the last of each key: of the objects of many, once they were asked.
    private var members: [Int: [String: Int]] = [:]

    init(_ text: JSONText) { self.text = text }

    /// Where the value of a key is, the last one if it stands twice; nil if it is missing.
    func member(_ key: String, of object: Int) -> Int? {
        guard text.words[object].count > Self.searchLimit else { return text.member(key, of: object) }
        if members[object] == nil {
            var places: [String: Int] = [:]
            text.forEachMember(of: object) { key, value in places[text.string(at: text.words[key])] = value }
            members[object] = places
        }
        return members[object]?[key]
    }

    /// The most members that are looked through for each key.
    private static let searchLimit = 32

    /// The way that `Codable` has walked to a value.
    func codingPath(to place: Int) -> [any CodingKey] { text.path(to: place).map(\.codingKey) }
}

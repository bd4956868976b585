/// The keys of a JSON object with their values, in order; a key that was read twice stands twice.
public struct JSONObject: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    /// A key with its value.
    public struct Member: Sendable, Hashable {
        /// The key.
        public var key: String

        /// Its value.
        public var value: JSONValue

        /// A key with its value.
        public init(key: String, value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    /// The members in order.
    public var members: [Member]

    /// An object of `members` in their order.
    public init(_ members: [Member] = []) {
        self.members = members
    }

    /// An object written out, in the order written.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        members = elements.map { Member(key: $0.0, value: $0.1) }
    }

    /// The value of `key`, the last one if it stands twice; setting replaces that, or appends, and nil removes each.
    public subscript(key: String) -> JSONValue? {
        get { members.last { $0.key == key }?.value }
        set {
            guard let newValue else {
                members.removeAll { $0.key == key }
                return
            }
            if let place = members.lastIndex(where: { $0.key == key }) {
                members[place].value = newValue
            } else {
                members.append(Member(key: key, value: newValue))
            }
        }
    }

    /// The keys that stand more than once, in the order in which they do so again.
    public var duplicateKeys: [String] {
        var seen: Set<String> = []
        return members.map(\.key).filter { !seen.insert($0).inserted }
    }
}

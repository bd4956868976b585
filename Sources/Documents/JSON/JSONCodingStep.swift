/// A value on the way that `Codable` walks.
///
/// Only an error needs the keys of the way, so they are gathered when somebody asks: a step knows its own.
class JSONCodingStep {
    private let key: (any CodingKey)?
    private let outer: JSONCodingStep?

    /// The step to `key` of `outer`; the root without them.
    init(to key: (any CodingKey)?, of outer: JSONCodingStep?) {
        self.key = key
        self.outer = outer
    }

    /// The keys from the root to here.
    final var codingPath: [any CodingKey] {
        var keys: [any CodingKey] = []
        var step: JSONCodingStep? = self
        while let here = step {
            if let key = here.key { keys.append(key) }
            step = here.outer
        }
        return keys.reversed()
    }

    final var userInfo: [CodingUserInfoKey: Any] { [:] }
}

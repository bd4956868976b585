import Documents

/// What stands under the known keys of one mapping, in its order.
///
/// There are a handful, and looking through them is less work than a table: a policy may have 10,000 such mappings.
struct PolicyFields {
    /// Each key with the line that it stands in.
    private(set) var lines: [(key: String, line: Int)] = []
    private var values: [YAMLNode] = []

    /// Nothing yet, with room for so many keys.
    init(count: Int = 0) {
        lines.reserveCapacity(count)
        values.reserveCapacity(count)
    }

    /// Adds what stands under a key.
    mutating func append(_ key: String, line: Int, _ value: YAMLNode) {
        lines.append((key, line))
        values.append(value)
    }

    /// Every key with what stands under it.
    var entries: [(String, YAMLNode)] {
        zip(lines, values).map { ($0.key, $1) }
    }

    /// What stands under a key; the last, if it is there twice.
    subscript(key: String) -> YAMLNode? {
        lines.lastIndex { $0.key == key }.map { values[$0] }
    }

    /// Whether a key is there.
    func has(_ key: String) -> Bool {
        lines.contains { $0.key == key }
    }
}

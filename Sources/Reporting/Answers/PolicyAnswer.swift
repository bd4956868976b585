public import Tuning

/// One key of the merged policy.
public struct PolicyEntry: Hashable, Sendable, Encodable {
    /// The key with those above it, such as `settings.connection-tracking-table.entriesPerCPU`.
    public var key: String
    /// What it says.
    public var value: Value
    /// Where it says so: `FILE:LINE`, or a word such as «preset».
    public var origin: String

    /// A key, its value and where it is from.
    public init(key: String, value: Value, origin: String) {
        self.key = key
        self.value = value
        self.origin = origin
    }
}

/// What `policy show` answers: what holds after all files are merged, each key with the place it came from.
public struct PolicyAnswer: Answer {
    /// The version of the JSON's shape; it changes when a reader would have to.
    public static let schemaVersion = 1

    private let entries: [PolicyEntry]

    /// The answer for a merged policy.
    public init(entries: [PolicyEntry]) {
        self.entries = entries
    }

    public func text(in style: Style) -> String {
        var page = Page(style)
        var table = Table([
            .init(title: "KEY", canWrap: true), .init(title: "VALUE", canWrap: true),
            .init(title: "FROM", canWrap: true),
        ])
        for entry in entries {
            table.add([Span(entry.key), Span(entry.value.description, .strong), Span(entry.origin, .faint)])
        }
        page.add(table)
        if entries.isEmpty { page.add(Span("policy says nothing")) }
        return page.text
    }
}

extension PolicyAnswer: Encodable {
    private enum Key: String, CodingKey {
        case schemaVersion, nodekeelVersion, policy
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(PolicyAnswer.schemaVersion, forKey: .schemaVersion)
        try container.encode(nodekeelVersion, forKey: .nodekeelVersion)
        try container.encode(entries, forKey: .policy)
    }
}

public import Tuning

/// What `writers` answers: who wrote the knobs that are kept, as the service saw it in this boot.
public struct WritersAnswer: Answer {
    /// The version of the JSON's shape; it changes when a reader would have to.
    public static let schemaVersion = 1

    private let writes: [KnobWrite]

    /// The answer; the writes are those that the service has seen, the oldest first.
    public init(writes: [KnobWrite]) {
        self.writes = writes
    }

    public func text(in style: Style) -> String {
        var page = Page(style)
        guard !writes.isEmpty else {
            page.add(paragraph: "In this boot the service has seen nobody else write what it keeps.")
            return page.text
        }
        var table = Table([
            .init(title: "LAST"), .init(title: "SYSCTL", canWrap: true), .init(title: "FROM", isNumeric: true),
            .init(title: "TO", isNumeric: true), .init(title: "WRITES", isNumeric: true),
            .init(title: "WRITER", canWrap: true),
        ])
        for write in writes.reversed() {
            table.add([
                Span(Quantity.moment(epochSeconds: write.epochSeconds), .faint), Span(write.path),
                Span(write.before ?? "?"), Span(write.after ?? "?"), Span(String(write.count)),
                Span(write.writer.description, .strong),
            ])
        }
        page.add(table)
        return page.text
    }
}

extension WritersAnswer: Encodable {
    private enum Key: String, CodingKey {
        case schemaVersion, nodekeelVersion, writes
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(WritersAnswer.schemaVersion, forKey: .schemaVersion)
        try container.encode(nodekeelVersion, forKey: .nodekeelVersion)
        try container.encode(writes, forKey: .writes)
    }
}

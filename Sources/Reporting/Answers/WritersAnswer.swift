public import Tuning

/// What `writers` answers: who wrote the knobs that are kept, as the service saw it in this boot.
public struct WritersAnswer: Answer {
    /// The version of the JSON's shape; it changes when a reader would have to.
    public static let schemaVersion = 1

    private let writes: [KnobWrite]
    private let named: [String]
    private let notKept: [String]
    private let service: StatusAnswer.Service

    /// The answer.
    ///
    /// - Parameters:
    ///   - writes: What the service has seen, the oldest first.
    ///   - named: The sysctls that were asked about; none for all that are kept.
    ///   - notKept: Those of them that nodekeel does not keep, so that nobody looks who writes them.
    ///   - service: Whether anybody is looking.
    public init(
        writes: [KnobWrite],
        named: [String] = [],
        notKept: [String] = [],
        service: StatusAnswer.Service
    ) {
        self.writes = writes
        self.named = named
        self.notKept = notKept
        self.service = service
    }

    public func text(in style: Style) -> String {
        var page = Page(style)
        let kept = named.filter { !notKept.contains($0) }
        if !writes.isEmpty {
            page.add(table)
        } else if named.isEmpty || !kept.isEmpty {
            let subject = named.isEmpty ? "what it keeps" : kept.joined(separator: ", ")
            page.add(paragraph: "In this boot the service has seen nobody else write \(subject).")
        }
        page.add(
            notKept.map {
                Note("not kept", "\($0): nobody looks who writes it; 'nodekeel writers --follow \($0)' does", .warning)
            } + service.shortcomings
        )
        return page.text
    }

    private var table: Table {
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
        return table
    }
}

extension WritersAnswer: Encodable {
    private enum Key: String, CodingKey {
        case schemaVersion, nodekeelVersion, writes, notKept, service
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(WritersAnswer.schemaVersion, forKey: .schemaVersion)
        try container.encode(nodekeelVersion, forKey: .nodekeelVersion)
        try container.encode(writes, forKey: .writes)
        try container.encode(notKept, forKey: .notKept)
        try container.encode(service, forKey: .service)
    }
}

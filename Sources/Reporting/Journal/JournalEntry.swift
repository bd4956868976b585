/// One journal entry, ready to be sent: a sentence for a person, and fields for programs.
///
/// Message and fields are single lines of bounded length in which nothing from outside can move a cursor or forge a
/// second line.
public struct JournalEntry: Sendable {
    /// How urgent an entry is, in the numbers of syslog.
    /// sources: RFC 5424, 6.2.1
    public enum Priority: Int, Hashable, Sendable, Comparable {
        /// Something does not work, and will not by itself.
        case error = 3
        /// Somebody should look.
        case warning = 4
        /// Something changed, as it should.
        case notice = 5
        /// For the record.
        case information = 6

        public static func < (one: Priority, other: Priority) -> Bool { one.rawValue < other.rawValue }
    }

    /// The kind of event, whose raw value is the `MESSAGE_ID`.
    public let kind: MessageKind
    /// How urgent it is.
    public let priority: Priority
    /// The sentence.
    public let message: String
    /// The fields beside message, priority and ID, by name.
    public let fields: [(name: String, value: String)]

    /// How long a message is at most, in code points: two lines of a wide terminal, and a reason.
    static let messageLengthLimit = 600
    /// How long a part of a message is at most that is followed by another.
    static let partLengthLimit = 240
    /// How long a field's value is at most, in code points.
    static let valueLengthLimit = 1000

    /// An entry; fields without a value are left out.
    init(
        _ kind: MessageKind,
        _ priority: Priority,
        _ message: String,
        fields: KeyValuePairs<String, String?> = [:],
        and others: [(name: String, value: String)] = []
    ) {
        self.kind = kind
        self.priority = priority
        self.message = message.escaped(limit: JournalEntry.messageLengthLimit)
        let own = fields.compactMap { field in field.value.map { (name: field.key, value: $0) } }
        self.fields = (own + others).map {
            (name: $0.name, value: $0.value.escaped(limit: JournalEntry.valueLengthLimit))
        }
    }

    /// The value of a field.
    public subscript(name: String) -> String? {
        fields.first { $0.name == name }?.value
    }
}

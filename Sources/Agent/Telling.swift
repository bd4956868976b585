import Catalogue
public import Reporting
import Systemd
public import Tuning

/// Telling the journal what happened.
public struct Telling: Sendable {
    private let journal: Journal
    private let units = Units(of: catalogue)
    /// Where an entry's sentence goes when there is no journal to take it; nil if nowhere.
    private let otherwise: (@Sendable (String) -> Void)?

    /// Entries of this program.
    public init(as program: String, otherwise: (@Sendable (String) -> Void)? = nil) {
        journal = Journal(identifier: program)
        self.otherwise = otherwise
    }

    /// Tells of transitions.
    public func tell(_ events: [Event]) {
        for event in events { send(JournalEntry(event, units: units)) }
    }

    /// Tells of something that is not about a single finding.
    public func tell(_ event: ServiceEvent) {
        send(JournalEntry(event, units: units))
    }

    private func send(_ entry: JournalEntry) {
        do {
            try journal.send(
                message: entry.message,
                priority: JournalPriority(rawValue: entry.priority.rawValue) ?? .notice,
                messageID: entry.kind.rawValue,
                fields: entry.fields
            )
        } catch {
            otherwise?(entry.message)
        }
    }
}

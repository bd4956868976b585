import Catalogue
import Glibc
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
        send(events.lazy.map { JournalEntry($0, units: units) })
    }

    /// Tells of what is not about a single finding.
    public func tell(_ events: [ServiceEvent]) {
        send(events.lazy.map { JournalEntry($0, units: units) })
    }

    /// Tells of something that is not about a single finding.
    public func tell(_ event: ServiceEvent) {
        tell([event])
    }

    /// Sends entries. A journal that takes nothing is waited for once, however many there are: the service has to go on.
    private func send(_ entries: some Sequence<JournalEntry>) {
        var patience = Journal.patienceMilliseconds
        for entry in entries {
            do throws(SystemdError) {
                try journal.send(
                    message: entry.message,
                    priority: JournalPriority(rawValue: entry.priority.rawValue) ?? .notice,
                    messageID: entry.kind.rawValue,
                    fields: entry.fields,
                    patienceMilliseconds: patience
                )
            } catch {
                if error.errno == ETIMEDOUT { patience = 0 }
                otherwise?(entry.message)
            }
        }
    }
}

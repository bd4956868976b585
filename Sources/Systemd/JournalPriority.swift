/// How urgent a journal entry is, in syslog's levels.
public enum JournalPriority: Int, Sendable, CaseIterable {
    /// The system is unusable.
    case emergency = 0
    /// Action must be taken at once.
    case alert = 1
    /// Critical conditions.
    case critical = 2
    /// Something failed.
    case error = 3
    /// Something is wrong that somebody should look at.
    case warning = 4
    /// Normal but significant.
    case notice = 5
    /// Informational.
    case info = 6
    /// For developers.
    case debug = 7
}

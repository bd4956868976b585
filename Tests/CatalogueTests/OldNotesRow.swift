import Testing
import Tuning

@testable import Catalogue

/// A parameter, and what is said of it.
struct OldNotesRow: CustomTestStringConvertible, Sendable {
    let number: String
    let id: Setting.ID
    let node: @Sendable (String) -> OldNotes
    /// A release, what the setting comes to there, and a word of what it says.
    let said: [(version: String, verdict: String, word: String)]

    var testDescription: String { "\(number) \(id)" }

    init(
        _ number: String,
        _ id: Setting.ID,
        _ node: @escaping @Sendable (String) -> OldNotes,
        _ said: (version: String, verdict: String, word: String)...
    ) {
        (self.number, self.id, self.node, self.said) = (number, id, node, said)
    }
}

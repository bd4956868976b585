/// One thing that nodekeel needs or costs, and how it is.
public struct Diagnosis: Hashable, Sendable, Encodable {
    /// How it is.
    public enum Condition: String, Hashable, Sendable, Encodable, CaseIterable {
        /// As it should be.
        case ok
        /// Something is slower, later or less than it should be.
        case degraded
        /// It does not work.
        case failed
    }

    /// What it is about, in a word or three.
    public var subject: String
    /// How it is.
    public var condition: Condition
    /// What was seen.
    public var text: String
    /// What to do; nil where there is nothing to do.
    public var remedy: String?

    /// A diagnosis.
    public init(_ subject: String, _ condition: Condition, _ text: String, remedy: String? = nil) {
        self.subject = subject
        self.condition = condition
        self.text = text
        self.remedy = remedy
    }
}

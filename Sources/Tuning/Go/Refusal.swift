/// Why a program would not start, in words: what it was given, and what is wrong with that.
public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reason, in lower case without a full stop.
    public let description: String

    /// A reason.
    public init(_ description: String) {
        self.description = description
    }
}

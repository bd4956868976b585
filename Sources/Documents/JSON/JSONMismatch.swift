/// A value that is not what was asked for.
///
/// It may be asked what it is one way after the other; the words are made for the one who gives up.
struct JSONMismatch: Error {
    private let text: JSONText
    private let place: Int
    private let message: @Sendable () -> String

    init(of text: JSONText, at place: Int, message: @escaping @Sendable () -> String) {
        self.text = text
        self.place = place
        self.message = message
    }

    /// The error in words.
    var error: DocumentError { DocumentError(.mismatch, message(), path: DocumentPath(text.path(to: place))) }
}

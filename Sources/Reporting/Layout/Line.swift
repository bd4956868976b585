/// A piece of one line, safe to show: its text is escaped when it is made, and there is no other way to make one.
struct Span: Hashable, Sendable {
    let text: String
    let tone: Tone

    /// A piece of a line, from any text at all.
    init(_ text: String, _ tone: Tone = .plain, limit: Int = escapedLengthLimit) {
        self.text = text.escaped(limit: limit)
        self.tone = tone
    }

    /// How many columns it takes.
    var width: Int { text.displayWidth }

    /// The same piece broken into lines.
    func wrapped(within columns: Int) -> [Span] {
        Wrapping.lines(of: text, within: columns).map { Span($0, tone, limit: .max) }
    }
}

/// One line of a report.
struct Line: Hashable, Sendable {
    private(set) var spans: [Span] = []

    /// An empty line.
    init() {}

    /// A line of these pieces.
    init(_ spans: Span...) {
        self.spans = spans
    }

    /// Adds a piece at the end.
    mutating func append(_ span: Span) {
        spans.append(span)
    }

    /// Adds blanks at the end.
    mutating func pad(_ count: Int) {
        if count > 0 { append(Span(String(repeating: " ", count: count))) }
    }

    /// The line as it is printed, without blanks at its end.
    func text(isColoured: Bool) -> String {
        var rest = spans
        while let last = rest.last, last.text.allSatisfy({ $0 == " " }) { rest.removeLast() }
        return rest.enumerated().reduce(into: "") { line, piece in
            let (index, span) = piece
            let text = index == rest.count - 1 ? span.text.withoutTrailingBlanks : span.text
            if isColoured, let rendition = span.tone.rendition {
                line += "\u{1b}[\(rendition)m\(text)\u{1b}[0m"
            } else {
                line += text
            }
        }
    }
}

extension String {
    fileprivate var withoutTrailingBlanks: String {
        var end = endIndex
        while end > startIndex, self[index(before: end)] == " " { end = index(before: end) }
        return String(self[..<end])
    }
}

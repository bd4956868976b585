/// A piece of one line, safe to show: its text is escaped when it is made, and there is no other way to make one.
struct Span: Hashable, Sendable {
    /// No text at all.
    static let empty = Span("")

    let text: String
    let tone: Tone
    /// How many columns it takes; a table asks often.
    let width: Int

    /// A piece of a line, from any text at all. Hundreds of places make one, each of which would grow by its code.
    @inline(never)
    init(_ text: String, _ tone: Tone = .plain, limit: Int = escapedLengthLimit) {
        self.text = text.escaped(limit: limit)
        self.tone = tone
        width = self.text.displayWidth
    }

    /// The same piece broken into lines.
    func wrapped(within columns: Int) -> [Span] {
        guard width > columns else { return [self] }
        return Wrapping.lines(of: text, within: columns).map { Span($0, tone, limit: .max) }
    }
}

/// One line of a report.
struct Line: Hashable, Sendable {
    /// What a line is made of.
    private enum Piece: Hashable, Sendable {
        case span(Span)
        case blanks(Int)

        /// Whether nothing of it is seen at the end of a line.
        var isBlank: Bool {
            switch self {
            case .span(let span): span.text.utf8.allSatisfy { $0 == blank }
            case .blanks: true
            }
        }
    }

    private var pieces: [Piece] = []

    /// An empty line, with room for so many pieces.
    init(pieceCount: Int = 0) {
        pieces.reserveCapacity(pieceCount)
    }

    /// A line of these pieces.
    init(_ spans: Span...) {
        pieces = spans.map(Piece.span)
    }

    /// Whether nothing was ever added.
    var isEmpty: Bool { pieces.isEmpty }

    /// Adds a piece at the end.
    mutating func append(_ span: Span) {
        pieces.append(.span(span))
    }

    /// Adds blanks at the end.
    mutating func pad(_ count: Int) {
        if count > 0 { pieces.append(.blanks(count)) }
    }

    /// The line as it is printed, without blanks at its end.
    func text(isColoured: Bool) -> String {
        var bytes: [UInt8] = []
        write(to: &bytes, isColoured: isColoured)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Adds the line as it is printed to a text in UTF-8.
    func write(to bytes: inout [UInt8], isColoured: Bool) {
        guard let last = pieces.lastIndex(where: { !$0.isBlank }) else { return }
        for (index, piece) in pieces[...last].enumerated() {
            switch piece {
            case .blanks(let count): bytes.append(contentsOf: repeatElement(blank, count: count))
            case .span(let span):
                let rendition = isColoured ? span.tone.rendition : nil
                if let rendition { bytes.append(contentsOf: "\u{1b}[\(rendition)m".utf8) }
                bytes.append(contentsOf: span.text.utf8)
                if index == last { while bytes.last == blank { bytes.removeLast() } }
                if rendition != nil { bytes.append(contentsOf: "\u{1b}[0m".utf8) }
            }
        }
    }
}

/// What takes a column and shows nothing.
private let blank = UInt8(ascii: " ")

/// A labelled word of explanation, or lines that stand as they are.
enum Note {
    /// A label and a text that is broken into lines beside it.
    case labelled(String, Span)
    /// Lines that are never broken, such as a file's.
    case block([Span])

    /// How long an explanation may be, in code points.
    static let lengthLimit = 2000

    /// A label and any text.
    init(_ label: String, _ text: String, _ tone: Tone = .plain) {
        self = .labelled(label, Span(text, tone, limit: Note.lengthLimit))
    }

    /// How many columns its label takes.
    private var labelWidth: Int {
        if case .labelled(let label, _) = self { label.displayWidth } else { 0 }
    }

    /// Notes below each other, so many columns from the left, their texts in one line.
    static func lines(of notes: [Note], indent: Int, within width: Int) -> [Line] {
        let labelWidth = (notes.map(\.labelWidth).max() ?? 0) + 2
        var lines: [Line] = []
        for note in notes { note.add(to: &lines, indent: indent, labelWidth: labelWidth, within: width) }
        return lines
    }

    private func add(to lines: inout [Line], indent: Int, labelWidth: Int, within width: Int) {
        switch self {
        case .labelled(let label, let text):
            var (head, blanks) = (Span(label, .faint), labelWidth - label.displayWidth)
            for piece in text.wrapped(within: max(width - indent - labelWidth, 20)) {
                var line = Line(pieceCount: 4)
                line.pad(indent)
                line.append(head)
                line.pad(blanks)
                line.append(piece)
                lines.append(line)
                (head, blanks) = (Span("", .faint), labelWidth)
            }
        case .block(let spans):
            for span in spans {
                var line = Line(pieceCount: 2)
                line.pad(indent)
                line.append(span)
                lines.append(line)
            }
        }
    }
}

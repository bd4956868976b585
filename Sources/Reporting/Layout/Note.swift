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
        return notes.flatMap { $0.lines(indent: indent, labelWidth: labelWidth, within: width) }
    }

    private func lines(indent: Int, labelWidth: Int, within width: Int) -> [Line] {
        switch self {
        case .labelled(let label, let text):
            return text.wrapped(within: max(width - indent - labelWidth, 20)).enumerated().map { index, piece in
                var line = Line()
                line.pad(indent)
                line.append(Span(index == 0 ? label : "", .faint))
                line.pad(labelWidth - (index == 0 ? label.displayWidth : 0))
                line.append(piece)
                return line
            }
        case .block(let spans):
            return spans.map { span in
                var line = Line()
                line.pad(indent)
                line.append(span)
                return line
            }
        }
    }
}

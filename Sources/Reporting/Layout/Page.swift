/// A report in the making: lines from top to bottom.
struct Page {
    private let style: Style
    private var lines: [Line] = []

    /// An empty page.
    init(_ style: Style) {
        self.style = style
    }

    /// The width to keep within.
    var columns: Int { style.columns }

    /// Adds a line.
    mutating func add(_ spans: Span...) {
        var line = Line()
        spans.forEach { line.append($0) }
        lines.append(line)
    }

    /// Adds an empty line, unless there is one already or nothing stands above it.
    mutating func addSpace() {
        if let last = lines.last, !last.spans.isEmpty { lines.append(Line()) }
    }

    /// Adds a heading with an empty line above it.
    mutating func add(heading: String) {
        addSpace()
        add(Span(heading, .strong))
    }

    /// Adds a text, broken into lines.
    mutating func add(paragraph: String, _ tone: Tone = .plain) {
        for span in Span(paragraph, tone, limit: Note.lengthLimit).wrapped(within: style.columns) { add(span) }
    }

    /// Adds labelled texts below each other.
    mutating func add(_ notes: [Note], indent: Int = 0) {
        lines += Note.lines(of: notes, indent: indent, within: style.columns)
    }

    /// Adds a table, if it has a row.
    mutating func add(_ table: Table) {
        lines += table.lines(within: style.columns)
    }

    /// The whole report; ends in a newline.
    var text: String {
        lines.map { $0.text(isColoured: style.isColoured) + "\n" }.joined()
    }
}

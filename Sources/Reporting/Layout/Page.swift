/// A report in the making: lines from top to bottom.
struct Page {
    private let style: Style
    /// The lines so far, in UTF-8.
    private var bytes: [UInt8] = []
    /// Whether an empty line stands at the end, or nothing at all.
    private var endsInSpace = true

    /// An empty page.
    init(_ style: Style) {
        self.style = style
    }

    /// The width to keep within.
    var columns: Int { style.columns }

    /// Adds a line.
    @inline(never)
    mutating func add(_ spans: Span...) {
        var line = Line(pieceCount: spans.count)
        spans.forEach { line.append($0) }
        add(line)
    }

    /// Adds an empty line, unless there is one already or nothing stands above it.
    mutating func addSpace() {
        if !endsInSpace { add(Line()) }
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
        Note.lines(of: notes, indent: indent, within: style.columns).forEach { add($0) }
    }

    /// Adds a table, if it has a row.
    mutating func add(_ table: Table) {
        table.lines(within: style.columns).forEach { add($0) }
    }

    /// The whole report; ends in a newline.
    var text: String {
        String(decoding: bytes, as: UTF8.self)
    }

    private mutating func add(_ line: Line) {
        line.write(to: &bytes, isColoured: style.isColoured)
        bytes.append(UInt8(ascii: "\n"))
        endsInSpace = line.isEmpty
    }
}

/// Rows under headings, each column as wide as its widest cell.
struct Table {
    /// One column.
    struct Column {
        /// Its heading.
        var title: String
        /// Whether its cells end, rather than begin, in one line.
        var isNumeric = false
        /// Whether its cells may be broken when the table is too wide.
        var canWrap = false
        /// Whether it is left out when the table is too wide.
        var isOptional = false
    }

    /// One row, and what stands under it.
    private struct Row {
        var cells: [Span]
        var notes: [Note]
    }

    /// What is between two columns.
    private static let gap = 2
    /// How narrow a column may become by breaking its cells.
    private static let narrowest = 16

    private let columns: [Column]
    private let indent: Int
    private var rows: [Row] = []

    /// An empty table; a column in which no row has anything is not shown at all.
    init(_ columns: [Column], indent: Int = 0) {
        self.columns = columns
        self.indent = indent
    }

    /// Whether there is no row.
    var isEmpty: Bool { rows.isEmpty }

    /// Adds a row; cells that are missing are empty.
    mutating func add(_ cells: [Span], notes: [Note] = []) {
        let missing = max(columns.count - cells.count, 0)
        rows.append(
            Row(cells: cells.prefix(columns.count) + Array(repeating: Span(""), count: missing), notes: notes)
        )
    }

    /// The headings and rows.
    func lines(within width: Int) -> [Line] {
        guard !rows.isEmpty else { return [] }
        let widths = widths(within: width)
        let headings = columns.map { Span($0.title, .faint) }
        var lines = columns.contains { !$0.title.isEmpty } ? self.lines(of: headings, widths: widths) : []
        for row in rows {
            lines += self.lines(of: row.cells, widths: widths)
            lines += Note.lines(of: row.notes, indent: indent + 3, within: width)
        }
        return lines
    }

    /// The width of each column; nil for one that is not shown.
    private func widths(within width: Int) -> [Int?] {
        var widths: [Int?] = columns.indices.map { column in
            let widest = rows.map(\.cells[column].width).max() ?? 0
            return widest == 0 ? nil : max(widest, columns[column].title.displayWidth)
        }
        func excess() -> Int {
            let shown = widths.compactMap(\.self)
            return indent + shown.reduce(0, +) + Table.gap * max(shown.count - 1, 0) - width
        }
        for column in columns.indices.reversed() where columns[column].isOptional && excess() > 0 {
            widths[column] = nil
        }
        let breakable = columns.indices.filter { columns[$0].canWrap }
        while excess() > 0 {
            let widest = breakable.max { (widths[$0] ?? 0) < (widths[$1] ?? 0) }
            guard let widest, let present = widths[widest], present > Table.narrowest else { break }
            widths[widest] = present - 1
        }
        return widths
    }

    /// One row, which is several lines where a cell is broken.
    private func lines(of cells: [Span], widths: [Int?]) -> [Line] {
        let broken = zip(cells, widths).enumerated().map { column, pair -> [Span] in
            guard let width = pair.1 else { return [] }
            return columns[column].canWrap ? pair.0.wrapped(within: width) : [pair.0]
        }
        return (0..<(broken.map(\.count).max() ?? 0)).map { height in
            var line = Line()
            line.pad(indent)
            var isFirst = true
            for (column, spans) in broken.enumerated() {
                guard let width = widths[column] else { continue }
                if !isFirst { line.pad(Table.gap) }
                isFirst = false
                let span = height < spans.count ? spans[height] : Span("")
                let blanks = max(width - span.width, 0)
                if columns[column].isNumeric { line.pad(blanks) }
                line.append(span)
                if !columns[column].isNumeric { line.pad(blanks) }
            }
            return line
        }
    }
}

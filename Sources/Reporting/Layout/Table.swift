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

    /// A column that is shown.
    private struct Place {
        var column: Int
        var width: Int
        var isNumeric: Bool
        var canWrap: Bool
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
        rows.append(Row(cells: cells + repeatElement(.empty, count: missing), notes: notes))
    }

    /// The headings and rows.
    func lines(within width: Int) -> [Line] {
        guard !rows.isEmpty else { return [] }
        let shown = places(within: width)
        var lines: [Line] = []
        if columns.contains(where: { !$0.title.isEmpty }) {
            add(columns.map { Span($0.title, .faint) }, in: shown, to: &lines)
        }
        for row in rows {
            add(row.cells, in: shown, to: &lines)
            if !row.notes.isEmpty { lines += Note.lines(of: row.notes, indent: indent + 3, within: width) }
        }
        return lines
    }

    /// The columns that are shown.
    private func places(within width: Int) -> [Place] {
        var widths: [Int?] = columns.indices.map { column in
            let widest = rows.reduce(0) { max($0, $1.cells[column].width) }
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
        return columns.indices.compactMap { column in
            guard let width = widths[column] else { return nil }
            let (isNumeric, canWrap) = (columns[column].isNumeric, columns[column].canWrap)
            return Place(column: column, width: width, isNumeric: isNumeric, canWrap: canWrap)
        }
    }

    /// Adds one row, which is several lines where a cell is broken.
    private func add(_ row: [Span], in shown: [Place], to lines: inout [Line]) {
        let cells = shown.map { row[$0.column] }
        guard zip(cells, shown).contains(where: { $1.canWrap && $0.width > $1.width }) else {
            if !shown.isEmpty { lines.append(line(of: cells, in: shown)) }
            return
        }
        let broken = zip(cells, shown).map { $1.canWrap ? $0.wrapped(within: $1.width) : [$0] }
        for height in 0..<broken.reduce(0, { max($0, $1.count) }) {
            lines.append(line(of: broken.map { height < $0.count ? $0[height] : .empty }, in: shown))
        }
    }

    /// One line of a row.
    private func line(of cells: [Span], in shown: [Place]) -> Line {
        var line = Line(pieceCount: 2 * shown.count)
        var blanks = indent
        for (cell, place) in zip(cells, shown) {
            let rest = max(place.width - cell.width, 0)
            line.pad(place.isNumeric ? blanks + rest : blanks)
            line.append(cell)
            blanks = Table.gap + (place.isNumeric ? 0 : rest)
        }
        return line
    }
}

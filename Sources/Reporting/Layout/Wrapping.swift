/// Breaks escaped text into lines.
enum Wrapping {
    /// The lines of `text`, each within so many columns where its words allow it.
    ///
    /// A line ends at a blank; a word longer than a line is broken after a character that paths and names are made
    /// of, and only then in the middle.
    static func lines(of text: String, within columns: Int) -> [String] {
        let columns = max(columns, 1)
        guard text.displayWidth > columns else { return [text] }
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ").flatMap({ pieces(of: String($0), within: columns) }) {
            let glue = line.isEmpty || word.isContinuation ? "" : " "
            if line.displayWidth + glue.count + word.text.displayWidth <= columns {
                line += glue + word.text
            } else {
                if !line.isEmpty { lines.append(line) }
                line = word.text
            }
        }
        if !line.isEmpty { lines.append(line) }
        return lines.isEmpty ? [""] : lines
    }

    private struct Piece {
        var text: String
        /// Whether it goes on with the word before it.
        var isContinuation: Bool
    }

    private static func pieces(of word: String, within columns: Int) -> [Piece] {
        guard word.displayWidth > columns else { return [Piece(text: word, isContinuation: false)] }
        var pieces: [Piece] = []
        var rest = word[...]
        while !rest.isEmpty {
            let head = String(rest).prefix(displayWidth: columns)
            var cut = rest.index(rest.startIndex, offsetBy: head.count, limitedBy: rest.endIndex) ?? rest.endIndex
            if cut < rest.endIndex, let joint = rest[..<cut].lastIndex(where: { "/-_.,:=".contains($0) }),
                joint > rest.startIndex
            {
                cut = rest.index(after: joint)
            }
            pieces.append(Piece(text: String(rest[..<cut]), isContinuation: !pieces.isEmpty))
            rest = rest[cut...]
        }
        return pieces
    }
}

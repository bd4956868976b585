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
        var width = 0
        for word in Array(text.utf8).split(separator: UInt8(ascii: " ")).map({ String(decoding: $0, as: UTF8.self) }) {
            for piece in pieces(of: word[...], within: columns) {
                // A piece that goes on with the word before it stands right beside it.
                let glue = line.isEmpty || piece.startIndex > word.startIndex ? "" : " "
                let pieceWidth = piece.displayWidth
                if width + glue.utf8.count + pieceWidth <= columns {
                    line += glue + piece
                    width += glue.utf8.count + pieceWidth
                } else {
                    if !line.isEmpty { lines.append(line) }
                    line = String(piece)
                    width = pieceWidth
                }
            }
        }
        if !line.isEmpty { lines.append(line) }
        return lines.isEmpty ? [""] : lines
    }

    private static func pieces(of word: Substring, within columns: Int) -> [Substring] {
        guard word.displayWidth > columns else { return [word] }
        var pieces: [Substring] = []
        var rest = word
        while !rest.isEmpty {
            var head = rest.prefix(displayWidth: columns)
            if head.endIndex < rest.endIndex, let joint = head.lastIndex(where: isJoint), joint > head.startIndex {
                head = head[...joint]
            }
            pieces.append(head)
            rest = rest[head.endIndex...]
        }
        return pieces
    }

    /// Whether a word may be broken after this.
    private static func isJoint(_ character: Character) -> Bool {
        switch character {
        case "/", "-", "_", ".", ",", ":", "=": true
        default: false
        }
    }
}

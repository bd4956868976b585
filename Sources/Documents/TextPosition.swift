/// A place in a text, as an editor shows it.
public struct TextPosition: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The line, from 1.
    public let line: Int

    /// The column, from 1, in Unicode code points; a byte order mark at the start of the text is not counted.
    public let column: Int

    /// A place at `line` and `column`, both from 1.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// The place of the byte at `offset`; lines end in LF, CR LF or CR.
    init(ofByte offset: Int, in bytes: [UInt8]) {
        var walk = TextWalk(over: bytes)
        self = walk.position(ofByte: offset)
    }

    /// Whether `lhs` comes before `rhs` in the text.
    public static func < (lhs: Self, rhs: Self) -> Bool {
        (lhs.line, lhs.column) < (rhs.line, rhs.column)
    }

    /// «line 3, column 7».
    public var description: String { "line \(line), column \(column)" }
}

/// Finds the places of bytes one after the other, in one pass over the text.
struct TextWalk {
    private let bytes: [UInt8]
    private let encoding: TextEncoding
    private var index: Int
    private var line = 1
    private var column = 1
    private var previous: UInt8?

    init(over bytes: [UInt8]) {
        self.bytes = bytes
        encoding = TextEncoding(of: bytes)
        index = encoding.markByteCount
    }

    /// The place of the byte at `offset`, which is not before that of the last call.
    mutating func position(ofByte offset: Int) -> TextPosition {
        while index < min(offset, bytes.count) {
            let (width, ascii) = encoding.codePoint(at: index, in: bytes)
            let endsLine = ascii == UInt8(ascii: "\n") || ascii == UInt8(ascii: "\r")
            if endsLine {
                if !(ascii == UInt8(ascii: "\n") && previous == UInt8(ascii: "\r")) { line += 1 }
                column = 1
            } else {
                column += 1
            }
            previous = ascii
            index += width
        }
        return TextPosition(line: line, column: column)
    }
}

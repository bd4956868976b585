extension StringProtocol {
    /// This text on one line, with nothing in it that could move a cursor, hide a word or turn a line around.
    ///
    /// All text in reports and journal entries passes through here once, ours as well as what a file, a process or a
    /// device says of itself. What a terminal would obey instead of show becomes `\n`, `\x1b` or `\u{202e}`: control
    /// characters, every format character (among them those that override the direction of writing), line separators,
    /// spaces that are not the plain one, and code points without an agreed meaning. Marks that combine with the
    /// character before them stay, up to ``markLimit`` of them and only where there is one. A backslash is left as it
    /// is, since unit names have many (`dev-disk-by\x2duuid`): what is shown is safe, and not meant to be read back.
    ///
    /// - Parameter limit: How many code points are shown at most; a longer text ends in `…` and its size.
    public func escaped(limit: Int = escapedLengthLimit) -> String {
        // Almost every text is plain already, and a long report has thousands.
        if utf8.count <= limit, isPlain { return String(self) }
        var result = ""
        var count = 0
        var marks = markLimit
        for scalar in unicodeScalars {
            let isMark = scalar.properties.isCombining
            marks = isMark ? marks + 1 : 0
            let piece = scalar.isShown && marks <= markLimit ? String(scalar) : scalar.spelledOut
            count += piece.unicodeScalars.count
            if count > limit { return result + "… (\(utf8.count) bytes)" }
            result += piece
        }
        return result
    }

    /// Whether each byte is a character that a terminal shows. Asked of the bytes where they lie in one piece, which
    /// takes a quarter of the time.
    private var isPlain: Bool {
        func isShown(_ byte: UInt8) -> Bool { (0x20..<0x7f).contains(byte) }
        return utf8.withContiguousStorageIfAvailable { $0.allSatisfy(isShown) } ?? utf8.allSatisfy(isShown)
    }
}

/// How many code points of one outside text are shown unless said otherwise.
public let escapedLengthLimit = 512

/// How many combining marks one character may carry. Scripts in use need three; a pile of hundreds covers the lines
/// above and below.
private let markLimit = 4

extension Unicode.Scalar {
    /// Whether a terminal shows this, and does nothing else.
    var isShown: Bool {
        if value < 0x80 { return value >= 0x20 && value != 0x7f }
        return switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .surrogate, .privateUse,
            .unassigned:
            false
        default: true
        }
    }

    /// The character in ASCII.
    fileprivate var spelledOut: String {
        switch self {
        case "\n": return "\\n"
        case "\r": return "\\r"
        case "\t": return "\\t"
        default:
            let digits = String(value, radix: 16)
            return value < 0x100
                ? "\\x" + String(repeating: "0", count: 2 - digits.count) + digits
                : "\\u{\(digits)}"
        }
    }
}

extension Unicode.Scalar.Properties {
    /// Whether this is drawn onto the character before it.
    var isCombining: Bool {
        switch generalCategory {
        case .nonspacingMark, .enclosingMark: true
        default: false
        }
    }
}

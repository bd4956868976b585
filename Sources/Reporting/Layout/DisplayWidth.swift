extension StringProtocol {
    /// How many columns of a terminal this takes, once it is escaped.
    ///
    /// Combining marks and the later parts of a Korean syllable take none, East Asian wide characters and emoji two.
    /// A terminal may disagree on rare ones; then one line is off by a column, and nothing else happens.
    var displayWidth: Int {
        isASCII ? utf8.count : unicodeScalars.reduce(0) { $0 + $1.displayWidth }
    }

    /// Whether each byte takes a column.
    fileprivate var isASCII: Bool { utf8.allSatisfy { $0 < 0x80 } }
}

extension Substring {
    /// The longest beginning that takes no more than this many columns; at least one character, so that a caller
    /// that goes on with the rest comes to an end.
    func prefix(displayWidth limit: Int) -> Substring {
        if isASCII {
            return self[..<(utf8.index(startIndex, offsetBy: Swift.max(limit, 1), limitedBy: endIndex) ?? endIndex)]
        }
        var width = 0
        var end = startIndex
        for index in indices {
            width += self[index].unicodeScalars.reduce(0) { $0 + $1.displayWidth }
            if width > limit, end > startIndex { break }
            end = self.index(after: index)
        }
        return self[..<end]
    }
}

extension Unicode.Scalar {
    fileprivate var displayWidth: Int {
        if value < 0x300 { return 1 }
        if properties.isCombining || (0x1160...0x11ff).contains(value) { return 0 }
        return isWide || properties.isEmojiPresentation ? 2 : 1
    }

    /// Whether Unicode calls this wide or fullwidth, by block.
    /// sources: Unicode 15, EastAsianWidth.txt
    private var isWide: Bool {
        switch value {
        case 0x1100...0x115f, 0x2e80...0x303e, 0x3041...0x33ff, 0x3400...0x4dbf, 0x4e00...0xa4cf, 0xa960...0xa97f,
            0xac00...0xd7a3, 0xf900...0xfaff, 0xfe10...0xfe19, 0xfe30...0xfe6f, 0xff01...0xff60, 0xffe0...0xffe6,
            0x1f300...0x1f64f, 0x1f900...0x1f9ff, 0x20000...0x3fffd:
            true
        default: false
        }
    }
}

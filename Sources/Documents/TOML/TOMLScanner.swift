/// The words of TOML text: walks over bytes and tells keys, strings, numbers and blanks apart.
struct TOMLScanner {
    let bytes: [UInt8]
    var offset: Int
    /// Where each line begins.
    private let lineStarts: [Int]
    /// The place that was asked for last: a line may hold a hundred thousand values.
    private var lastPlace: (offset: Int, position: TextPosition)?

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        offset = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        lineStarts = [offset] + bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
    }

    /// The byte here, nil at the end.
    var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    /// The place of an offset, which the next call may begin to count from.
    mutating func place(of offset: Int) -> TextPosition {
        let position = position(of: offset)
        lastPlace = (offset, position)
        return position
    }

    /// The place of an offset.
    func position(of offset: Int) -> TextPosition {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        var (start, column) = (lineStarts[low], 1)
        if let lastPlace, lastPlace.position.line == low + 1, lastPlace.offset <= min(offset, bytes.count) {
            (start, column) = (lastPlace.offset, lastPlace.position.column)
        }
        // A byte that goes on with a code point is no column of its own.
        column += bytes[start..<min(offset, bytes.count)].count { $0 & 0xC0 != 0x80 }
        return TextPosition(line: low + 1, column: column)
    }

    func error(
        _ message: String,
        _ kind: DocumentError.Kind = .malformed,
        at offset: Int? = nil
    ) -> DocumentError {
        DocumentError(kind, message, at: position(of: offset ?? self.offset))
    }

    /// «expected '=', found the end of the line».
    func unexpected(_ wanted: String) -> DocumentError {
        switch next {
        case nil: error("expected \(wanted), found the end")
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"): error("expected \(wanted), found the end of the line")
        case .some(let byte) where byte < 0x80:
            error("expected \(wanted), found \(quoted(String(Unicode.Scalar(byte))))")
        case .some(let byte): error("expected \(wanted), found byte 0x\(String(byte, radix: 16))")
        }
    }

    /// Whether a line ends here, in LF or in CR LF; a CR alone is none.
    private var endsLine: Bool {
        next == UInt8(ascii: "\n")
            || next == UInt8(ascii: "\r") && bytes.dropFirst(offset + 1).first == UInt8(ascii: "\n")
    }

    /// Passes over `word` if it is here.
    mutating func skip(_ word: StaticString) -> Bool {
        let matches = word.withUTF8Buffer { bytes.dropFirst(offset).starts(with: $0) }
        if matches { offset += word.utf8CodeUnitCount }
        return matches
    }

    /// Passes over blanks in a line.
    mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || byte == 0x09 { offset += 1 }
    }

    /// Passes over a comment, if one is here.
    mutating func skipComment() throws(DocumentError) {
        guard next == UInt8(ascii: "#") else { return }
        while let byte = next, byte != UInt8(ascii: "\n") {
            if endsLine { return }
            guard byte >= 0x20 && byte != 0x7F || byte == 0x09 else { throw unexpected("a comment without controls") }
            offset += 1
        }
    }

    /// Passes over blanks, comments and line ends.
    mutating func skipLines() throws(DocumentError) {
        while true {
            skipBlanks()
            try skipComment()
            guard skip("\n") || skip("\r\n") else { return }
        }
    }

    /// Passes over what may follow a statement in its line, and over the end of that.
    mutating func endLine() throws(DocumentError) {
        skipBlanks()
        try skipComment()
        guard next == nil || skip("\n") || skip("\r\n") else { throw unexpected("the end of the line") }
    }

    /// A key of one or several parts with dots between them.
    mutating func key() throws(DocumentError) -> [String] {
        var parts: [String] = []
        repeat {
            skipBlanks()
            parts.append(try keyPart())
            skipBlanks()
            guard parts.count <= 64 else { throw error("a key of more than 64 parts", .overLimit) }
        } while skip(".")
        return parts
    }

    private mutating func keyPart() throws(DocumentError) -> String {
        if next == UInt8(ascii: "\"") || next == UInt8(ascii: "'") { return try singleLine() }
        let start = offset
        while let byte = next, byte.isBareKey { offset += 1 }
        guard offset > start else { throw unexpected("a key") }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    /// A run of bytes up to what ends a bare value.
    mutating func bareWord() -> String {
        let start = offset
        while let byte = next, !byte.endsBareWord { offset += 1 }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }
}

// MARK: - Strings

extension TOMLScanner {
    /// Any of the four kinds of string that begins here.
    mutating func string() throws(DocumentError) -> String {
        if skip("\"\"\"") { return try many(UInt8(ascii: "\""), escapes: true) }
        if skip("'''") { return try many(UInt8(ascii: "'"), escapes: false) }
        return try singleLine()
    }

    private mutating func singleLine() throws(DocumentError) -> String {
        let start = offset
        let mark = bytes[offset]
        offset += 1
        var text: [UInt8] = []
        while let byte = next, byte != mark {
            guard byte >= 0x20 && byte != 0x7F || byte == 0x09 else { break }
            if mark == UInt8(ascii: "\""), byte == UInt8(ascii: "\\") {
                try escape(into: &text)
            } else {
                text.append(byte)
                offset += 1
            }
        }
        guard next == mark else { throw error("the string that begins here does not end in its line", at: start) }
        offset += 1
        return try decoded(text, from: start)
    }

    private mutating func many(_ mark: UInt8, escapes: Bool) throws(DocumentError) -> String {
        let start = offset - 3
        _ = skip("\n") || skip("\r\n")
        var text: [UInt8] = []
        while let byte = next {
            if byte == mark, bytes.dropFirst(offset).prefix(3).elementsEqual([mark, mark, mark]) {
                offset += 3
                // Up to two marks may stand right before the three that end it.
                for _ in 0..<2 where next == mark {
                    text.append(mark)
                    offset += 1
                }
                return try decoded(text, from: start)
            }
            guard byte >= 0x20 && byte != 0x7F || byte == 0x09 || endsLine else { break }
            if escapes, byte == UInt8(ascii: "\\") {
                try escape(into: &text, mayEndLine: true)
            } else {
                text.append(byte)
                offset += 1
            }
        }
        throw error("the string that begins here does not end", at: start)
    }

    private func decoded(_ text: [UInt8], from start: Int) throws(DocumentError) -> String {
        guard let text = String(validating: text, as: UTF8.self) else { throw error("not UTF-8 text", at: start) }
        return text
    }

    private mutating func escape(into text: inout [UInt8], mayEndLine: Bool = false) throws(DocumentError) {
        let start = offset
        offset += 1
        let letter = next
        offset += 1
        switch letter {
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): text.append(bytes[start + 1])
        case UInt8(ascii: "u"), UInt8(ascii: "U"):
            let count = letter == UInt8(ascii: "u") ? 4 : 8
            let digits = String(decoding: bytes.dropFirst(offset).prefix(count), as: UTF8.self)
            guard digits.utf8.count == count, let code = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(code)
            else {
                throw error("no Unicode character", at: start)
            }
            offset += count
            text += Array(String(scalar).utf8)
        case 0x20, 0x09, 0x0A, 0x0D:
            guard mayEndLine else { throw error("unknown escape", at: start) }
            offset = start + 1
            skipBlanks()
            guard skip("\n") || skip("\r\n") else { throw error("unknown escape", at: start) }
            while let byte = next, byte == 0x20 || byte == 0x09 || endsLine { offset += 1 }
        default: throw error("unknown escape", at: start)
        }
    }
}

extension UInt8 {
    fileprivate var isBareKey: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    fileprivate var endsBareWord: Bool {
        switch self {
        case 0...0x20, 0x7F, UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "#"): true
        default: false
        }
    }
}

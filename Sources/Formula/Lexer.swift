/// Turns the text of a formula into tokens, over its UTF-8 bytes.
struct Lexer {
    let bytes: [UInt8]
    var offset = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// All tokens, ending with `.end`.
    mutating func tokens() throws(Fault) -> [Token] {
        var tokens: [Token] = []
        while true {
            let token = try next()
            tokens.append(token)
            if token.kind == .end { return tokens }
        }
    }

    /// The byte `distance` after the current one; 0, which no token begins with, past the end.
    func peek(_ distance: Int = 0) -> UInt8 {
        let place = offset + distance
        return place < bytes.count ? bytes[place] : 0
    }

    private mutating func next() throws(Fault) -> Token {
        skipBlanks()
        let start = offset
        guard start < bytes.count else { return Token(kind: .end, offset: start) }
        let byte = peek()
        if let kind = try prefixedString() {
            return Token(kind: kind, offset: start)
        }
        if isNameStart(byte) {
            return Token(kind: name(), offset: start)
        }
        if isDigit(byte) || (byte == UInt8(ascii: ".") && isDigit(peek(1))) {
            return Token(kind: try number(), offset: start)
        }
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
            return Token(kind: try string(isRaw: false), offset: start)
        }
        if byte == UInt8(ascii: "`") {
            return Token(kind: try quotedName(), offset: start)
        }
        return Token(kind: .symbol(try symbol()), offset: start)
    }

    private mutating func skipBlanks() {
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), 0x0C:
                offset += 1
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"):
                while offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") {
                    offset += 1
                }
            default:
                return
            }
        }
    }

    /// A string with a prefix: raw, or of bytes, which are refused.
    private mutating func prefixedString() throws(Fault) -> Token.Kind? {
        var isRaw = false
        var isBytes = false
        var length = 0
        while length < 2 {
            switch peek(length) | 0x20 {
            case UInt8(ascii: "r") where !isRaw: isRaw = true
            case UInt8(ascii: "b") where !isBytes: isBytes = true
            default:
                guard length > 0, isQuote(peek(length)) else { return nil }
                return try string(isRaw: isRaw, isBytes: isBytes, after: length)
            }
            length += 1
        }
        guard isQuote(peek(length)) else { return nil }
        return try string(isRaw: isRaw, isBytes: isBytes, after: length)
    }

    private mutating func string(isRaw: Bool, isBytes: Bool, after length: Int) throws(Fault) -> Token.Kind {
        guard !isBytes else { throw Refusal.bytes.fault(naming: "b\"\"", at: offset) }
        offset += length
        return try string(isRaw: isRaw)
    }

    private mutating func name() -> Token.Kind {
        let start = offset
        while isNamePart(peek()) {
            offset += 1
        }
        let name = String(decoding: bytes[start..<offset], as: UTF8.self)
        switch name {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null": return .null
        case "in": return .symbol(.memberOf)
        default: return .name(name, isReserved: Self.reserved.contains(name))
        }
    }

    /// A field name between backquotes, for names that are no identifiers: letters, digits, `_`, `.`, `-`, `/`, space.
    private mutating func quotedName() throws(Fault) -> Token.Kind {
        let start = offset
        offset += 1
        while isNamePart(peek()) || [0x20, 0x2D, 0x2E, 0x2F].contains(peek()) {
            offset += 1
        }
        guard peek() == UInt8(ascii: "`"), offset > start + 1 else {
            let message = "a name between backquotes is of letters, digits, '_', '.', '-', '/' and spaces"
            throw Fault(.syntax, message, at: start)
        }
        let name = String(decoding: bytes[(start + 1)..<offset], as: UTF8.self)
        offset += 1
        return .quotedName(name)
    }

    private mutating func symbol() throws(Fault) -> Symbol {
        let start = offset
        let pair = String(decoding: [peek(), peek(1)], as: UTF8.self)
        if let symbol = Symbol(rawValue: pair) {
            offset += 2
            return symbol
        }
        if peek() < 0x80, let symbol = Symbol(rawValue: String(UnicodeScalar(peek()))) {
            offset += 1
            return symbol
        }
        let likely: [UInt8: String] = [UInt8(ascii: "="): "==", UInt8(ascii: "&"): "&&", UInt8(ascii: "|"): "||"]
        let rest = String(decoding: bytes[start..<min(start + 4, bytes.count)], as: UTF8.self)
        let stray = rest.unicodeScalars.first ?? "?"
        throw Fault(.syntax, "unexpected \(named(stray))", suggestion: likely[peek()], at: start)
    }

    /// The character as it can be printed, or by its number.
    private func named(_ scalar: Unicode.Scalar) -> String {
        let isVisible = scalar.isASCII ? (0x21...0x7E).contains(scalar.value) : scalar.properties.isAlphabetic
        return isVisible ? "'\(scalar)'" : "character U+\(hexadecimal(scalar.value, width: 4))"
    }

    /// Words that CEL keeps for the languages that embed it.
    private static let reserved: Set<String> = [
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
        "namespace", "return", "var", "void", "while",
    ]
}

func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}

func isNameStart(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
}

func isNamePart(_ byte: UInt8) -> Bool {
    isNameStart(byte) || isDigit(byte)
}

func isQuote(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
}

/// The value of a hexadecimal digit, or nil.
func hexadecimalValue(of byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
}

/// `value` in hexadecimal digits, with zeros before it up to `width`.
func hexadecimal(_ value: UInt32, width: Int) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}

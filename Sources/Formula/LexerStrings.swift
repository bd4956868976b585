extension Lexer {
    /// The string whose opening quote is here.
    mutating func string(isRaw: Bool) throws(Fault) -> Token.Kind {
        let start = offset
        let quote = peek()
        let isTriple = peek(1) == quote && peek(2) == quote
        offset += isTriple ? 3 : 1
        var content: [UInt8] = []
        while offset < bytes.count {
            let byte = bytes[offset]
            switch byte {
            case quote where !isTriple:
                offset += 1
                return .string(String(decoding: content, as: UTF8.self))
            case quote where peek(1) == quote && peek(2) == quote:
                offset += 3
                return .string(String(decoding: content, as: UTF8.self))
            case UInt8(ascii: "\n") where !isTriple, UInt8(ascii: "\r") where !isTriple:
                throw Fault(.syntax, "string is not closed on its line", at: start)
            case UInt8(ascii: "\\") where !isRaw:
                content.append(contentsOf: String(try escape()).utf8)
            default:
                content.append(byte)
                offset += 1
            }
        }
        throw Fault(.syntax, "string is not closed", at: start)
    }

    /// The code point for the escape sequence that begins here.
    private mutating func escape() throws(Fault) -> Unicode.Scalar {
        let start = offset
        let letter = peek(1)
        offset += 2
        switch letter {
        case UInt8(ascii: "\\"), UInt8(ascii: "?"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
            return Unicode.Scalar(letter)
        case UInt8(ascii: "a"): return "\u{07}"
        case UInt8(ascii: "b"): return "\u{08}"
        case UInt8(ascii: "f"): return "\u{0C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "v"): return "\u{0B}"
        case UInt8(ascii: "x"), UInt8(ascii: "X"): return try codePoint(digits: 2, radix: 16, escapeAt: start)
        case UInt8(ascii: "u"): return try codePoint(digits: 4, radix: 16, escapeAt: start)
        case UInt8(ascii: "U"): return try codePoint(digits: 8, radix: 16, escapeAt: start)
        case UInt8(ascii: "0")...UInt8(ascii: "3"):
            offset = start + 1
            return try codePoint(digits: 3, radix: 8, escapeAt: start)
        default:
            throw Fault(.syntax, "unknown escape sequence; a backslash itself is written '\\\\'", at: start)
        }
    }

    private mutating func codePoint(
        digits: Int,
        radix: UInt32,
        escapeAt start: Int
    ) throws(Fault) -> Unicode.Scalar {
        var value: UInt32 = 0
        for _ in 0..<digits {
            guard let digit = hexadecimalValue(of: peek()), digit < radix else {
                let digitKind = radix == 16 ? "hexadecimal" : "octal"
                throw Fault(.syntax, "escape sequence needs \(digits) \(digitKind) digits", at: start)
            }
            // Eight hexadecimal digits are 32 bits, so this cannot overflow.
            value = value &* radix &+ UInt32(digit)
            offset += 1
        }
        guard let scalar = Unicode.Scalar(value) else {
            throw Fault(.syntax, "U+\(hexadecimal(value, width: 4)) is not a Unicode code point", at: start)
        }
        return scalar
    }
}

extension Lexer {
    /// The number that begins here: an `int`, a `uint` with its suffix, or a `double`.
    mutating func number() throws(Fault) -> Token.Kind {
        let start = offset
        let kind: Token.Kind
        if peek() == UInt8(ascii: "0"), peek(1) | 0x20 == UInt8(ascii: "x") {
            offset += 2
            kind = try integer(from: start, digitsFrom: offset, radix: 16)
        } else {
            skipDigits()
            let isInteger = !skipFractionAndExponent()
            kind = isInteger ? try integer(from: start, digitsFrom: start, radix: 10) : try double(from: start)
        }
        guard !isNamePart(peek()) else {
            while isNamePart(peek()) {
                offset += 1
            }
            let text = String(decoding: bytes[start..<offset], as: UTF8.self)
            throw Fault(.syntax, "'\(text)' is not a number", at: start)
        }
        return kind
    }

    private mutating func skipDigits() {
        while isDigit(peek()) {
            offset += 1
        }
    }

    /// Whether there was a fraction or an exponent, now skipped.
    private mutating func skipFractionAndExponent() -> Bool {
        let start = offset
        if peek() == UInt8(ascii: "."), isDigit(peek(1)) {
            offset += 1
            skipDigits()
        }
        if peek() | 0x20 == UInt8(ascii: "e") {
            let hasSign = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-")
            if isDigit(peek(hasSign ? 2 : 1)) {
                offset += hasSign ? 2 : 1
                skipDigits()
            }
        }
        return offset > start
    }

    /// The integer whose digits begin at `digitsFrom`; decimal ones have been skipped already.
    private mutating func integer(from start: Int, digitsFrom: Int, radix: UInt64) throws(Fault) -> Token.Kind {
        offset = digitsFrom
        var value: UInt64 = 0
        while let digit = hexadecimalValue(of: peek()), UInt64(digit) < radix {
            let (shifted, shiftOverflows) = value.multipliedReportingOverflow(by: radix)
            let (sum, sumOverflows) = shifted.addingReportingOverflow(UInt64(digit))
            guard !shiftOverflows, !sumOverflows else {
                throw Fault(.syntax, "integer does not fit 64 bits", at: start)
            }
            value = sum
            offset += 1
        }
        guard offset > digitsFrom else { throw Fault(.syntax, "'0x' without hexadecimal digits", at: start) }
        guard peek() | 0x20 == UInt8(ascii: "u") else { return .int(value) }
        offset += 1
        return .uint(value)
    }

    private func double(from start: Int) throws(Fault) -> Token.Kind {
        let text = String(decoding: bytes[start..<offset], as: UTF8.self)
        guard let value = Double(text), value.isFinite else {
            throw Fault(.syntax, "'\(text)' does not fit a double", at: start)
        }
        return .double(value)
    }
}

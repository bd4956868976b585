extension JSONScanner {
    /// The string here, which begins with a quotation mark, unescaped.
    mutating func string() throws(DocumentError) -> String {
        let opening = offset
        guard skip("\"") else { throw unexpected("a string") }
        if let count = plainCount {
            offset += count + 1
            return String(decoding: bytes[opening + 1..<opening + 1 + count], as: UTF8.self)
        }
        let start = offset
        var unescaped: [UInt8] = []
        var copied = start
        while let byte = next, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw error("a control character stands bare in a string") }
            guard byte == UInt8(ascii: "\\") else {
                offset += 1
                continue
            }
            unescaped += bytes[copied..<offset]
            try appendEscaped(to: &unescaped)
            copied = offset
        }
        guard next != nil else { throw error("the string has no end", at: opening) }
        let end = offset
        offset += 1
        guard let written = String(validating: bytes[start..<end], as: UTF8.self) else {
            throw error("no UTF-8", at: firstInvalidByte(in: start..<end))
        }
        guard copied > start else { return written }
        return String(decoding: unescaped + bytes[copied..<end], as: UTF8.self)
    }

    /// Passes over the string here, which begins with a quotation mark.
    mutating func stringWord() throws(DocumentError) -> JSONWord {
        let opening = offset
        guard skip("\"") else { throw unexpected("a string") }
        guard let count = plainCount else {
            offset = opening
            _ = try string()
            return JSONWord(.text, at: opening)
        }
        offset += count + 1
        return JSONWord(.plain, at: opening, count: count)
    }

    /// How many bytes the rest of the string here has if it is nothing but ASCII, without escapes, as nearly all are.
    private var plainCount: Int? {
        bytes.withUnsafeBufferPointer { bytes in
            var end = offset
            while end < bytes.count {
                let byte = bytes[end]
                if byte == UInt8(ascii: "\"") { return end - offset }
                guard byte &- 0x20 < 0x60, byte != UInt8(ascii: "\\") else { return nil }
                end += 1
            }
            return nil
        }
    }

    /// Appends what the escape here, which begins with a backslash, stands for.
    private mutating func appendEscaped(to unescaped: inout [UInt8]) throws(DocumentError) {
        let start = offset
        offset += 1
        let letter = next
        offset += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): unescaped.append(bytes[start + 1])
        case UInt8(ascii: "b"): unescaped.append(0x08)
        case UInt8(ascii: "f"): unescaped.append(0x0C)
        case UInt8(ascii: "n"): unescaped.append(0x0A)
        case UInt8(ascii: "r"): unescaped.append(0x0D)
        case UInt8(ascii: "t"): unescaped.append(0x09)
        case UInt8(ascii: "u"):
            guard var value = hexadecimal() else { throw error("\\u needs four hexadecimal digits", at: start) }
            if (0xD800..<0xDC00).contains(value), let low = lowSurrogate() {
                value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
            }
            unescaped += Array(String(Unicode.Scalar(value) ?? "\u{FFFD}").utf8)
        default: throw error("no such escape", at: start)
        }
    }

    private mutating func hexadecimal() -> UInt32? {
        guard offset + 4 <= bytes.count else { return nil }
        var value: UInt32 = 0
        for byte in bytes[offset..<offset + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            value = value << 4 | UInt32(digit)
        }
        offset += 4
        return value
    }

    /// The second half of a surrogate pair, passed over if it is here.
    private mutating func lowSurrogate() -> UInt32? {
        let start = offset
        if skip(word: "\\u"), let value = hexadecimal(), (0xDC00..<0xE000).contains(value) { return value }
        offset = start
        return nil
    }

    private func firstInvalidByte(in range: Range<Int>) -> Int {
        var parser = Unicode.UTF8.ForwardParser()
        var rest = bytes[range].makeIterator()
        var place = range.lowerBound
        while case .valid(let scalar) = parser.parseScalar(from: &rest) { place += scalar.count }
        return place
    }
}

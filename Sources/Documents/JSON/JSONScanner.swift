/// The words of JSON text: walks over bytes and tells strings, numbers and spaces apart.
struct JSONScanner {
    let bytes: [UInt8]
    var offset: Int

    /// At the start of `bytes`, after a byte order mark.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        offset = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// At a byte of `bytes`.
    init(_ bytes: [UInt8], at offset: Int) {
        self.bytes = bytes
        self.offset = offset
    }

    /// The byte here, nil at the end.
    var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    @inline(__always)
    mutating func skipSpace() {
        guard let byte = next, byte <= 0x20 else { return }
        while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { offset += 1 }
    }

    /// Passes over `byte` if it is here.
    @inline(__always)
    mutating func skip(_ byte: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: byte) else { return false }
        offset += 1
        return true
    }

    /// Passes over `word` if it is here.
    mutating func skip(word: StaticString) -> Bool {
        let matches = word.withUTF8Buffer { bytes.dropFirst(offset).starts(with: $0) }
        if matches { offset += word.utf8CodeUnitCount }
        return matches
    }

    func error(
        _ message: String,
        _ kind: DocumentError.Kind = .malformed,
        at offset: Int? = nil
    ) -> DocumentError {
        DocumentError(kind, message, at: TextPosition(ofByte: offset ?? self.offset, in: bytes))
    }

    /// «expected ',' or ']', found 'x'».
    func unexpected(_ wanted: String) -> DocumentError {
        let found: String
        switch next {
        case nil: found = "the end"
        case .some(let byte) where byte < 0x80: found = quoted(String(Unicode.Scalar(byte)))
        case .some(let byte): found = "byte 0x\(String(byte, radix: 16))"
        }
        return error("expected \(wanted), found \(found)")
    }

    /// The text of the number here, which begins with a digit or a minus.
    mutating func number() throws(DocumentError) -> JSONValue {
        if let integer = shortInteger() { return .integer(integer) }
        let start = offset
        _ = skip("-")
        guard let first = next, Self.isDigit(first) else { throw unexpected("a digit") }
        if first == UInt8(ascii: "0") { offset += 1 } else { skipDigits() }
        var isInteger = true
        if skip(".") {
            isInteger = false
            guard skipDigits() > 0 else { throw unexpected("a digit") }
        }
        if skip("e") || skip("E") {
            isInteger = false
            if !skip("+") { _ = skip("-") }
            guard skipDigits() > 0 else { throw unexpected("a digit") }
        }
        guard offset - start <= Self.longestNumber else {
            throw error("the number has more than \(Self.longestNumber) characters", .overLimit, at: start)
        }
        let text = String(decoding: bytes[start..<offset], as: UTF8.self)
        if isInteger && text != "-0" {
            if let integer = Int64(text) { return .integer(integer) }
            if let unsigned = UInt64(text) { return .unsigned(unsigned) }
        }
        guard let double = Double(text), double.isFinite else {
            throw error("the number is too large for a double", at: start)
        }
        return .number(double)
    }

    /// The whole number here if it has no sign and no more than 18 digits; else nothing is passed over.
    private mutating func shortInteger() -> Int64? {
        var end = offset
        var integer: Int64 = 0
        while end < bytes.count, Self.isDigit(bytes[end]) {
            guard end - offset < 18 else { return nil }
            integer = integer * 10 + Int64(bytes[end] - UInt8(ascii: "0"))
            end += 1
        }
        guard end - offset == 1 || end > offset && bytes[offset] != UInt8(ascii: "0") else { return nil }
        let after = end < bytes.count ? bytes[end] : UInt8(ascii: " ")
        guard after != UInt8(ascii: "."), after | 0x20 != UInt8(ascii: "e") else { return nil }
        offset = end
        return integer
    }

    /// Longer numbers than any that is meant: the exact decimal form of the smallest double has 1,077 characters.
    private static let longestNumber = 1100

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    @discardableResult
    private mutating func skipDigits() -> Int {
        let start = offset
        while let byte = next, Self.isDigit(byte) { offset += 1 }
        return offset - start
    }
}

/// How a text is written in bytes, by its byte order mark: without one it is UTF-8.
struct TextEncoding: Equatable {
    enum Form {
        case utf8
        case utf16LittleEndian
        case utf16BigEndian
    }

    let form: Form

    /// The bytes of the mark, 0 if there is none.
    let markByteCount: Int

    init(of bytes: [UInt8]) {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            (form, markByteCount) = (.utf8, 3)
        } else if bytes.starts(with: [0xFF, 0xFE]) {
            (form, markByteCount) = (.utf16LittleEndian, 2)
        } else if bytes.starts(with: [0xFE, 0xFF]) {
            (form, markByteCount) = (.utf16BigEndian, 2)
        } else {
            (form, markByteCount) = (.utf8, 0)
        }
    }

    /// The width in bytes of the code point at `offset`, at least 1, and its value if it is ASCII.
    ///
    /// Malformed text is walked without complaint: who decodes it says what is wrong.
    func codePoint(at offset: Int, in bytes: [UInt8]) -> (width: Int, ascii: UInt8?) {
        let first = bytes[offset]
        guard form != .utf8 else {
            switch first {
            case 0..<0x80: return (1, first)
            case 0xC0..<0xE0: return (2, nil)
            case 0xE0..<0xF0: return (3, nil)
            case 0xF0...: return (4, nil)
            default: return (1, nil)
            }
        }
        guard offset + 1 < bytes.count else { return (1, nil) }
        let second = bytes[offset + 1]
        let (high, low) = form == .utf16BigEndian ? (first, second) : (second, first)
        if (0xD8..<0xDC).contains(high) { return (4, nil) }
        return (2, high == 0 && low < 0x80 ? low : nil)
    }
}

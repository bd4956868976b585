import Glibc

/// What the kernel's text files need of a run of bytes. Bytes, since a node has thousands of such lines and few of them
/// are ever shown.
extension ArraySlice<UInt8> {
    /// The bytes as text; what is not UTF-8 is replaced by U+FFFD.
    var text: String { String(decoding: self, as: UTF8.self) }

    /// Without the blanks at both ends.
    var trimmed: ArraySlice<UInt8> {
        var rest = drop { $0.isBlank }
        while let last = rest.last, last.isBlank { rest.removeLast() }
        return rest
    }

    /// The words between blanks.
    var words: [ArraySlice<UInt8>] { split { $0.isBlank } }

    /// The word of a place among them, from 0, without making the others; nil if there are fewer.
    func word(_ place: Int) -> ArraySlice<UInt8>? {
        var rest = drop { $0.isBlank }
        for _ in 0..<place { rest = rest.drop { !$0.isBlank }.drop { $0.isBlank } }
        return rest.isEmpty ? nil : rest.prefix { !$0.isBlank }
    }

    /// The number that decimal digits write; nil if there is anything else, or more than a number holds.
    var decimal: Int64? {
        guard !isEmpty else { return nil }
        var number: Int64 = 0
        for byte in self {
            guard byte.isDigit else { return nil }
            let (tens, overflowed) = number.multipliedReportingOverflow(by: 10)
            let (sum, overflowedAgain) = tens.addingReportingOverflow(Int64(byte - UInt8(ascii: "0")))
            guard !overflowed, !overflowedAgain else { return nil }
            number = sum
        }
        return number
    }

    /// Whether these are the bytes of a text.
    func `is`(_ text: StaticString) -> Bool { count == text.utf8CodeUnitCount && begins(with: text) }

    /// Whether they begin with the bytes of a text.
    func begins(with text: StaticString) -> Bool {
        starts(with: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}

extension [UInt8] {
    /// The lines that are not empty.
    var lines: [ArraySlice<UInt8>] { split(separator: UInt8(ascii: "\n")) }

    /// Whether the bytes of a text stand anywhere in these.
    func holds(_ text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        return withUnsafeBytes { buffer in
            guard var place = buffer.baseAddress else { return false }
            let end = place + buffer.count
            while end - place >= length {
                guard let start = memchr(place, Int32(text.utf8Start.pointee), end - place - length + 1) else { break }
                if memcmp(start, text.utf8Start, length) == 0 { return true }
                place = UnsafeRawPointer(start) + 1
            }
            return false
        }
    }
}

extension UInt8 {
    /// Whether it is white space.
    var isBlank: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
    /// Whether it is a decimal digit.
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}

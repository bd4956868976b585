/// How the lines of a text end.
enum LineBreak {
    case lineFeed
    case carriageReturn
    case both

    /// As the first line of `bytes` ends; nil if there is but one line without an end.
    init?(of bytes: some Collection<UInt8>) {
        guard let first = bytes.firstIndex(where: Self.isPart) else { return nil }
        let next = bytes[bytes.index(after: first)...].first
        if bytes[first] == UInt8(ascii: "\n") {
            self = .lineFeed
        } else {
            self = next == UInt8(ascii: "\n") ? .both : .carriageReturn
        }
    }

    static func isPart(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }

    /// The lines in which a range of `bytes` stands, from the first byte to before the last one's break.
    static func lines(of range: Range<Int>, in bytes: [UInt8]) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start > 0, !isPart(bytes[start - 1]) { start -= 1 }
        while end < bytes.count, !isPart(bytes[end]) { end += 1 }
        return start..<end
    }

    /// A line with the break behind it; the last one of `bytes`, which has none, with the break before it.
    static func lineAndNextBreak(_ line: Range<Int>, in bytes: [UInt8]) -> Range<Int> {
        line.upperBound < bytes.count ? withBreakBehind(line, in: bytes) : withBreakBefore(line, in: bytes)
    }

    /// A line with the break before it; the first one of `bytes`, which has none, with the break behind it.
    static func lineAndFormerBreak(_ line: Range<Int>, in bytes: [UInt8]) -> Range<Int> {
        line.lowerBound > 0 ? withBreakBefore(line, in: bytes) : withBreakBehind(line, in: bytes)
    }

    private static func withBreakBehind(_ line: Range<Int>, in bytes: [UInt8]) -> Range<Int> {
        guard line.upperBound < bytes.count else { return line }
        return line.lowerBound..<line.upperBound + (bytes[line.upperBound...].starts(with: "\r\n".utf8) ? 2 : 1)
    }

    private static func withBreakBefore(_ line: Range<Int>, in bytes: [UInt8]) -> Range<Int> {
        guard line.lowerBound > 0 else { return line }
        let isBoth = bytes[..<line.lowerBound].suffix(2).elementsEqual("\r\n".utf8)
        return line.lowerBound - (isBoth ? 2 : 1)..<line.upperBound
    }

    var text: String {
        switch self {
        case .lineFeed: "\n"
        case .carriageReturn: "\r"
        case .both: "\r\n"
        }
    }
}

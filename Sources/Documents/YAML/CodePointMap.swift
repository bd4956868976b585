/// From libyaml's indexes, which count code points after the byte order mark, to offsets in bytes.
///
/// One pass notes every 256th code point; a look-up walks from the nearest one before it.
struct CodePointMap {
    private static let stride = 256

    private let bytes: [UInt8]
    private let encoding: TextEncoding

    /// The offset of every 256th code point; empty when each code point is one byte.
    private let landmarks: [Int]

    init(of bytes: [UInt8]) {
        self.bytes = bytes
        encoding = TextEncoding(of: bytes)
        var landmarks: [Int] = []
        if encoding.form != .utf8 || bytes.dropFirst(encoding.markByteCount).contains(where: { $0 >= 0x80 }) {
            var offset = encoding.markByteCount
            var index = 0
            while offset < bytes.count {
                if index % Self.stride == 0 { landmarks.append(offset) }
                offset += encoding.codePoint(at: offset, in: bytes).width
                index += 1
            }
        }
        self.landmarks = landmarks
    }

    /// Where a mark of libyaml stands. At the end of a text whose last line has no break it has a line of its own, which
    /// no editor shows.
    func position(of mark: YAMLEvent.Mark) -> TextPosition {
        guard mark.position.column == 1, byteOffset(ofCodePoint: mark.index) == bytes.count,
            let last = bytes.last, encoding.form != .utf8 || !LineBreak.isPart(last)
        else { return mark.position }
        return min(mark.position, TextPosition(ofByte: bytes.count, in: bytes))
    }

    /// Where the code point at `index` begins; the end of the text for one past the last.
    func byteOffset(ofCodePoint index: Int) -> Int {
        guard !landmarks.isEmpty else { return min(encoding.markByteCount + index, bytes.count) }
        let landmark = index / Self.stride
        guard landmark < landmarks.count else { return bytes.count }
        var offset = landmarks[landmark]
        for _ in 0..<(index % Self.stride) where offset < bytes.count {
            offset += encoding.codePoint(at: offset, in: bytes).width
        }
        return min(offset, bytes.count)
    }
}

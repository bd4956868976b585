/// What a part of a document covers in its text.
public struct TextRegion: Sendable, Hashable {
    /// Where it begins.
    public let start: TextPosition

    /// Where the first code point after it is.
    public let end: TextPosition

    /// The bytes it covers, counted from the start of the text, byte order mark included.
    public let bytes: Range<Int>

    init(start: TextPosition, end: TextPosition, bytes: Range<Int>) {
        self.start = start
        self.end = end
        self.bytes = bytes
    }
}

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

    var text: String {
        switch self {
        case .lineFeed: "\n"
        case .carriageReturn: "\r"
        case .both: "\r\n"
        }
    }
}

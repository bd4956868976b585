import Glibc

/// One journal entry, checked and laid out as `NAME=value` items in one block of memory.
///
/// libsystemd decides from each item how it travels: values with a newline go with an explicit length, entries that
/// are too large for a datagram go through a sealed memory file. What it does not do is refuse in words, or limit.
struct JournalEntry: Equatable {
    /// Fields beside message, priority, message ID and identifier that one entry may carry.
    static let fieldLimit = 64
    /// Bytes of one value; the rest is cut on a character's boundary and marked with «…».
    static let valueByteLimit = 16 * 1024
    /// Bytes of one name: journald ignores a field whose name is longer (`journal_field_valid`, systemd 252).
    static let nameByteLimit = 64

    private(set) var bytes: [UInt8] = []
    private(set) var items: [Range<Int>] = []

    init(
        message: String,
        priority: JournalPriority,
        messageID: String?,
        identifier: String,
        fields: [(name: String, value: String)]
    ) throws(SystemdError) {
        guard fields.count <= Self.fieldLimit else {
            throw SystemdError(operation: "log", object: "\(fields.count) fields", errno: E2BIG)
        }
        append("MESSAGE", message)
        append("PRIORITY", String(priority.rawValue))
        append("SYSLOG_IDENTIFIER", identifier)
        if let messageID {
            guard Self.isMessageID(messageID) else {
                throw SystemdError(operation: "log", object: messageID, errno: EINVAL, text: "not a message ID")
            }
            append("MESSAGE_ID", messageID)
        }
        for field in fields {
            guard Self.isFieldName(field.name) else {
                throw SystemdError(operation: "log", object: field.name, errno: EINVAL, text: "not a field name")
            }
            append(field.name, field.value)
        }
    }

    private mutating func append(_ name: String, _ value: String) {
        let start = bytes.count
        var (name, value) = (name, Self.capped(value, at: Self.valueByteLimit))
        name.withUTF8 { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "="))
        value.withUTF8 { bytes.append(contentsOf: $0) }
        items.append(start..<bytes.count)
    }

    /// Whether a name is one that journald takes from a client: `[A-Z][A-Z0-9_]*`, since a leading underscore marks
    /// what journald itself has verified, and a leading digit is refused.
    static func isFieldName(_ name: String) -> Bool {
        var name = name
        return name.withUTF8 { name in
            guard let first = name.first, name.count <= nameByteLimit else { return false }
            guard (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first) else { return false }
            return name.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
        }
    }

    /// Whether a text is 32 lower-case hexadecimal digits, as the catalogue writes message IDs.
    static func isMessageID(_ text: String) -> Bool {
        text.utf8.count == 32
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
                default: false
                }
            }
    }
}

extension JournalEntry {
    /// The text itself, or its first bytes up to the limit, cut between characters, and «…».
    static func capped(_ text: String, at byteLimit: Int) -> String {
        let utf8 = text.utf8
        guard utf8.count > byteLimit else { return text }
        var end = utf8.index(utf8.startIndex, offsetBy: byteLimit)
        // A byte 10xxxxxx continues a scalar: step back to where one begins.
        while end > utf8.startIndex, utf8[end] & 0xC0 == 0x80 { end = utf8.index(before: end) }
        return String(text[..<end]) + "…"
    }
}

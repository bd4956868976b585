/// Writes JSON values as text.
struct JSONPrinter {
    /// One level of indentation; nil for all on one line.
    let indentation: String?

    /// What ends a line.
    var lineBreak = "\n"

    /// What begins every line but the first.
    var margin = ""

    /// What has been printed.
    var bytes: [UInt8] = []

    /// The same as text.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    init(indentation: String?) {
        self.indentation = indentation
    }

    init(_ layout: JSON.Layout) {
        self.init(indentation: layout == .pretty ? "  " : nil)
    }

    /// One that prints a part of this text, from its place on.
    var inner: JSONPrinter {
        var inner = self
        inner.bytes = []
        return inner
    }

    mutating func print(_ value: JSONValue) {
        switch value {
        case .null: append("null")
        case .bool(let bool): append(bool ? "true" : "false")
        case .integer(let integer): append(String(integer))
        case .unsigned(let unsigned): append(String(unsigned))
        case .number(let double): append(double.isFinite ? double.description : "null")
        case .string(let string): appendQuoted(string)
        case .array(let items):
            open("[")
            for (index, item) in items.enumerated() {
                separate(isFirst: index == 0)
                print(item)
            }
            close("]", isEmpty: items.isEmpty)
        case .object(let object):
            open("{")
            for (index, member) in object.members.enumerated() {
                separate(isFirst: index == 0)
                print(key: member.key)
                print(member.value)
            }
            close("}", isEmpty: object.members.isEmpty)
        }
    }

    /// Begins an array or an object.
    mutating func open(_ bracket: Unicode.Scalar) {
        append(bracket)
        if let indentation { margin += indentation }
    }

    /// Begins an item or a member.
    mutating func separate(isFirst: Bool) {
        if !isFirst { append("," as Unicode.Scalar) }
        if indentation != nil { appendLineBreak() }
    }

    /// Prints the key of a member.
    mutating func print(key: String) {
        appendQuoted(key)
        append(":" as Unicode.Scalar)
        if indentation != nil { append(" " as Unicode.Scalar) }
    }

    /// Ends what was begun.
    mutating func close(_ bracket: Unicode.Scalar, isEmpty: Bool) {
        if let indentation {
            margin.removeLast(indentation.count)
            if !isEmpty { appendLineBreak() }
        }
        append(bracket)
    }

    @inline(__always)
    private mutating func append(_ character: Unicode.Scalar) {
        bytes.append(UInt8(ascii: character))
    }

    private mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { bytes += $0 }
    }

    private mutating func appendLineBreak() {
        append(lineBreak)
        append(margin)
    }

    /// Appends `string` in quotation marks.
    ///
    /// Beside what RFC 8259 asks for, DEL and the C1 controls are escaped, which a terminal would obey.
    private mutating func appendQuoted(_ string: String) {
        append("\"" as Unicode.Scalar)
        var string = string
        let isPlain = string.withUTF8 { utf8 in
            for byte in utf8 where !Self.isPlain(byte) { return false }
            bytes.append(contentsOf: utf8)
            return true
        }
        if !isPlain { appendEscaped(string) }
        append("\"" as Unicode.Scalar)
    }

    @inline(__always)
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte &- 0x20 < 0x5F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private mutating func appendEscaped(_ string: String) {
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": append("\\\"")
            case "\\": append("\\\\")
            case "\n": append("\\n")
            case "\r": append("\\r")
            case "\t": append("\\t")
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}":
                let digits = String(scalar.value, radix: 16)
                append("\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits)
            default: append(String(scalar))
            }
        }
    }
}

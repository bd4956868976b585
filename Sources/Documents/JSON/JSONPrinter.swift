/// Writes JSON values as text.
struct JSONPrinter {
    /// One level of indentation; nil for all on one line.
    let indentation: String?

    /// What ends a line.
    var lineBreak = "\n"

    /// What begins every line but the first.
    var margin = ""

    private var bytes: [UInt8] = []

    /// What has been printed.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    init(indentation: String?) {
        self.indentation = indentation
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
            print(items, between: ("[", "]")) { printer, item in printer.print(item) }
        case .object(let object):
            print(object.members, between: ("{", "}")) { printer, member in
                printer.appendQuoted(member.key)
                printer.append(":")
                if printer.indentation != nil { printer.append(" ") }
                printer.print(member.value)
            }
        }
    }

    private mutating func print<Element>(
        _ elements: [Element],
        between brackets: (Unicode.Scalar, Unicode.Scalar),
        element printElement: (inout Self, Element) -> Void
    ) {
        append(brackets.0)
        let outer = margin
        margin += indentation ?? ""
        for (index, element) in elements.enumerated() {
            if index > 0 { append(",") }
            if indentation != nil { appendLineBreak() }
            printElement(&self, element)
        }
        margin = outer
        if indentation != nil, !elements.isEmpty { appendLineBreak() }
        append(brackets.1)
    }

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
            let isPlain = utf8.allSatisfy(Self.isPlain)
            if isPlain { bytes += utf8 }
            return isPlain
        }
        if !isPlain { appendEscaped(string) }
        append("\"" as Unicode.Scalar)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x20..<0x7F).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
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

/// Writes JSON values as text.
struct JSONPrinter {
    /// One level of indentation; nil for all on one line.
    let indentation: String?

    /// What ends a line.
    var lineBreak = "\n"

    /// What begins every line but the first.
    var margin = ""

    private(set) var text = ""

    init(indentation: String?) {
        self.indentation = indentation
    }

    mutating func print(_ value: JSONValue) {
        switch value {
        case .null: text += "null"
        case .bool(let bool): text += bool ? "true" : "false"
        case .integer(let integer): text += String(integer)
        case .unsigned(let unsigned): text += String(unsigned)
        case .number(let double): text += double.isFinite ? double.description : "null"
        case .string(let string): text += Self.quote(string)
        case .array(let items):
            print("[", items, "]") { printer, item in printer.print(item) }
        case .object(let object):
            print("{", object.members, "}") { printer, member in
                printer.text += Self.quote(member.key)
                printer.text += printer.indentation == nil ? ":" : ": "
                printer.print(member.value)
            }
        }
    }

    private mutating func print<Element>(
        _ opening: String,
        _ elements: [Element],
        _ closing: String,
        element printElement: (inout Self, Element) -> Void
    ) {
        text += opening
        let outer = margin
        margin += indentation ?? ""
        for (index, element) in elements.enumerated() {
            if index > 0 { text += "," }
            if indentation != nil { text += lineBreak + margin }
            printElement(&self, element)
        }
        margin = outer
        if indentation != nil, !elements.isEmpty { text += lineBreak + margin }
        text += closing
    }

    /// `string` in quotation marks.
    ///
    /// Beside what RFC 8259 asks for, DEL and the C1 controls are escaped, which a terminal would obey.
    static func quote(_ string: String) -> String {
        var result = "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

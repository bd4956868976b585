/// The ways to write a scalar on one line.
enum YAMLForm {
    /// The ways to write `value`, the one most like `style` first; whether one fits is for the reader to say.
    static func forms(of value: ScalarValue, like style: YAMLScalar.Style) -> [String] {
        switch value {
        case .null: return ["null"]
        case .bool(let bool): return [bool ? "true" : "false"]
        case .integer(let integer): return [String(integer)]
        case .unsigned(let integer): return [String(integer)]
        case .float(let double): return [float(double)]
        case .string(let text):
            switch style {
            case .plain: return (isPlain(text) ? [text] : []) + [doubleQuoted(text)]
            case .singleQuoted: return (isPrintable(text) ? [singleQuoted(text)] : []) + [doubleQuoted(text)]
            case .doubleQuoted, .literal, .folded: return [doubleQuoted(text)]
            }
        }
    }

    private static func float(_ double: Double) -> String {
        guard !double.isNaN else { return ".nan" }
        guard double.isFinite else { return double < 0 ? "-.inf" : ".inf" }
        return double.description
    }

    /// Whether `text` may stand bare.
    ///
    /// Digits with marks between may not, unless it is an IPv4 address: other readers take them for times, dates or
    /// numbers.
    private static func isPlain(_ text: String) -> Bool {
        guard isPrintable(text), !text.hasPrefix(" "), !text.hasSuffix(" ") else { return false }
        let dots = text.utf8.count { $0 == UInt8(ascii: ".") }
        return dots > 1
            || !text.utf8.allSatisfy { byte in
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || ":-_.,+".utf8.contains(byte)
            }
    }

    private static func isPrintable(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { !needsEscape($0) }
    }

    private static func singleQuoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }

    private static func doubleQuoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where needsEscape(scalar):
                let digits = String(scalar.value, radix: 16)
                let width = digits.utf8.count > 4 ? 8 : 4
                result += width == 8 ? "\\U" : "\\u"
                result += String(repeating: "0", count: width - digits.utf8.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// Whether `scalar` would not come back as it is: controls, line ends, the byte order mark, what YAML calls not
    /// printable.
    private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse: true
        default: false
        }
    }
}

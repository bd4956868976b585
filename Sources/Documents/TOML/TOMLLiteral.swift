/// The values of TOML that are written without quotes.
enum TOMLLiteral {
    /// What a word is; nil for none.
    static func content(of word: String) -> TOMLNode.Content? {
        switch word {
        case "true": return .scalar(.bool(true))
        case "false": return .scalar(.bool(false))
        case "inf", "+inf": return .scalar(.float(.infinity))
        case "-inf": return .scalar(.float(-.infinity))
        case "nan", "+nan", "-nan": return .scalar(.float(.nan))
        default: break
        }
        if let number = integer(word) ?? float(word) { return .scalar(number) }
        let parts = word.split(whereSeparator: { $0 == "T" || $0 == "t" || $0 == " " }).map(String.init)
        let isMoment = parts.count == 2 && isDate(parts[0]) && isTime(parts[1])
        return isMoment || isDate(word) || isTime(word) ? .time(word) : nil
    }

    /// `1979-05-27`
    static func isDate(_ word: String) -> Bool { matches(word, "0000-00-00") }

    /// `07:32:00`, with a fraction and an offset perhaps.
    static func isTime(_ word: String) -> Bool {
        guard matches(String(word.prefix(8)), "00:00:00") else { return false }
        var rest = word.dropFirst(8)
        if rest.first == "." {
            rest = rest.dropFirst()
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard !digits.isEmpty else { return false }
            rest = rest.dropFirst(digits.count)
        }
        return rest.isEmpty || rest == "Z" || rest == "z"
            || (rest.first == "+" || rest.first == "-")
                && matches(String(rest.dropFirst()), "00:00")
    }

    /// Whether a word is like a pattern, in which a 0 stands for any digit.
    private static func matches(_ word: String, _ pattern: String) -> Bool {
        word.utf8.count == pattern.utf8.count
            && zip(word.utf8, pattern.utf8).allSatisfy { byte, mark in
                mark == UInt8(ascii: "0") ? (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) : byte == mark
            }
    }

    /// The digits without the underscores that may stand between two of them; nil if one stands elsewhere.
    private static func plain(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "_") {
            guard index > 0, index + 1 < bytes.count, isDigit(bytes[index - 1]), isDigit(bytes[index + 1]) else {
                return nil
            }
        }
        return text.filter { $0 != "_" }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        Unicode.Scalar(byte).properties.isASCIIHexDigit
    }

    private static func integer(_ word: String) -> ScalarValue? {
        guard let text = plain(word) else { return nil }
        let (digits, sign) = NumberText.unsigned(text.utf8)
        let radices: [String: UInt64] = ["0x": 16, "0o": 8, "0b": 2]
        if let radix = radices[String(text.prefix(2))] {
            guard let number = NumberText.integer(text.dropFirst(2).utf8, radix: radix) else { return nil }
            if case .integer = number { return number }
            return nil
        }
        guard digits.count == 1 || digits.first != UInt8(ascii: "0") else { return nil }
        guard case .integer(let number)? = NumberText.integer(digits, radix: 10, negative: sign == .minus) else {
            return nil
        }
        return .integer(number)
    }

    /// Digits before a point and after it, or an exponent, or both.
    private static func float(_ word: String) -> ScalarValue? {
        guard let text = plain(word), text.contains(where: { $0 == "." || $0 == "e" || $0 == "E" }) else { return nil }
        let digits = NumberText.unsigned(text.utf8).digits
        let whole = digits.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard !whole.isEmpty, whole.count == 1 || whole.first != UInt8(ascii: "0") else { return nil }
        let rest = digits.dropFirst(whole.count)
        if rest.first == UInt8(ascii: ".") {
            guard let first = rest.dropFirst().first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
                return nil
            }
        }
        return NumberText.float(text)
    }
}

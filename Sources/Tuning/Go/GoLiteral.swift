/// Texts as Go's standard library reads them, which Kubernetes' programs use for their flags and durations.
enum GoLiteral {
    /// A whole number as `strconv.ParseInt(text, 0, 32)` reads it: a sign, `0x`, `0o`, `0b` or a bare leading `0` for
    /// octal, underscores between digits; nil if it is none or does not fit 32 bits.
    static func int32(_ text: String) -> Int64? {
        int64(text).flatMap { Int32(exactly: $0) }.map(Int64.init)
    }

    /// A whole number as `strconv.ParseInt(text, 0, 64)` reads it; nil if it is none or does not fit 64 bits.
    static func int64(_ text: String) -> Int64? {
        var rest = Substring(text).utf8
        var isNegative = false
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            isNegative = sign == UInt8(ascii: "-")
            rest.removeFirst()
        }
        guard let magnitude = magnitude(rest) else { return nil }
        if isNegative { return magnitude > 1 << 63 ? nil : Int64(truncatingIfNeeded: 0 &- magnitude) }
        return Int64(exactly: magnitude)
    }

    /// A whole number without sign or prefix, up to `limit`; nil otherwise.
    static func decimal(_ text: some StringProtocol, limit: Int64) -> Int64? {
        digits(Substring(text).utf8, radix: 10).flatMap { Int64(exactly: $0) }.flatMap { $0 <= limit ? $0 : nil }
    }

    /// A truth value as `strconv.ParseBool` reads it.
    static func bool(_ text: String) -> Bool? {
        switch text {
        case "1", "t", "T", "TRUE", "true", "True": true
        case "0", "f", "F", "FALSE", "false", "False": false
        default: nil
        }
    }

    /// An unsigned literal with Go's prefixes and underscores.
    private static func magnitude(_ text: Substring.UTF8View) -> UInt64? {
        literal(text).flatMap { digits(Substring($0.digits).utf8, radix: $0.radix) }
    }

    /// What stands after the prefix of an unsigned literal, without underscores, and the radix that the prefix says;
    /// nil where an underscore stands elsewhere than between digits.
    static func literal(_ text: Substring.UTF8View) -> (digits: String, radix: UInt64)? {
        var body = text
        var radix: UInt64 = 10
        var mayStartWithUnderscore = false
        if body.count > 1, body.first == UInt8(ascii: "0") {
            let mark = body.dropFirst().first.map { $0 | 0x20 }
            switch mark {
            case UInt8(ascii: "x"): radix = 16
            case UInt8(ascii: "o"): radix = 8
            case UInt8(ascii: "b"): radix = 2
            default: radix = 0
            }
            body = body.dropFirst(radix == 0 ? 1 : 2)
            radix = radix == 0 ? 8 : radix
            mayStartWithUnderscore = true
        }
        let underscore = UInt8(ascii: "_")
        var previous = mayStartWithUnderscore ? UInt8(ascii: "0") : underscore
        for byte in body {
            guard byte != underscore || previous != underscore else { return nil }
            previous = byte
        }
        guard previous != underscore else { return nil }
        return (String(decoding: body.filter { $0 != underscore }, as: UTF8.self), radix)
    }

    static func digits(_ text: Substring.UTF8View, radix: UInt64) -> UInt64? {
        guard !text.isEmpty else { return nil }
        var number: UInt64 = 0
        for byte in text {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, digit < radix else { return nil }
            let (product, isTooLarge) = number.multipliedReportingOverflow(by: radix)
            let (sum, overflows) = product.addingReportingOverflow(UInt64(digit))
            guard !isTooLarge, !overflows else { return nil }
            number = sum
        }
        return number
    }
}

/// Numbers in text, read without surprise: no locale, no spaces, no trap.
enum NumberText {
    enum Sign {
        case plus
        case minus
    }

    /// `text` without its sign, and the sign if it has one.
    static func unsigned(_ text: String.UTF8View) -> (digits: Substring.UTF8View, sign: Sign?) {
        switch text.first {
        case UInt8(ascii: "+"): (text.dropFirst(), .plus)
        case UInt8(ascii: "-"): (text.dropFirst(), .minus)
        default: (text.dropFirst(0), nil)
        }
    }

    /// `digits` without the prefix that tells their radix, as Go has it: `0x`, `0o`, `0b` in either case, a bare `0`
    /// for octal.
    static func prefixed(_ digits: Substring.UTF8View) -> (digits: Substring.UTF8View, radix: UInt64) {
        guard digits.count > 1, digits.first == UInt8(ascii: "0") else { return (digits, 10) }
        let rest = digits.dropFirst()
        switch rest.first {
        case UInt8(ascii: "x"), UInt8(ascii: "X"): return (rest.dropFirst(), 16)
        case UInt8(ascii: "o"), UInt8(ascii: "O"): return (rest.dropFirst(), 8)
        case UInt8(ascii: "b"), UInt8(ascii: "B"): return (rest.dropFirst(), 2)
        default: return (rest, 8)
        }
    }

    /// The integer of `digits`; nil if one is no digit of `radix`, if there are none, or if it does not fit.
    static func integer(_ digits: Substring.UTF8View, radix: UInt64, negative: Bool = false) -> ScalarValue? {
        guard !digits.isEmpty else { return nil }
        var magnitude: UInt64 = 0
        for byte in digits {
            guard let digit = value(ofDigit: byte), digit < radix else { return nil }
            let (product, isTooLarge) = magnitude.multipliedReportingOverflow(by: radix)
            let (sum, overflows) = product.addingReportingOverflow(digit)
            guard !isTooLarge, !overflows else { return nil }
            magnitude = sum
        }
        if negative {
            return magnitude <= Int64.min.magnitude ? .integer(Int64(truncatingIfNeeded: 0 &- magnitude)) : nil
        }
        return Int64(exactly: magnitude).map { .integer($0) } ?? .unsigned(magnitude)
    }

    /// The finite double of `text`: a sign, digits with a point before, among or after them, an exponent; nil for
    /// anything else.
    static func float(_ text: String) -> ScalarValue? {
        var rest = unsigned(text.utf8).digits
        let whole = dropDigits(&rest)
        var fraction = 0
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            fraction = dropDigits(&rest)
        }
        guard whole + fraction > 0 else { return nil }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest = rest.dropFirst()
            if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
            guard dropDigits(&rest) > 0 else { return nil }
        }
        guard rest.isEmpty, let double = Double(text), double.isFinite else { return nil }
        return .float(double)
    }

    private static func dropDigits(_ text: inout Substring.UTF8View) -> Int {
        let digits = text.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
        text = text.dropFirst(digits)
        return digits
    }

    private static func value(ofDigit byte: UInt8) -> UInt64? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }
}

/// Whole numbers of a given size, read as `strconv.ParseInt` and `ParseUint` do, which tell what is no number from
/// what does not fit.
enum GoInteger {
    /// Why a text is no such number.
    enum Fault: Error {
        case syntax
        case range
    }

    /// An unsigned number: no sign, not even a plus.
    static func unsigned(_ text: String, bits: Int = 64) throws(Fault) -> UInt64 {
        guard let (digits, radix) = GoLiteral.literal(Substring(text).utf8), !digits.isEmpty,
            digits.allSatisfy({ $0.hexDigitValue.map { $0 < radix } ?? false && $0.isASCII })
        else { throw .syntax }
        guard let number = GoLiteral.digits(Substring(digits).utf8, radix: radix), number >> (bits - 1) <= 1 else {
            throw .range
        }
        return number
    }

    /// A number with or without a sign.
    static func signed(_ text: String) throws(Fault) -> Int64 {
        let isNegative = text.first == "-"
        let magnitude = try unsigned(isNegative || text.first == "+" ? String(text.dropFirst()) : text)
        if isNegative, magnitude == 1 << 63 { return .min }
        guard let number = Int64(exactly: magnitude) else { throw .range }
        return isNegative ? -number : number
    }
}

extension GoInteger {
    /// A number as `strconv.Atoi` reads it: decimal digits with or without a sign, and nothing else.
    static func decimal(_ text: String) throws(Fault) -> Int64 {
        let digits = text.first == "-" || text.first == "+" ? text.dropFirst() : text[...]
        guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { throw .syntax }
        guard let number = Int64(text) else { throw .range }
        return number
    }
}

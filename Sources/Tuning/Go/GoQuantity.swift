/// An amount as `resource.ParseQuantity` of `k8s.io/apimachinery` reads it: `100Mi`, `0.5`, `1500m`, `1e3`.
///
/// Amounts are kept in billionths, rounded up as Kubernetes does; what does not fit 127 bits is as much as fits, and one
/// with a binary unit has 63 bits at most.
struct GoQuantity: Hashable, Sendable {
    /// How an amount is written.
    private enum Form {
        case binary, decimal, exponent
    }

    private let isNegative: Bool
    private let billionths: UInt128
    private let form: Form

    /// Whether it is zero.
    var isZero: Bool { billionths == 0 }
    /// -1, 0 or 1.
    var sign: Int { isZero ? 0 : isNegative ? -1 : 1 }
    /// The amount, as near as a double comes.
    var approximate: Double { (isNegative ? -1 : 1) * Double(billionths) / 1e9 }

    /// Whether it is a whole number.
    var isWhole: Bool { billionths % 1_000_000_000 == 0 }

    /// Reads `text`; nil if it is no amount.
    init?(_ text: some StringProtocol) {
        var rest = Substring(text).utf8
        guard rest.count <= 256 else { return nil }
        var isNegative = false
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            isNegative = sign == UInt8(ascii: "-")
            rest.removeFirst()
        }
        let whole = rest.prefix(while: GoQuantity.isDigit)
        rest = rest.dropFirst(whole.count)
        var fraction = rest.prefix(0)
        if rest.first == UInt8(ascii: ".") {
            fraction = rest.dropFirst().prefix(while: GoQuantity.isDigit)
            rest = rest.dropFirst(fraction.count + 1)
        }
        guard whole.count + fraction.count > 0, let unit = GoQuantity.unit(String(Substring(rest))) else { return nil }
        var digits = String(Substring(whole)) + String(Substring(fraction))
        // Below a billionth of the unit's tenth part nothing changes but the rounding up.
        var places = fraction.count
        while places > 27, digits.count > 1 {
            digits.removeLast()
            places -= 1
        }
        self.isNegative = isNegative
        form = unit.form
        let amount = GoQuantity.scaled(UInt128(digits) ?? .max, by: unit.factor, tens: unit.tens + 9 - places)
        billionths = unit.form == .binary ? min(amount, UInt128(Int64.max) * 1_000_000_000) : amount
    }

    /// `mantissa` × `factor` × 10^`tens`, rounded up, as much as fits.
    private static func scaled(_ mantissa: UInt128, by factor: UInt128, tens: Int) -> UInt128 {
        var (value, isTooLarge) = mantissa.multipliedReportingOverflow(by: factor)
        var count = tens
        while count > 0, !isTooLarge, value > 0 {
            (value, isTooLarge) = value.multipliedReportingOverflow(by: 10)
            count -= 1
        }
        guard !isTooLarge else { return .max >> 1 }
        while count < 0, value > 0 {
            value = value / 10 + (value % 10 == 0 ? 0 : 1)
            count += 1
        }
        return Swift.min(value, .max >> 1)
    }

    private static func unit(_ text: String) -> (form: Form, factor: UInt128, tens: Int)? {
        let binary = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"]
        if let place = binary.firstIndex(of: text) { return (.binary, 1 << (10 * (place + 1)), 0) }
        if let place = names.firstIndex(of: text) { return (.decimal, 1, 3 * (place - 3)) }
        guard let mark = text.first, mark == "e" || mark == "E" else { return nil }
        var exponent = text.dropFirst()
        let isNegative = exponent.first == "-"
        if isNegative || exponent.first == "+" { exponent.removeFirst() }
        guard let tens = GoLiteral.decimal(exponent, limit: 1000) else { return nil }
        return (.exponent, 1, Int(isNegative ? -tens : tens))
    }

    /// The decimal units, from 10^-9 by thousands.
    private static let names = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"]

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

extension GoQuantity: CustomStringConvertible {
    /// The amount as Kubernetes writes it: with the largest unit of its kind that leaves a whole number.
    var description: String {
        guard billionths > 0 else { return "0" }
        let sign = isNegative ? "-" : ""
        let billion: UInt128 = 1_000_000_000
        if form == .binary, billionths >= 1024 * billion {
            var number = billionths / billion + (billionths % billion == 0 ? 0 : 1)
            var place = 0
            while number % 1024 == 0, place < 6 {
                number /= 1024
                place += 1
            }
            return "\(sign)\(number)" + ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"][place]
        }
        var number = billionths
        var place = 0
        while number % 1000 == 0, place < GoQuantity.names.count - 1 {
            number /= 1000
            place += 1
        }
        if form == .exponent { return "\(sign)\(number)" + (place == 3 ? "" : "e\(3 * (place - 3))") }
        return "\(sign)\(number)" + GoQuantity.names[place]
    }
}

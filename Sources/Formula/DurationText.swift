/// The units of a duration's text, in nanoseconds.
private let unitNanoseconds: [String: UInt64] = [
    "ns": 1, "us": 1_000, "µs": 1_000, "μs": 1_000, "ms": 1_000_000,
    "s": 1_000_000_000, "m": 60_000_000_000, "h": 3_600_000_000_000,
]

/// The nanoseconds that `text` means (`90s`, `1h30m`, `-1.5h`, `0`), or nil when it is no duration or too long a one.
///
/// What is finer than a nanosecond is cut off.
func durationNanoseconds(_ text: String) -> Int64? {
    var rest = text.utf8[...]
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") {
        rest = rest.dropFirst()
    }
    if rest.elementsEqual("0".utf8) { return 0 }
    guard !rest.isEmpty else { return nil }
    var total: UInt64 = 0
    while !rest.isEmpty {
        guard let part = takeDurationPart(&rest) else { return nil }
        let (sum, overflows) = total.addingReportingOverflow(part)
        guard !overflows else { return nil }
        total = sum
    }
    guard total <= (isNegative ? Int64.min.magnitude : Int64.max.magnitude) else { return nil }
    return isNegative ? Int64(truncatingIfNeeded: 0 &- total) : Int64(total)
}

/// Takes one number with its unit from the front of `rest`; nil when there is none or it does not fit.
private func takeDurationPart(_ rest: inout Substring.UTF8View) -> UInt64? {
    let whole = rest.prefix(while: isDigit)
    rest = rest.dropFirst(whole.count)
    var fraction = rest.prefix(0)
    if rest.first == UInt8(ascii: ".") {
        rest = rest.dropFirst()
        fraction = rest.prefix(while: isDigit)
        rest = rest.dropFirst(fraction.count)
    }
    guard !whole.isEmpty || !fraction.isEmpty else { return nil }
    let unit = rest.prefix { !isDigit($0) && $0 != UInt8(ascii: ".") }
    rest = rest.dropFirst(unit.count)
    guard let nanoseconds = unitNanoseconds[String(Substring(unit))] else { return nil }
    var total: UInt64 = 0
    for digit in whole {
        let (shifted, shiftOverflows) = total.multipliedReportingOverflow(by: 10)
        let (sum, sumOverflows) = shifted.addingReportingOverflow(UInt64(digit - UInt8(ascii: "0")))
        guard !shiftOverflows, !sumOverflows else { return nil }
        total = sum
    }
    let (scaled, overflows) = total.multipliedReportingOverflow(by: nanoseconds)
    let (sum, sumOverflows) = scaled.addingReportingOverflow(share(fraction, of: nanoseconds))
    return overflows || sumOverflows ? nil : sum
}

/// The share of `whole` that the digits after a point mean, cut off to an integer.
///
/// Eighteen digits are read: an hour has 3.6e12 nanoseconds, so that later ones mean less than one of them.
private func share(_ digits: Substring.UTF8View, of whole: UInt64) -> UInt64 {
    var numerator: UInt64 = 0
    var denominator: UInt64 = 1
    for digit in digits.prefix(18) {
        numerator = numerator * 10 + UInt64(digit - UInt8(ascii: "0"))
        denominator *= 10
    }
    // The numerator is the smaller, so that the quotient is less than `whole`.
    return denominator.dividingFullWidth(numerator.multipliedFullWidth(by: whole)).quotient
}

/// A duration as `string(x)` gives it: seconds with up to nine digits after the point, and `s`.
func durationText(_ nanoseconds: Int64) -> String {
    let magnitude = nanoseconds.magnitude
    let sign = nanoseconds < 0 ? "-" : ""
    let seconds = magnitude / 1_000_000_000
    var fraction = magnitude % 1_000_000_000
    guard fraction > 0 else { return "\(sign)\(seconds)s" }
    var digits = 9
    while fraction % 10 == 0 {
        fraction /= 10
        digits -= 1
    }
    let text = String(fraction)
    let zeros = String(repeating: "0", count: digits - text.utf8.count)
    return "\(sign)\(seconds).\(zeros)\(text)s"
}

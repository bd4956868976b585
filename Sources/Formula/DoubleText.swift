/// A double as `string(x)` gives it: the fewest digits that mean it, with an exponent below 1e-4 and from 1e+6 on.
///
/// The CEL definition leaves the format open; this is the one of the implementation that Kubernetes uses
/// (github.com/google/cel-go, common/types/double.go), which prints with Go's `%g`.
func decimalText(_ number: Double) -> String {
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number < 0 ? "-Inf" : "+Inf" }
    let sign = number.sign == .minus ? "-" : ""
    let (digits, exponent) = shortestDigits(number.magnitude)
    if exponent < -4 || exponent >= 6 {
        let fraction = digits.count > 1 ? "." + digits.dropFirst() : ""
        let power = String(exponent.magnitude)
        let zero = power.utf8.count < 2 ? "0" : ""
        return "\(sign)\(digits.prefix(1))\(fraction)e\(exponent < 0 ? "-" : "+")\(zero)\(power)"
    }
    if exponent < 0 {
        return "\(sign)0.\(String(repeating: "0", count: -exponent - 1))\(digits)"
    }
    let wholeCount = exponent + 1
    guard digits.count > wholeCount else {
        return sign + digits + String(repeating: "0", count: wholeCount - digits.count)
    }
    return "\(sign)\(digits.prefix(wholeCount)).\(digits.dropFirst(wholeCount))"
}

/// The fewest digits that mean `number`, which is finite and not negative, and the power of ten of the first one.
private func shortestDigits(_ number: Double) -> (digits: String, exponent: Int) {
    guard number > 0 else { return ("0", 0) }
    let parts = number.description.split(separator: "e")
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let whole = mantissa[0]
    let all = whole + (mantissa.count > 1 ? mantissa[1] : "")
    let leadingZeroCount = all.prefix { $0 == "0" }.count
    var digits = all.dropFirst(leadingZeroCount)
    while digits.last == "0" {
        digits.removeLast()
    }
    let written = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    return (String(digits), written + whole.count - 1 - leadingZeroCount)
}

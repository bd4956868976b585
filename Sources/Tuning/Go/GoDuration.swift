extension GoLiteral {
    /// A duration as `time.ParseDuration` reads it, in nanoseconds: `1h30m`, `-1.5s`, `.5h`, `0`; nil if it is none,
    /// lacks a unit or does not fit 63 bits.
    static func duration(_ text: String) -> Int64? {
        var rest = Substring(text).utf8
        var isNegative = false
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            isNegative = sign == UInt8(ascii: "-")
            rest.removeFirst()
        }
        if rest.elementsEqual("0".utf8) { return 0 }
        guard !rest.isEmpty, rest.count <= 256 else { return nil }
        var total: UInt64 = 0
        while !rest.isEmpty {
            guard let part = durationPart(&rest) else { return nil }
            let (sum, overflows) = total.addingReportingOverflow(part)
            guard !overflows, sum <= 1 << 63 else { return nil }
            total = sum
        }
        if isNegative { return total == 1 << 63 ? .min : -Int64(total) }
        return Int64(exactly: total)
    }

    /// One number with its unit, in nanoseconds.
    private static func durationPart(_ rest: inout Substring.UTF8View) -> UInt64? {
        let whole = rest.prefix(while: isDigit)
        rest = rest.dropFirst(whole.count)
        var fraction = rest.prefix(0)
        if rest.first == UInt8(ascii: ".") {
            fraction = rest.dropFirst().prefix(while: isDigit)
            rest = rest.dropFirst(fraction.count + 1)
        }
        guard whole.count + fraction.count > 0 else { return nil }
        let name = rest.prefix { !isDigit($0) && $0 != UInt8(ascii: ".") }
        rest = rest.dropFirst(name.count)
        guard let unit = unitNanoseconds(String(Substring(name))) else { return nil }
        guard let number = digits(whole.isEmpty ? "0".utf8[...] : whole, radix: 10) else { return nil }
        let (nanoseconds, overflows) = number.multipliedReportingOverflow(by: unit)
        guard !overflows else { return nil }
        // Eighteen digits are more than the smallest part of an hour, a nanosecond, can show.
        let shown = fraction.prefix(18)
        guard !shown.isEmpty, let part = digits(shown, radix: 10) else { return nanoseconds }
        let scale = shown.reduce(1.0) { scale, _ in scale * 10 }
        let (sum, isTooLarge) = nanoseconds.addingReportingOverflow(UInt64(Double(part) * (Double(unit) / scale)))
        return isTooLarge ? nil : sum
    }

    private static func unitNanoseconds(_ name: String) -> UInt64? {
        switch name {
        case "ns": 1
        case "us", "µs", "μs": 1_000
        case "ms": 1_000_000
        case "s": 1_000_000_000
        case "m": 60_000_000_000
        case "h": 3_600_000_000_000
        default: nil
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    /// A duration of `nanoseconds` as `time.Duration.String` writes it: `1h30m0s`, `1.5s`, `250µs`, `0s`.
    static func text(ofDuration nanoseconds: Int64) -> String {
        let sign = nanoseconds < 0 ? "-" : ""
        let size = nanoseconds.magnitude
        switch size {
        case 0: return "0s"
        case ..<1_000: return "\(sign)\(size)ns"
        case ..<1_000_000: return sign + decimal(size, per: 1_000) + "µs"
        case ..<1_000_000_000: return sign + decimal(size, per: 1_000_000) + "ms"
        default: break
        }
        let minutes = size / 60_000_000_000
        var text = decimal(size % 60_000_000_000, per: 1_000_000_000) + "s"
        if minutes > 0 { text = "\(minutes % 60)m" + text }
        if minutes >= 60 { text = "\(minutes / 60)h" + text }
        return sign + text
    }

    /// `size` ÷ `unit`, a power of ten, without zeros at the end.
    private static func decimal(_ size: UInt64, per unit: UInt64) -> String {
        var fraction = String(String(unit + size % unit).dropFirst())
        while fraction.last == "0" { fraction.removeLast() }
        return "\(size / unit)" + (fraction.isEmpty ? "" : ".\(fraction)")
    }
}

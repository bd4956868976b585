extension Evaluator {
    /// `int(x)`, `uint(x)`, `double(x)`, `string(x)`, `bool(x)` or `duration(x)`.
    func converted(
        _ value: FormulaValue,
        to kind: FormulaValue.Kind,
        at offset: Int
    ) throws(Fault) -> FormulaValue {
        if value.kind == kind, kind != .null, kind != .list, kind != .map { return value }
        let result: FormulaValue?
        switch (kind, value) {
        case (.int, .uint(let number)): result = Int64(exactly: number).map { .int($0) }
        case (.int, .double(let number)): result = int(number).map { .int($0) }
        case (.int, .string(let text)): result = integer(text, signs: "+-").map { .int($0) }
        case (.uint, .int(let number)): result = UInt64(exactly: number).map { .uint($0) }
        case (.uint, .double(let number)): result = uint(number).map { .uint($0) }
        case (.uint, .string(let text)): result = integer(text, signs: "").map { .uint($0) }
        case (.double, .int(let number)): result = .double(Double(number))
        case (.double, .uint(let number)): result = .double(Double(number))
        case (.double, .string(let text)): result = double(text).map { .double($0) }
        case (.bool, .string(let text)): result = bool(text).map { .bool($0) }
        case (.duration, .string(let text)): result = durationNanoseconds(text).map { .duration(nanoseconds: $0) }
        case (.string, .int(let number)): result = .string(String(number))
        case (.string, .uint(let number)): result = .string(String(number))
        case (.string, .bool(let truth)): result = .string(truth ? "true" : "false")
        case (.string, .double(let number)): result = .string(decimalText(number))
        case (.string, .duration(let nanoseconds)): result = .string(durationText(nanoseconds))
        default:
            throw Fault(.evaluation, "no conversion from \(value.kind.rawValue) to \(kind.rawValue)", at: offset)
        }
        guard let result else {
            throw Fault(.evaluation, "\(value.excerpt) does not convert to \(kind.rawValue)", at: offset)
        }
        return result
    }

    /// Rounds toward zero; the two ends of the range are left out, since a double next to them may not come back.
    private func int(_ number: Double) -> Int64? {
        guard number > -0x1p63, number < 0x1p63 else { return nil }
        return Int64(number)
    }

    private func uint(_ number: Double) -> UInt64? {
        guard number >= 0, number < 0x1p64 else { return nil }
        return UInt64(number)
    }

    private func integer<Number: FixedWidthInteger>(_ text: String, signs: String) -> Number? {
        let digits = text.utf8.first.map { signs.utf8.contains($0) } == true ? text.utf8.dropFirst() : text.utf8[...]
        guard !digits.isEmpty, digits.allSatisfy(isDigit) else { return nil }
        return Number(text, radix: 10)
    }

    private func bool(_ text: String) -> Bool? {
        switch text {
        case "1", "t", "T", "true", "TRUE", "True": true
        case "0", "f", "F", "false", "FALSE", "False": false
        default: nil
        }
    }

    /// A decimal number, or one of the names of what is not finite.
    private func double(_ text: String) -> Double? {
        let isNegative = text.utf8.first == UInt8(ascii: "-")
        let hasSign = isNegative || text.utf8.first == UInt8(ascii: "+")
        let magnitude = text.utf8.dropFirst(hasSign ? 1 : 0)
        let name = String(decoding: magnitude.map { isNameStart($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
        switch name {
        case "nan": return hasSign ? nil : .nan
        case "inf", "infinity": return isNegative ? -.infinity : .infinity
        default:
            // What `Double` would read besides: hexadecimal digits.
            guard magnitude.first.map({ isDigit($0) || $0 == UInt8(ascii: ".") }) == true else { return nil }
            guard magnitude.allSatisfy({ isDigit($0) || "+-.eE".utf8.contains($0) }) else { return nil }
            guard let value = Double(text), value.isFinite else { return nil }
            return value
        }
    }
}

// What formulas have beyond CEL.
extension Evaluator {
    /// `min` or `max`, of the arguments or of the one list that is given.
    ///
    /// Numbers of different types are compared as `<` compares them, and the one found keeps its type. Of equal ones
    /// the first is taken. Any NaN makes the result NaN, so that it is not lost on the way.
    mutating func extreme(of values: [FormulaValue], isMaximum: Bool, at offset: Int) throws(Fault) -> FormulaValue {
        let name = isMaximum ? "max" : "min"
        var candidates = values
        if values.count == 1, case .list(let elements) = values[0] {
            candidates = elements
        }
        try spend(candidates.count, at: offset)
        guard var extreme = candidates.first else {
            throw Fault(.evaluation, "'\(name)' of an empty list", at: offset)
        }
        for candidate in candidates {
            // Compared with itself too, so that a single value is held to the same types.
            switch try order(candidate, extreme, in: name, at: offset) {
            case .less: extreme = isMaximum ? extreme : candidate
            case .greater: extreme = isMaximum ? candidate : extreme
            case .equal: break
            case .unordered: return .double(.nan)
            }
        }
        return extreme
    }

    /// `clamp(value, low, high)`
    func clamped(
        _ value: FormulaValue,
        from low: FormulaValue,
        to high: FormulaValue,
        at offset: Int
    ) throws(Fault) -> FormulaValue {
        if try order(low, high, in: "clamp", at: offset) == .greater {
            throw Fault(.evaluation, "'clamp' from \(low.excerpt) to \(high.excerpt): no value is between", at: offset)
        }
        let isLow = try order(value, low, in: "clamp", at: offset)
        let isHigh = try order(value, high, in: "clamp", at: offset)
        if isLow == .unordered || isHigh == .unordered { return .double(.nan) }
        return isLow == .less ? low : isHigh == .greater ? high : value
    }

    private func order(
        _ left: FormulaValue,
        _ right: FormulaValue,
        in name: String,
        at offset: Int
    ) throws(Fault) -> Order {
        switch (left, right) {
        case (.bool, _), (.string, _): break
        default:
            if let order = Order(left, right) { return order }
        }
        throw noOverload(of: name, left, right, at: offset)
    }

    /// The least power of two that is not less than `value`; 1 for whatever is less than 1.
    func ceilPowerOfTwo(_ value: FormulaValue, at offset: Int) throws(Fault) -> FormulaValue {
        let bits: UInt64
        let isSigned: Bool
        switch value {
        case .int(let number): (bits, isSigned) = (UInt64(max(1, number)), true)
        case .uint(let number): (bits, isSigned) = (max(1, number), false)
        default: throw noOverload(of: .ceilPowerOfTwo, value, at: offset)
        }
        let exponent = UInt64.bitWidth - (bits - 1).leadingZeroBitCount
        guard exponent < (isSigned ? 63 : 64) else {
            let message = "\(value.kind.rawValue) overflow in 'ceilPowerOfTwo'"
            throw Fault(.evaluation, message, at: offset)
        }
        let power: UInt64 = 1 << UInt64(exponent)
        return isSigned ? .int(Int64(power)) : .uint(power)
    }
}

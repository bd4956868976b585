extension Evaluator {
    /// `-value`
    func negated(_ value: FormulaValue, at offset: Int) throws(Fault) -> FormulaValue {
        switch value {
        case .int(let number):
            guard number != .min else { throw overflow("-", .int, at: offset) }
            return .int(-number)
        case .double(let number):
            return .double(-number)
        default:
            throw Fault(.evaluation, "no overload of '-' takes \(value.kind.rawValue)", at: offset)
        }
    }

    /// `left operation right`
    mutating func applied(
        _ operation: Operator,
        _ left: FormulaValue,
        _ right: FormulaValue,
        at offset: Int
    ) throws(Fault) -> FormulaValue {
        switch operation {
        case .equal: return .bool(try areEqual(left, right, at: offset))
        case .notEqual: return .bool(!(try areEqual(left, right, at: offset)))
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            return .bool(try isOrdered(operation, left, right, at: offset))
        case .memberOf: return .bool(try isMember(left, of: right, at: offset))
        case .add, .subtract, .multiply, .divide, .remainder:
            switch (left, right) {
            case (.int(let left), .int(let right)): return .int(try computed(operation, left, right, .int, at: offset))
            case (.uint(let left), .uint(let right)):
                return .uint(try computed(operation, left, right, .uint, at: offset))
            case (.double(let left), .double(let right)) where operation != .remainder:
                return .double(computed(operation, left, right))
            case (.duration(let left), .duration(let right)) where operation == .add || operation == .subtract:
                return .duration(nanoseconds: try computed(operation, left, right, .duration, at: offset))
            default:
                guard operation == .add else { throw noOverload(of: operation.rawValue, left, right, at: offset) }
                return try joined(left, right, at: offset)
            }
        }
    }

    /// Arithmetic on integers, where whatever does not fit is an error.
    private func computed<Number: FixedWidthInteger>(
        _ operation: Operator,
        _ left: Number,
        _ right: Number,
        _ kind: FormulaValue.Kind,
        at offset: Int
    ) throws(Fault) -> Number {
        let (result, overflows) =
            switch operation {
            case .add: left.addingReportingOverflow(right)
            case .subtract: left.subtractingReportingOverflow(right)
            case .multiply: left.multipliedReportingOverflow(by: right)
            case .divide: left.dividedReportingOverflow(by: right)
            default: left.remainderReportingOverflow(dividingBy: right)
            }
        guard overflows else { return result }
        if right == 0, operation == .divide { throw Fault(.evaluation, "division by zero", at: offset) }
        if right == 0, operation == .remainder { throw Fault(.evaluation, "remainder by zero", at: offset) }
        throw overflow(operation.rawValue, kind, at: offset)
    }

    /// Arithmetic on doubles, which is that of IEEE 754: division by zero is infinite, and nothing is an error.
    private func computed(_ operation: Operator, _ left: Double, _ right: Double) -> Double {
        switch operation {
        case .add: left + right
        case .subtract: left - right
        case .multiply: left * right
        default: left / right
        }
    }

    /// Two strings or two lists as one.
    private mutating func joined(
        _ left: FormulaValue,
        _ right: FormulaValue,
        at offset: Int
    ) throws(Fault) -> FormulaValue {
        switch (left, right) {
        case (.string(let left), .string(let right)):
            let byteCount = left.utf8.count + right.utf8.count
            guard byteCount <= limits.stringByteCount else {
                throw Fault(.limit, "string is longer than \(limits.stringByteCount) bytes", at: offset)
            }
            try spend(onText: byteCount, at: offset)
            return .string(left + right)
        case (.list(let left), .list(let right)):
            try spend(onElements: left.count + right.count, at: offset)
            return .list(left + right)
        default:
            throw noOverload(of: "+", left, right, at: offset)
        }
    }

    private func overflow(_ operation: String, _ kind: FormulaValue.Kind, at offset: Int) -> Fault {
        Fault(.evaluation, "\(kind.rawValue) overflow in '\(operation)'", at: offset)
    }

    func noOverload(of operation: String, _ left: FormulaValue, _ right: FormulaValue, at offset: Int) -> Fault {
        let kinds = "\(left.kind.rawValue) and \(right.kind.rawValue)"
        return Fault(.evaluation, "no overload of '\(operation)' takes \(kinds)", at: offset)
    }
}

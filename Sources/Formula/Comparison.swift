/// How two values stand to each other.
enum Order {
    case less
    case equal
    case greater
    /// One of them is not a number: every comparison but `!=` is false.
    case unordered

    /// The order of two values of one type.
    init<Value: Comparable>(_ left: Value, _ right: Value) {
        self = left < right ? .less : left == right ? .equal : left > right ? .greater : .unordered
    }

    /// The order of two values that CEL orders, or nil: numbers of any type, or two strings, bools or durations.
    ///
    /// An integer is compared with a double as the double nearest to it, which is what the conformance cases of CEL
    /// ask for: `9223372036854775807 >= 9223372036854775808.0` holds.
    init?(_ left: FormulaValue, _ right: FormulaValue) {
        switch (left, right) {
        case (.int(let left), .int(let right)): self.init(left, right)
        case (.uint(let left), .uint(let right)): self.init(left, right)
        case (.double(let left), .double(let right)): self.init(left, right)
        case (.int(let left), .double(let right)): self.init(Double(left), right)
        case (.double(let left), .int(let right)): self.init(left, Double(right))
        case (.uint(let left), .double(let right)): self.init(Double(left), right)
        case (.double(let left), .uint(let right)): self.init(left, Double(right))
        case (.int(let left), .uint(let right)):
            self = UInt64(exactly: left).map { Order($0, right) } ?? .less
        case (.uint(let left), .int(let right)):
            self = UInt64(exactly: right).map { Order(left, $0) } ?? .greater
        case (.string(let left), .string(let right)):
            self =
                haveSameBytes(left, right)
                ? .equal : left.utf8.lexicographicallyPrecedes(right.utf8) ? .less : .greater
        case (.bool(let left), .bool(let right)): self.init(left ? 1 : 0, right ? 1 : 0)
        case (.duration(let left), .duration(let right)): self.init(left, right)
        default: return nil
        }
    }
}

/// Whether two texts are the same code points; `String` itself takes canonically equal ones for equal.
func haveSameBytes(_ left: String, _ right: String) -> Bool {
    left.utf8.count == right.utf8.count && left.utf8.elementsEqual(right.utf8)
}

/// Whether two values that are neither lists nor maps are equal; values of different kinds are not.
func areEqualScalars(_ left: FormulaValue, _ right: FormulaValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.type(let left), .type(let right)): left == right
    case (.string(let left), .string(let right)): haveSameBytes(left, right)
    default: Order(left, right) == .equal
    }
}

extension Evaluator {
    /// `left == right`, counting every element compared.
    mutating func areEqual(_ left: FormulaValue, _ right: FormulaValue, at offset: Int) throws(Fault) -> Bool {
        try spend(1, at: offset)
        switch (left, right) {
        case (.list(let left), .list(let right)):
            guard left.count == right.count else { return false }
            for (place, element) in left.enumerated() where !(try areEqual(element, right[place], at: offset)) {
                return false
            }
            return true
        case (.map(let left), .map(let right)):
            guard left.count == right.count else { return false }
            for entry in left.entries {
                guard let value = right[entry.key], try areEqual(entry.value, value, at: offset) else { return false }
            }
            return true
        case (.string(let text), .string):
            try spend(onText: text.utf8.count, at: offset)
            return areEqualScalars(left, right)
        default:
            return areEqualScalars(left, right)
        }
    }

    /// `left operation right` for `<`, `<=`, `>` and `>=`.
    mutating func isOrdered(
        _ operation: Operator,
        _ left: FormulaValue,
        _ right: FormulaValue,
        at offset: Int
    ) throws(Fault) -> Bool {
        if case .string(let text) = left {
            try spend(onText: text.utf8.count, at: offset)
        }
        guard let order = Order(left, right) else { throw noOverload(of: operation.rawValue, left, right, at: offset) }
        switch operation {
        case .less: return order == .less
        case .lessOrEqual: return order == .less || order == .equal
        case .greater: return order == .greater
        default: return order == .greater || order == .equal
        }
    }
}

import Formula
import Tuning

/// What policy gives for a number or a text: itself, or a formula that has it on each node.
enum Given: Sendable {
    /// Itself.
    case value(Value)
    /// A formula.
    case formula(PlacedFormula)
    /// Several in one knob.
    case list([Given])

    /// The value, if it is the same on every node.
    var constant: Value? {
        if case .value(let value) = self { value } else { nil }
    }

    /// As the operator wrote it.
    var text: String {
        switch self {
        case .value(let value): value.description
        case .formula(let formula): formula.text
        case .list(let items): items.map(\.text).joined(separator: " ")
        }
    }

    /// The formulas in it.
    var formulas: [PlacedFormula] {
        switch self {
        case .value: []
        case .formula(let formula): [formula]
        case .list(let items): items.flatMap(\.formulas)
        }
    }

    /// The value on a node.
    func value(_ inputs: PolicyInputs) throws(PolicyError) -> Value {
        switch self {
        case .value(let value): return value
        case .formula(let formula): return try Given.value(of: formula, inputs)
        case .list(let items):
            var values: [Value] = []
            for item in items { values.append(try item.value(inputs)) }
            return .list(values)
        }
    }

    /// The number on a node.
    func number(_ inputs: PolicyInputs) throws(PolicyError) -> Int64 {
        switch (try value(inputs), self) {
        case (.integer(let number), _): return number
        case (let value, .formula(let formula)):
            throw PolicyError(formula.site.problem("a whole number is wanted, '\(formula.text)' is '\(value)' here"))
        case (let value, _): preconditionFailure("'\(value)' was read as a number")
        }
    }

    /// What a formula gives, as what a knob holds.
    private static func value(of formula: PlacedFormula, _ inputs: PolicyInputs) throws(PolicyError) -> Value {
        let value = try formula.value(inputs)
        guard let known = Value(value) else {
            let wish = "a whole number, a text or a list of whole numbers is wanted"
            throw PolicyError(formula.site.problem("\(wish), '\(formula.text)' is of type \(value.typeName) here"))
        }
        return known
    }
}

extension Value {
    /// What a knob holds of a formula's value; nil for what no knob holds.
    fileprivate init?(_ value: FormulaValue) {
        switch value {
        case .int(let number): self = .integer(number)
        case .uint(let number):
            guard let number = Int64(exactly: number) else { return nil }
            self = .integer(number)
        case .string(let text): self = Value(kernelText: text)
        case .list(let items):
            let values = items.compactMap { Value($0) }
            guard values.count == items.count, !values.isEmpty else { return nil }
            self = .list(values)
        case .double, .bool, .null, .duration, .map, .type: return nil
        }
    }
}

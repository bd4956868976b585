/// Evaluates a syntax tree, counting every step against the limits.
struct Evaluator {
    let bindings: Formula.Bindings
    let limits: Formula.Limits
    /// The values of the variables of the macros around the current node, outermost first.
    var locals: [FormulaValue] = []
    private var remainingSteps: Int

    init(bindings: Formula.Bindings, limits: Formula.Limits) {
        self.bindings = bindings
        self.limits = limits
        remainingSteps = limits.stepCount
    }

    /// The value of `expression`.
    mutating func value(of expression: Expression) throws(Fault) -> FormulaValue {
        let offset = expression.offset
        try spend(1, at: offset)
        switch expression.kind {
        case .literal(let value): return value
        case .local(let slot): return locals[slot]
        case .variable(let name): return try variable(name, at: offset)
        case .select(let base, let field): return try selection(of: field, from: base, at: offset)
        case .has(let base, let field): return try presence(of: field, in: base, at: offset)
        case .index(let base, let index): return try element(of: base, at: index, offset)
        case .not(let operand): return .bool(!(try truth(of: operand, for: "!")))
        case .negate(let operand): return try negated(try value(of: operand), at: offset)
        case .binary(let operation, let left, let right):
            return try applied(operation, try value(of: left), try value(of: right), at: offset)
        case .logic(let absorbing, let terms): return .bool(try logic(terms, absorbing: absorbing))
        case .conditional(let condition, let consequent, let alternative):
            return try value(of: try truth(of: condition, for: "?") ? consequent : alternative)
        case .list(let elements): return .list(try values(of: elements, at: offset))
        case .map(let entries): return .map(try map(of: entries))
        case .call(let function, let arguments): return try called(function, arguments, at: offset)
        case .unknownCall(let call): throw Fault(.unknownName, call.message, at: offset)
        case .comprehension(let comprehension): return try value(of: comprehension, at: offset)
        }
    }

    private mutating func variable(_ name: String, at offset: Int) throws(Fault) -> FormulaValue {
        if let value = bindings.values[name] { return value }
        if let kind = FormulaValue.Kind(denotedBy: name) { return .type(kind) }
        if let refusal = Refusal(variable: name) { throw refusal.fault(naming: name, at: offset) }
        let nearest = try suggestion(for: name, among: Array(bindings.values.keys), at: offset)
        throw Fault(.unknownName, "unknown variable '\(name)'", suggestion: nearest, at: offset)
    }

    /// The truth of a condition, where any other value is an error.
    mutating func truth(of expression: Expression, for operation: String) throws(Fault) -> Bool {
        let value = try value(of: expression)
        guard case .bool(let truth) = value else {
            throw Fault(.evaluation, "'\(operation)' needs a bool, not \(value.kind.rawValue)", at: expression.offset)
        }
        return truth
    }

    /// A row of `||` (`absorbing` true) or `&&` (`absorbing` false): one term that decides hides the errors of all
    /// others, wherever it stands.
    private mutating func logic(_ terms: [Expression], absorbing: Bool) throws(Fault) -> Bool {
        var first: Fault?
        for term in terms {
            do throws(Fault) {
                if try truth(of: term, for: absorbing ? "||" : "&&") == absorbing { return absorbing }
            } catch {
                try absorb(error, into: &first)
            }
        }
        if let first { throw first }
        return !absorbing
    }

    /// Keeps the first error that something later may absorb; a limit is never absorbed.
    func absorb(_ fault: Fault, into first: inout Fault?) throws(Fault) {
        if fault.kind == .limit { throw fault }
        first = first ?? fault
    }

    private mutating func values(of elements: [Expression], at offset: Int) throws(Fault) -> [FormulaValue] {
        var values: [FormulaValue] = []
        values.reserveCapacity(elements.count)
        for element in elements {
            values.append(try value(of: element))
        }
        return values
    }

    private mutating func map(of entries: [Expression.MapEntry]) throws(Fault) -> FormulaMap {
        var values: [FormulaMap.Entry] = []
        values.reserveCapacity(entries.count)
        for entry in entries {
            let keyValue = try value(of: entry.key)
            guard let key = FormulaMap.Key(keyValue) else {
                let message = "key of a map cannot be a \(keyValue.kind.rawValue)"
                throw Fault(.evaluation, message, at: entry.key.offset)
            }
            values.append(FormulaMap.Entry(key: key, value: try value(of: entry.value)))
        }
        if let repeated = FormulaMap.firstRepeatedKey(in: values) {
            let place = entries.first?.key.offset ?? 0
            throw Fault(.evaluation, "map has the key \(repeated.value.excerpt) twice", at: place)
        }
        return FormulaMap(distinct: values)
    }
}

// Counting.
extension Evaluator {
    /// Takes `steps` of those that remain.
    mutating func spend(_ steps: Int, at offset: Int) throws(Fault) {
        remainingSteps -= steps
        guard remainingSteps >= 0 else {
            // Stays exhausted without ever overflowing.
            remainingSteps = -1
            throw Fault(.limit, "formula takes more than \(limits.stepCount) steps", at: offset)
        }
    }

    /// Takes the steps for going over `byteCount` bytes of text.
    mutating func spend(onText byteCount: Int, at offset: Int) throws(Fault) {
        try spend(byteCount >> 3, at: offset)
    }

    /// Takes a step for every element of the result, so that whoever prints or compares it is bounded too: a list
    /// of lists may hold the same list many times over.
    mutating func spendOnResult(_ value: FormulaValue, at offset: Int) throws(Fault) {
        try spend(1, at: offset)
        switch value {
        case .list(let elements):
            for element in elements {
                try spendOnResult(element, at: offset)
            }
        case .map(let map):
            for entry in map.entries {
                try spendOnResult(entry.value, at: offset)
            }
        case .string(let text):
            try spend(onText: text.utf8.count, at: offset)
        default:
            break
        }
    }

    /// The nearest of `known` names, for an error that may be absorbed and come again and again; a comparison of two
    /// names takes as long as about 16 steps.
    mutating func suggestion(for name: String, among known: [String], at offset: Int) throws(Fault) -> String? {
        try spend(16 * (1 + known.count), at: offset)
        return nearestName(to: name, among: known)
    }

    /// Takes the steps for going over that many elements of one list or map, if it may be so long at all.
    mutating func spend(onElements elementCount: Int, at offset: Int) throws(Fault) {
        guard elementCount <= limits.elementCount else {
            throw Fault(.limit, "list has more than \(limits.elementCount) elements", at: offset)
        }
        try spend(elementCount, at: offset)
    }
}

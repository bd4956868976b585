/// Finds the type of an expression, and what in it cannot work with the names and types there are.
struct TypeChecker {
    let schema: Formula.Schema
    /// The types of the variables of the macros around the current node, outermost first.
    var locals: [FormulaType] = []

    init(schema: Formula.Schema) {
        self.schema = schema
    }

    /// The type of `expression`.
    mutating func type(of expression: Expression) throws(Fault) -> FormulaType {
        let offset = expression.offset
        switch expression.kind {
        case .literal(let value): return value.literalType
        case .local(let slot): return locals[slot]
        case .variable(let name): return try variable(name, at: offset)
        case .select(let base, let field): return try selection(of: field, from: base, at: offset)
        case .has(let base, let field):
            _ = try selection(of: field, from: base, at: offset)
            return .bool
        case .index(let base, let index): return try element(of: base, at: index, offset)
        case .not(let operand):
            try expectBool(operand, for: "'!'")
            return .bool
        case .negate(let operand):
            let type = try type(of: operand)
            guard type.isOpen || type == .int || type == .double else { throw noOverload("-", [type], at: offset) }
            return type
        case .binary(let operation, let left, let right):
            return try result(of: operation, try type(of: left), try type(of: right), at: offset)
        case .logic(let absorbing, let terms):
            for term in terms {
                try expectBool(term, for: absorbing ? "'||'" : "'&&'")
            }
            return .bool
        case .conditional(let condition, let consequent, let alternative):
            try expectBool(condition, for: "'?'")
            return try joined(consequent, alternative, at: offset)
        case .list(let elements): return .list(try common(of: elements))
        case .map(let entries): return try map(of: entries)
        case .call(let function, let arguments): return try result(of: function, arguments, at: offset)
        case .unknownCall(let call): throw try unknown(call, at: offset)
        case .comprehension(let comprehension): return try type(of: comprehension)
        }
    }

    mutating func expectBool(_ expression: Expression, for place: String) throws(Fault) {
        let type = try type(of: expression)
        guard type.isOpen || type == .bool else {
            throw Fault(.type, "\(place) needs a bool, not \(type)", at: expression.offset)
        }
    }

    /// The type of a conditional with these alternatives.
    private mutating func joined(
        _ consequent: Expression,
        _ alternative: Expression,
        at offset: Int
    ) throws(Fault) -> FormulaType {
        let types = (try type(of: consequent), try type(of: alternative))
        guard let joined = types.0.joined(with: types.1) else {
            let message = "the alternatives of '?' are \(types.0) and \(types.1), not of one type"
            throw Fault(.type, message, at: offset)
        }
        return joined
    }

    /// The one type of all elements, `dyn` when there is none.
    private mutating func common(of elements: [Expression]) throws(Fault) -> FormulaType {
        var common = FormulaType.undetermined
        for element in elements {
            common = common.joined(with: try type(of: element)) ?? .dyn
        }
        return common
    }

    private mutating func map(of entries: [Expression.MapEntry]) throws(Fault) -> FormulaType {
        var key = FormulaType.undetermined
        var value = FormulaType.undetermined
        for entry in entries {
            let keyType = try type(of: entry.key)
            guard keyType.isOpen || [.int, .uint, .string, .bool].contains(keyType) else {
                throw Fault(.type, "key of a map cannot be of type \(keyType)", at: entry.key.offset)
            }
            key = key.joined(with: keyType) ?? .dyn
            value = value.joined(with: try type(of: entry.value)) ?? .dyn
        }
        return .map(key, value)
    }

    private mutating func type(of comprehension: Comprehension) throws(Fault) -> FormulaType {
        let range = try type(of: comprehension.range)
        let element: FormulaType
        switch range {
        case .list(let type): element = type
        case .map(let key, _): element = key
        case .dyn, .undetermined: element = .dyn
        default:
            let message = "'\(comprehension.macro.rawValue)' needs a list or a map, not \(range)"
            throw Fault(.type, message, at: comprehension.range.offset)
        }
        locals.append(element)
        defer { locals.removeLast() }
        if let predicate = comprehension.predicate {
            try expectBool(predicate, for: "the condition of '\(comprehension.macro.rawValue)'")
        }
        switch comprehension.macro {
        case .all, .exists, .existsOne: return .bool
        case .filter: return .list(element)
        case .map:
            guard let transform = comprehension.transform else { return .list(element) }
            return .list(try type(of: transform))
        }
    }
}

extension FormulaValue {
    /// The type of a literal.
    fileprivate var literalType: FormulaType {
        switch self {
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bool: .bool
        case .null: .null
        case .duration: .duration
        case .type: .type
        case .list: .list(.dyn)
        case .map: .map(.dyn, .dyn)
        }
    }
}

extension Parser {
    /// A primary with the selections, indexes and calls that follow it.
    mutating func member() throws(Fault) -> Expression {
        try members(of: try primary())
    }

    /// What follows `base`: `.field`, `.call(...)`, `[index]`.
    mutating func members(of base: Expression) throws(Fault) -> Expression {
        var base = base
        while true {
            let offset = token.offset
            if take(.dot) {
                base = try selection(from: base)
            } else if take(.leftBracket) {
                let index = try expression()
                try expect(.rightBracket, "after an index")
                base = try node(.index(base, index), at: offset, over: [base, index])
            } else if peek() == .symbol(.leftBrace), let name = base.path {
                throw Refusal.messages.fault(naming: "\(name){}", at: base.offset)
            } else {
                return base
            }
        }
    }

    private mutating func selection(from base: Expression) throws(Fault) -> Expression {
        let offset = token.offset
        switch peek() {
        case .quotedName(let name):
            advance()
            return try node(.select(base, field: name), at: offset, over: [base])
        case .name(let name, _):
            advance()
            if take(.leftParenthesis) {
                if let macro = Comprehension.Macro(rawValue: name) {
                    return try comprehension(macro, over: base, at: offset)
                }
                return try call(name, on: base, at: offset)
            }
            return try denotation(of: try node(.select(base, field: name), at: offset, over: [base]))
        default:
            throw unexpected("a field or function name after '.'")
        }
    }

    /// The type that a qualified name of CEL's own denotes, or the selection itself.
    private func denotation(of selection: Expression) throws(Fault) -> Expression {
        guard let name = selection.path, name.utf8.starts(with: "google.protobuf.".utf8) else {
            return selection
        }
        if let kind = FormulaValue.Kind(denotedBy: name) {
            return try node(.literal(.type(kind)), at: selection.offset)
        }
        let refusal: Refusal = name == "google.protobuf.Timestamp" ? .timestamps : .messages
        throw refusal.fault(naming: name, at: selection.offset)
    }

    private mutating func primary() throws(Fault) -> Expression {
        let offset = token.offset
        switch peek() {
        case .name(let name, let isReserved):
            guard !isReserved else { throw Fault(.syntax, "'\(name)' is a reserved word", at: offset) }
            advance()
            return try named(name, isRooted: false, at: offset)
        case .symbol(.dot):
            advance()
            guard case .name(let name, false) = peek() else { throw unexpected("a name after '.'") }
            advance()
            return try named(name, isRooted: true, at: offset)
        case .symbol(.leftParenthesis):
            advance()
            let inner = try expression()
            try expect(.rightParenthesis, "to close '('")
            return inner
        case .symbol(.leftBracket):
            advance()
            let elements = try expressions(until: .rightBracket, allowsTrailingComma: true)
            return try node(.list(elements), at: offset, over: elements)
        case .symbol(.leftBrace):
            return try mapLiteral()
        default:
            return try literal()
        }
    }

    private mutating func literal() throws(Fault) -> Expression {
        let offset = token.offset
        let value: FormulaValue
        switch peek() {
        case .int(let magnitude):
            guard let int = Int64(exactly: magnitude) else { throw outOfRange(at: offset) }
            value = .int(int)
        case .uint(let number): value = .uint(number)
        case .double(let number): value = .double(number)
        case .string(let text): value = .string(text)
        case .bool(let truth): value = .bool(truth)
        case .null: value = .null
        default: throw unexpected("a value")
        }
        advance()
        return try node(.literal(value), at: offset)
    }

    /// A variable, or a call when parentheses follow.
    private mutating func named(_ name: String, isRooted: Bool, at offset: Int) throws(Fault) -> Expression {
        if take(.leftParenthesis) {
            return name == "has" ? try presence(at: offset) : try call(name, on: nil, at: offset)
        }
        if !isRooted, let local = locals.lastIndex(of: name) {
            return try node(.local(local), at: offset)
        }
        return try node(.variable(name), at: offset)
    }

    /// The call whose opening parenthesis has just been passed.
    private mutating func call(_ name: String, on receiver: Expression?, at offset: Int) throws(Fault) -> Expression {
        if let refusal = Refusal(function: name) { throw refusal.fault(naming: name, at: offset) }
        let arguments = try expressions(until: .rightParenthesis, allowsTrailingComma: false)
        let all = (receiver.map { [$0] } ?? []) + arguments
        let message: String
        if let function = Function(rawValue: name) {
            let fitsStyle = function.style == .either || (function.style == .receiver) == (receiver != nil)
            if fitsStyle, function.arity.contains(all.count) {
                return try node(.call(function, all), at: offset, over: all)
            }
            message = "'\(name)' is called as \(function.usage)"
        } else {
            message = "unknown function '\(name)'"
        }
        let hasReceiver = receiver != nil
        let unknown = Expression.UnknownCall(name: name, hasReceiver: hasReceiver, arguments: all, message: message)
        return try node(.unknownCall(unknown), at: offset, over: all)
    }

    /// Expressions between commas, up to `end`, which is passed.
    mutating func expressions(until end: Symbol, allowsTrailingComma: Bool) throws(Fault) -> [Expression] {
        var expressions: [Expression] = []
        guard !take(end) else { return expressions }
        while true {
            if allowsTrailingComma, peek() == .symbol(end) { break }
            expressions.append(try expression())
            guard take(.comma) else { break }
        }
        try expect(end, "or ',' after a value")
        return expressions
    }

    private mutating func mapLiteral() throws(Fault) -> Expression {
        let offset = token.offset
        advance()
        var entries: [Expression.MapEntry] = []
        while peek() != .symbol(.rightBrace) {
            let key = try expression()
            try expect(.colon, "after the key of a map")
            entries.append(Expression.MapEntry(key: key, value: try expression()))
            guard take(.comma) else { break }
        }
        try expect(.rightBrace, "or ',' after an entry of a map")
        return try node(.map(entries), at: offset, over: entries.flatMap { [$0.key, $0.value] })
    }
}

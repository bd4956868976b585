/// Builds the syntax tree of a formula from its tokens.
///
/// Rows of `&&` and of `||` become one node each, so that a long row is not a deep tree. Names that a macro declares
/// are resolved here: what is left to the environment is known before evaluation.
struct Parser {
    let tokens: [Token]
    let limits: Formula.Limits
    var place = 0
    /// The variables of the macros around the current place, outermost first.
    var locals: [String] = []
    private var depth = 0

    init(tokens: [Token], limits: Formula.Limits) {
        self.tokens = tokens
        self.limits = limits
    }

    /// The whole formula.
    mutating func formula() throws(Fault) -> Expression {
        guard peek() != .end else { throw Fault(.syntax, "formula is empty", at: 0) }
        let expression = try expression()
        guard peek() == .end else { throw unexpected("an operator or the end of the formula") }
        return expression
    }

    /// A conditional or anything that binds more tightly.
    mutating func expression() throws(Fault) -> Expression {
        guard depth < limits.depth else { throw tooDeep(at: token.offset) }
        depth += 1
        defer { depth -= 1 }
        let condition = try logic(.or)
        let offset = token.offset
        guard take(.question) else { return condition }
        let consequent = try logic(.or)
        try expect(.colon, "after the first alternative of '?'")
        let alternative = try expression()
        let kind = Expression.Kind.conditional(condition, consequent, alternative)
        return try node(kind, at: offset, over: [condition, consequent, alternative])
    }

    /// A row of `||` or of `&&`, or its only term.
    private mutating func logic(_ symbol: Symbol) throws(Fault) -> Expression {
        let isOr = symbol == .or
        let first = isOr ? try logic(.and) : try binary(above: 0)
        let offset = token.offset
        guard peek() == .symbol(symbol) else { return first }
        var terms = [first]
        while take(symbol) {
            terms.append(isOr ? try logic(.and) : try binary(above: 0))
        }
        return try node(.logic(absorbing: isOr, terms), at: offset, over: terms)
    }

    /// Operators of at least `precedence`, grouped to the left.
    private mutating func binary(above precedence: Int) throws(Fault) -> Expression {
        var left = try unary()
        while case .symbol(let symbol) = peek(), let operation = Operator(symbol), operation.precedence >= precedence {
            let offset = token.offset
            advance()
            let right = try binary(above: operation.precedence + 1)
            left = try node(.binary(operation, left, right), at: offset, over: [left, right])
        }
        return left
    }

    /// A row of `!` or of `-` before a member; the last `-` before a number belongs to the number, so that the least
    /// integer can be written.
    private mutating func unary() throws(Fault) -> Expression {
        guard case .symbol(let symbol) = peek(), symbol == .not || symbol == .minus else { return try member() }
        var offsets: [Int] = []
        while peek() == .symbol(symbol) {
            offsets.append(token.offset)
            advance()
        }
        var operand: Expression
        if symbol == .minus, let last = offsets.last, let number = try negativeNumber(at: last) {
            offsets.removeLast()
            operand = try members(of: number)
        } else {
            operand = try member()
        }
        for offset in offsets.reversed() {
            operand = try node(symbol == .not ? .not(operand) : .negate(operand), at: offset, over: [operand])
        }
        return operand
    }

    private mutating func negativeNumber(at offset: Int) throws(Fault) -> Expression? {
        let value: FormulaValue
        switch peek() {
        case .int(let magnitude):
            guard magnitude <= Int64.min.magnitude else { throw outOfRange(at: offset) }
            value = .int(Int64(truncatingIfNeeded: 0 &- magnitude))
        case .double(let magnitude):
            value = .double(-magnitude)
        default:
            return nil
        }
        advance()
        return try node(.literal(value), at: offset)
    }

    func outOfRange(at offset: Int) -> Fault {
        Fault(.syntax, "integer is out of range of int; a uint is written with 'u' after it", at: offset)
    }

    private func tooDeep(at offset: Int) -> Fault {
        Fault(.limit, "formula is nested more than \(limits.depth) levels deep", at: offset)
    }

    /// A node over `children`, unless that makes the tree too high.
    func node(
        _ kind: Expression.Kind,
        at offset: Int,
        over children: [Expression] = []
    ) throws(Fault) -> Expression {
        let height = 1 + (children.lazy.map(\.height).max() ?? 0)
        guard height <= limits.depth else { throw tooDeep(at: offset) }
        return Expression(kind: kind, offset: offset, height: height)
    }
}

// Tokens.
extension Parser {
    /// The current token; the last one, `.end`, is never passed.
    var token: Token { tokens[place] }

    func peek() -> Token.Kind { token.kind }

    func peek(after distance: Int) -> Token.Kind {
        tokens[min(place + distance, tokens.count - 1)].kind
    }

    mutating func advance() {
        place = min(place + 1, tokens.count - 1)
    }

    /// Whether the current token is `symbol`, which is then passed.
    mutating func take(_ symbol: Symbol) -> Bool {
        guard peek() == .symbol(symbol) else { return false }
        advance()
        return true
    }

    mutating func expect(_ symbol: Symbol, _ context: String) throws(Fault) {
        guard take(symbol) else { throw unexpected("'\(symbol.rawValue)' \(context)") }
    }

    func unexpected(_ wanted: String) -> Fault {
        Fault(.syntax, "expected \(wanted), found \(token.description)", at: token.offset)
    }
}

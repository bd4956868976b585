extension Parser {
    /// `has(e.f)`, whose opening parenthesis has just been passed.
    mutating func presence(at offset: Int) throws(Fault) -> Expression {
        let argument = try expression()
        try expect(.rightParenthesis, "after the argument of 'has'")
        guard case .select(let base, let field) = argument.kind else {
            throw Fault(.syntax, "'has' takes a field selection such as has(node.kubelet)", at: argument.offset)
        }
        return try node(.has(base, field: field), at: argument.offset, over: [base])
    }

    /// `range.macro(variable, ...)`, whose opening parenthesis has just been passed.
    mutating func comprehension(
        _ macro: Comprehension.Macro,
        over range: Expression,
        at offset: Int
    ) throws(Fault) -> Expression {
        guard case .name(let variable, false) = peek(), peek(after: 1) == .symbol(.comma) else {
            let usage = macro == .map ? "a name and one or two expressions" : "a name and a condition"
            throw Fault(.syntax, "'\(macro.rawValue)' takes \(usage)", at: token.offset)
        }
        advance()
        advance()
        // The variable is known in the body only: the range has been parsed before.
        locals.append(variable)
        defer { locals.removeLast() }
        let bodyOffset = token.offset
        let body = try expressions(until: .rightParenthesis, allowsTrailingComma: false)
        let predicate: Expression?
        let transform: Expression?
        switch (macro, body.count) {
        case (.map, 1): (predicate, transform) = (nil, body[0])
        case (.map, 2): (predicate, transform) = (body[0], body[1])
        case (_, 1) where macro != .map: (predicate, transform) = (body[0], nil)
        default:
            let count = macro == .map ? "two or three arguments" : "two arguments"
            throw Fault(.syntax, "'\(macro.rawValue)' takes \(count), not \(body.count + 1)", at: bodyOffset)
        }
        let comprehension = Comprehension(macro: macro, range: range, predicate: predicate, transform: transform)
        return try node(.comprehension(comprehension), at: offset, over: [range] + body)
    }
}

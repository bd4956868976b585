/// A lexical element with the byte of the text where it begins.
struct Token: Sendable {
    enum Kind: Equatable, Sendable {
        /// A name; `isReserved` where CEL keeps it for embedding languages, so that it may only follow a dot.
        case name(String, isReserved: Bool)
        /// A name between backquotes, which may only follow a dot.
        case quotedName(String)
        /// The digits of an `int`; the sign, if any, is a token before it.
        case int(UInt64)
        case uint(UInt64)
        case double(Double)
        case string(String)
        case bool(Bool)
        case null
        case symbol(Symbol)
        case end
    }

    let kind: Kind
    let offset: Int

    /// The token as error messages name it.
    var description: String {
        switch kind {
        case .name(let name, _), .quotedName(let name): "'\(name)'"
        case .int(let value), .uint(let value): "'\(value)'"
        case .double(let value): "'\(value)'"
        case .string: "a string"
        case .bool(let value): "'\(value)'"
        case .null: "'null'"
        case .symbol(let symbol): "'\(symbol.rawValue)'"
        case .end: "the end of the formula"
        }
    }
}

/// Operators and punctuation.
enum Symbol: String, Sendable {
    case and = "&&"
    case or = "||"
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case memberOf = "in"
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divide = "/"
    case remainder = "%"
    case not = "!"
    case question = "?"
    case colon = ":"
    case comma = ","
    case dot = "."
    case leftParenthesis = "("
    case rightParenthesis = ")"
    case leftBracket = "["
    case rightBracket = "]"
    case leftBrace = "{"
    case rightBrace = "}"
}

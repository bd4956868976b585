/// A node of the syntax tree.
struct Expression: Sendable {
    indirect enum Kind: Sendable {
        case literal(FormulaValue)
        /// A variable of the environment, or the name of a type.
        case variable(String)
        /// A variable of a macro, by its place among the macros around it.
        case local(Int)
        case select(Expression, field: String)
        /// `has(operand.field)`
        case has(Expression, field: String)
        case index(Expression, Expression)
        case not(Expression)
        case negate(Expression)
        case binary(Operator, Expression, Expression)
        /// All terms of a row of `&&` (`absorbing` false) or of `||` (`absorbing` true).
        case logic(absorbing: Bool, [Expression])
        case conditional(Expression, Expression, Expression)
        case list([Expression])
        case map([MapEntry])
        /// A call; the receiver, where there is one, comes first.
        case call(Function, [Expression])
        /// A call of a function that is not known in this style with this many arguments: an error, but one that
        /// `||` and `&&` absorb as CEL has it.
        case unknownCall(UnknownCall)
        case comprehension(Comprehension)
    }

    struct MapEntry: Sendable {
        let key: Expression
        let value: Expression
    }

    struct UnknownCall: Sendable {
        let name: String
        let hasReceiver: Bool
        let arguments: [Expression]
        let message: String
    }

    let kind: Kind
    let offset: Int
    /// Levels of the tree from here down, bounded by `Formula.Limits.depth`: what recursion over it can reach.
    let height: Int

    /// `a.b.c` when the expression is a variable with fields selected from it, else nil.
    var path: String? {
        switch kind {
        case .variable(let name): name
        case .select(let base, let field): base.path.map { "\($0).\(field)" }
        default: nil
        }
    }
}

/// A macro over the elements of a list or the keys of a map.
struct Comprehension: Sendable {
    enum Macro: String, Sendable, CaseIterable {
        case all
        case exists
        case existsOne = "exists_one"
        case map
        case filter
    }

    let macro: Macro
    let range: Expression
    /// The condition; nil for `map` without one.
    let predicate: Expression?
    /// What `map` makes of an element; nil for every other macro.
    let transform: Expression?
}

/// A binary operator other than `&&` and `||`.
enum Operator: String, Sendable {
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case memberOf = "in"
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case remainder = "%"

    init?(_ symbol: Symbol) {
        self.init(rawValue: symbol.rawValue)
    }

    /// How tightly the operator binds; 0 is loosest.
    var precedence: Int {
        switch self {
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .memberOf: 0
        case .add, .subtract: 1
        case .multiply, .divide, .remainder: 2
        }
    }
}

/// A formula of the policy: an expression in a subset of the Common Expression Language (CEL), parsed once.
///
/// What is accepted means what the CEL language definition (github.com/google/cel-spec, doc/langdef.md) says it means:
/// precedence, overflow and division errors, error absorption by `&&`, `||`, `all` and `exists`, equality and ordering
/// across the numeric types. Bytes, timestamps, regular expressions, protobuf messages, enums and optional values are
/// left out on purpose and refused by name: nothing on a node needs them.
///
/// Three steps, each with its own errors: parsing finds what is not CEL, `checked(against:)` what cannot work with the
/// names and types there are, `evaluate(_:)` what goes wrong with the values of one node (a division by zero).
/// Added to CEL: `min`, `max`, `clamp`, `ceilPowerOfTwo`.
public struct Formula: Sendable {
    /// The text as the operator wrote it.
    public let text: String
    /// What parsing and evaluation are held to.
    public let limits: Limits

    let root: Expression

    /// Parses `text`.
    ///
    /// - Throws: `FormulaError` of kind `.syntax`, `.unsupported` or `.limit`, with the place in `text`.
    public init(parsing text: String, limits: Limits = Limits()) throws(FormulaError) {
        self.text = text
        self.limits = limits
        do throws(Fault) {
            guard text.utf8.count <= limits.sourceByteCount else {
                let message = "formula of \(text.utf8.count) bytes is longer than \(limits.sourceByteCount)"
                throw Fault(.limit, message, at: 0)
            }
            var lexer = Lexer(text)
            var parser = Parser(tokens: try lexer.tokens(), limits: limits)
            root = try parser.formula()
        } catch {
            throw FormulaError(error, in: text)
        }
    }

    /// The formula with its static type, once every name and operation in it is known to fit `schema`.
    ///
    /// - Throws: `FormulaError` of kind `.unknownName` or `.type`, with the place and the nearest known name.
    public func checked(against schema: Schema) throws(FormulaError) -> CheckedFormula {
        do throws(Fault) {
            var checker = TypeChecker(schema: schema)
            return CheckedFormula(formula: self, type: try checker.type(of: root).settled)
        } catch {
            throw FormulaError(error, in: text)
        }
    }

    /// The value of the formula with `bindings`, without a type check: a wrong type is then an error of evaluation.
    ///
    /// - Throws: `FormulaError` of kind `.evaluation`, `.unknownName` or `.limit`.
    public func evaluate(_ bindings: Bindings = Bindings()) throws(FormulaError) -> FormulaValue {
        do throws(Fault) {
            var evaluator = Evaluator(bindings: bindings, limits: limits)
            let value = try evaluator.value(of: root)
            try evaluator.spendOnResult(value, at: root.offset)
            return value
        } catch {
            throw FormulaError(error, in: text)
        }
    }
}

/// A formula that fits a schema, with the type its value will have.
public struct CheckedFormula: Sendable {
    /// The formula.
    public let formula: Formula
    /// The type of the value, as far as it is known without evaluating: `dyn` where it depends on the values.
    public let type: FormulaType

    /// The value of the formula with `bindings`, which should hold what the schema promised.
    ///
    /// - Throws: `FormulaError` of kind `.evaluation` or `.limit`.
    public func evaluate(_ bindings: Formula.Bindings = Formula.Bindings()) throws(FormulaError) -> FormulaValue {
        try formula.evaluate(bindings)
    }
}

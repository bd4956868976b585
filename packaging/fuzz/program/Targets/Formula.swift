@testable import Agent
@testable import Formula
import Tuning

extension Target {
    /// A formula: parsed, checked against what a policy may name, and computed on a node.
    static let formula = Target("formula") { bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        let formula: Formula
        do throws(FormulaError) {
            formula = try Formula(parsing: text)
        } catch {
            requirePlace(of: error, in: text)
            return
        }
        _ = formula.inputs
        let value = value(of: formula)
        require(Target.value(of: formula) == value, "computed again it is another value")
        do throws(FormulaError) {
            let type = try formula.checked(against: .ofPolicy).type
            if let kind = value?.kind { require(type.admits(kind), "of type \(type) it has a value of kind \(kind)") }
        } catch {
            requirePlace(of: error, in: text)
        }
    }

    /// The value on the sample node, which written as text is a formula of the same value; nil where there is none.
    private static func value(of formula: Formula) -> Described? {
        let value: FormulaValue
        do throws(FormulaError) {
            value = try formula.evaluate(bindings)
        } catch {
            requirePlace(of: error, in: formula.text)
            return nil
        }
        let text = value.description
        require(text.isHarmless, "the value \(text)")
        _ = value.json
        do throws(FormulaError) {
            let again = try Formula(parsing: text).evaluate()
            require(again.description == text, "'\(text)' gives '\(again)'")
        } catch {
            require(error.kind == .limit, "'\(text)' is no formula: \(error)")
        }
        return Described(text: text, kind: value.kind)
    }

    private struct Described: Equatable {
        let text: String
        let kind: FormulaValue.Kind
    }

    private static func requirePlace(of error: FormulaError, in text: String) {
        let lineCount = text.unicodeScalars.count { $0 == "\n" } + 1
        require((1...lineCount).contains(error.line), "\(error) is in line \(error.line) of \(lineCount)")
        require((1...text.unicodeScalars.count + 1).contains(error.column), "\(error) is in column \(error.column)")
        require(error.excerpt.isHarmless, "the excerpt '\(error.excerpt)'")
        require(error.caretOffset <= error.excerpt.unicodeScalars.count, "the caret of \(error)")
    }

    private static let bindings = Formula.Bindings(node: Sample.facts, cluster: Sample.cluster)
}

extension FormulaType {
    /// Whether a value of a kind may have this type.
    fileprivate func admits(_ kind: FormulaValue.Kind) -> Bool {
        switch self {
        case .int: kind == .int
        case .uint: kind == .uint
        case .double: kind == .double
        case .string: kind == .string
        case .bool: kind == .bool
        case .null: kind == .null
        case .duration: kind == .duration || kind == .null
        case .type: kind == .type
        case .list: kind == .list
        case .map: kind == .map
        case .object: kind == .map || kind == .null
        case .dyn, .undetermined: true
        }
    }
}

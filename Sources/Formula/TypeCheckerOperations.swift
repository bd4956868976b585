// Which types operators and functions take, and what they give.
extension TypeChecker {
    /// The type of `left operation right`.
    func result(
        of operation: Operator,
        _ left: FormulaType,
        _ right: FormulaType,
        at offset: Int
    ) throws(Fault) -> FormulaType {
        let result: FormulaType?
        switch operation {
        case .equal, .notEqual:
            result = left.joined(with: right).map { _ in .bool }
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            let joined = left.joined(with: right)
            result = left.isOrdered && right.isOrdered && joined != nil ? .bool : nil
        case .memberOf:
            result = isMember(left, of: right) ? .bool : nil
        case .add, .subtract, .multiply, .divide, .remainder:
            result = arithmetic(operation, left, right)
        }
        guard let result else { throw noOverload(operation.rawValue, [left, right], at: offset) }
        return result
    }

    private func isMember(_ type: FormulaType, of container: FormulaType) -> Bool {
        switch container {
        case .dyn, .undetermined: true
        case .list(let element): type.joined(with: element) != nil
        case .map(let key, _): type.joined(with: key) != nil
        default: false
        }
    }

    private func arithmetic(_ operation: Operator, _ left: FormulaType, _ right: FormulaType) -> FormulaType? {
        // With one side open, the other decides; a list joins its elements with those of another.
        let operand = left.isOpen ? right : right.isOpen ? left : left.joined(with: right)
        switch (operation, operand) {
        case (.add, .list) where left == .dyn || right == .dyn: return .list(.dyn)
        case (_, .dyn), (_, .undetermined): return .dyn
        case (_, .int), (_, .uint): return operand
        case (.add, .double), (.subtract, .double), (.multiply, .double), (.divide, .double): return .double
        case (.add, .duration), (.subtract, .duration): return left == .null || right == .null ? nil : .duration
        case (.add, .string), (.add, .list): return operand
        default: return nil
        }
    }

    /// The type of a call's result.
    mutating func result(
        of function: Function,
        _ arguments: [Expression],
        at offset: Int
    ) throws(Fault) -> FormulaType {
        var types: [FormulaType] = []
        for argument in arguments {
            types.append(try type(of: argument))
        }
        guard let result = overload(of: function, types) else { throw noOverload(function.rawValue, types, at: offset) }
        return result
    }

    private func overload(of function: Function, _ types: [FormulaType]) -> FormulaType? {
        switch function {
        case .min, .max: return extreme(of: types)
        case .clamp: return common(of: types)
        case .contains, .startsWith, .endsWith:
            return types.allSatisfy { $0.isOpen || $0 == .string } ? .bool : nil
        default:
            return types.first.flatMap { overload(of: function, $0) }
        }
    }

    private func overload(of function: Function, _ type: FormulaType) -> FormulaType? {
        switch (function, type) {
        case (.dyn, _): .dyn
        case (.type, _): .type
        case (.size, .string), (.size, .list), (.size, .map): .int
        case (.size, _) where type.isOpen: .int
        case (.ceilPowerOfTwo, .int), (.ceilPowerOfTwo, .uint): type
        case (.ceilPowerOfTwo, _) where type.isOpen: .dyn
        case (.getHours, _), (.getMinutes, _), (.getSeconds, _), (.getMilliseconds, _):
            type.isOpen || type == .duration ? .int : nil
        case (.int, _): type.isOpen || type.isNumeric || type == .string ? .int : nil
        case (.uint, _): type.isOpen || type.isNumeric || type == .string ? .uint : nil
        case (.double, _): type.isOpen || type.isNumeric || type == .string ? .double : nil
        case (.bool, _): type.isOpen || type == .bool || type == .string ? .bool : nil
        case (.duration, _): type.isOpen || type == .duration || type == .string ? .duration : nil
        case (.string, .string), (.string, .bool), (.string, .duration): .string
        case (.string, _): type.isOpen || type.isNumeric ? .string : nil
        default: nil
        }
    }

    private func extreme(of types: [FormulaType]) -> FormulaType? {
        guard types.count == 1, let only = types.first else { return common(of: types) }
        if case .list(let element) = only { return common(of: [element]) }
        return only.isOpen ? .dyn : common(of: [only])
    }

    /// The type of one of the values: theirs when they are of one, `dyn` when they are numbers of several.
    private func common(of types: [FormulaType]) -> FormulaType? {
        let known = types.filter { !$0.isOpen }
        guard let first = known.first else { return .dyn }
        guard known.allSatisfy({ $0.isNumeric }) || (first == .duration && known.allSatisfy { $0 == first }) else {
            return nil
        }
        return types.allSatisfy { $0 == first } ? first : .dyn
    }

    func noOverload(_ operation: String, _ types: [FormulaType], at offset: Int) -> Fault {
        let names = types.map(\.description).joined(separator: " and ")
        let isMixed = types.count > 1 && types.allSatisfy(\.isNumeric)
        let hint = isMixed ? "; convert with int(), uint() or double()" : ""
        return Fault(.type, "no overload of '\(operation)' takes \(names)\(hint)", at: offset)
    }
}

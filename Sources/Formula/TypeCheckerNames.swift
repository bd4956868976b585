// Names: variables, fields, functions; each unknown one with the nearest known.
extension TypeChecker {
    func variable(_ name: String, at offset: Int) throws(Fault) -> FormulaType {
        if let type = schema.variables[name] { return type }
        if FormulaValue.Kind(denotedBy: name) != nil { return .type }
        if let refusal = Refusal(variable: name) { throw refusal.fault(naming: name, at: offset) }
        let known = Array(schema.variables.keys) + FormulaValue.Kind.allCases.map(\.denotation)
        let nearest = nearestName(to: name, among: known) ?? variable(withField: name)
        throw Fault(.unknownName, "unknown variable '\(name)'", suggestion: nearest, at: offset)
    }

    /// `node.cpus` for `cpus`: the one variable that has such a field.
    private func variable(withField name: String) -> String? {
        let owners = schema.variables.filter { _, type in
            guard case .object(let object) = type else { return false }
            return object.fields[name] != nil
        }
        guard owners.count == 1, let owner = owners.first else { return nil }
        return "\(owner.key).\(name)"
    }

    mutating func selection(of field: String, from base: Expression, at offset: Int) throws(Fault) -> FormulaType {
        let type = try type(of: base)
        switch type {
        case .dyn, .undetermined: return .dyn
        case .object(let object): return try self.field(field, of: object, at: offset)
        case .map(let key, let value):
            guard key.isOpen || key == .string else {
                throw Fault(.type, "a \(type) has no fields; its keys are of type \(key)", at: offset)
            }
            return value
        default:
            throw Fault(.type, "a value of type \(type) has no field '\(field)'", at: offset)
        }
    }

    private func field(_ name: String, of object: FormulaObjectType, at offset: Int) throws(Fault) -> FormulaType {
        if let type = object.fields[name] { return type }
        let nearest = nearestName(to: name, among: object.fields.keys)
        throw Fault(.unknownName, "'\(object.name)' has no field '\(name)'", suggestion: nearest, at: offset)
    }

    /// `base[index]`
    mutating func element(of base: Expression, at index: Expression, _ offset: Int) throws(Fault) -> FormulaType {
        let type = try type(of: base)
        let indexType = try self.type(of: index)
        switch type {
        case .dyn, .undetermined: return .dyn
        case .list(let element):
            guard indexType.isOpen || indexType == .int else {
                throw Fault(.type, "a list is indexed by an int, not \(indexType)", at: index.offset)
            }
            return element
        case .map(let key, let value):
            guard key.joined(with: indexType) != nil else {
                throw Fault(.type, "a \(type) is indexed by \(key), not \(indexType)", at: index.offset)
            }
            return value
        case .object(let object):
            guard indexType.isOpen || indexType == .string else {
                throw Fault(.type, "'\(object.name)' is indexed by a string, not \(indexType)", at: index.offset)
            }
            guard case .literal(.string(let name)) = index.kind else { return .dyn }
            return try field(name, of: object, at: index.offset)
        default:
            throw Fault(.type, "a value of type \(type) cannot be indexed", at: offset)
        }
    }

    /// Why `call` cannot be made: what is wrong in its receiver, or in its name or form.
    mutating func unknown(_ call: Expression.UnknownCall, at offset: Int) throws(Fault) -> Fault {
        if call.hasReceiver, let receiver = call.arguments.first {
            _ = try type(of: receiver)
        }
        guard Function(rawValue: call.name) == nil else { return Fault(.type, call.message, at: offset) }
        let macros = Comprehension.Macro.allCases.map(\.rawValue) + ["has"]
        let nearest = nearestName(to: call.name, among: Function.allCases.map(\.rawValue) + macros)
        return Fault(.unknownName, call.message, suggestion: nearest, at: offset)
    }
}

extension Formula {
    /// What the formula reads of its environment, as dotted paths in the order of the text: `node.cpus`.
    ///
    /// For an explanation with live values. A path ends where a call, an index or a macro begins; the variables of
    /// macros and the names of types are no inputs.
    public var inputs: [String] {
        var paths: [String] = []
        collectInputs(of: root, into: &paths)
        var seen: Set<String> = []
        return paths.filter { seen.insert($0).inserted }
    }
}

private func collectInputs(of expression: Expression, into paths: inout [String]) {
    switch expression.kind {
    case .literal, .local:
        break
    case .variable(let name):
        if FormulaValue.Kind(denotedBy: name) == nil { paths.append(name) }
    case .select(let base, let field), .has(let base, let field):
        if let path = base.path {
            paths.append("\(path).\(field)")
        } else {
            collectInputs(of: base, into: &paths)
        }
    case .not(let operand), .negate(let operand):
        collectInputs(of: operand, into: &paths)
    case .index(let left, let right), .binary(_, let left, let right):
        collectInputs(of: left, into: &paths)
        collectInputs(of: right, into: &paths)
    case .conditional(let condition, let consequent, let alternative):
        for part in [condition, consequent, alternative] {
            collectInputs(of: part, into: &paths)
        }
    case .logic(_, let parts), .list(let parts), .call(_, let parts):
        for part in parts {
            collectInputs(of: part, into: &paths)
        }
    case .unknownCall(let call):
        for part in call.arguments {
            collectInputs(of: part, into: &paths)
        }
    case .map(let entries):
        for entry in entries {
            collectInputs(of: entry.key, into: &paths)
            collectInputs(of: entry.value, into: &paths)
        }
    case .comprehension(let comprehension):
        for part in [comprehension.range, comprehension.predicate, comprehension.transform] {
            if let part { collectInputs(of: part, into: &paths) }
        }
    }
}

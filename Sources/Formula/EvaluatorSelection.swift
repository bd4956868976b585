extension Evaluator {
    /// `base.field`
    mutating func selection(of field: String, from base: Expression, at offset: Int) throws(Fault) -> FormulaValue {
        let map = try fields(of: base, selecting: field, at: offset)
        guard let value = map[field: field] else { throw try missing(field: field, in: map, at: offset) }
        return value
    }

    /// `has(base.field)`
    mutating func presence(of field: String, in base: Expression, at offset: Int) throws(Fault) -> FormulaValue {
        .bool(try fields(of: base, selecting: field, at: offset)[field: field] != nil)
    }

    private mutating func fields(
        of base: Expression,
        selecting field: String,
        at offset: Int
    ) throws(Fault) -> FormulaMap {
        let value = try value(of: base)
        guard case .map(let map) = value else {
            throw Fault(.evaluation, "a \(value.kind.rawValue) has no field '\(field)'", at: offset)
        }
        return map
    }

    private mutating func missing(field: String, in map: FormulaMap, at offset: Int) throws(Fault) -> Fault {
        // Among very many keys a likely one is not worth the search.
        let names = map.entries.prefix(256).compactMap { entry -> String? in
            guard case .string(let name) = entry.key else { return nil }
            return name
        }
        let nearest = try suggestion(for: field, among: names, at: offset)
        return Fault(.evaluation, "no such field '\(field)'", suggestion: nearest, at: offset)
    }

    /// `base[index]`
    mutating func element(of base: Expression, at index: Expression, _ offset: Int) throws(Fault) -> FormulaValue {
        let container = try value(of: base)
        let key = try value(of: index)
        switch container {
        case .list(let elements):
            guard let place = try listIndex(key, at: index.offset), elements.indices.contains(place) else {
                let message = "index \(key.excerpt) is outside the list of \(elements.count)"
                throw Fault(.evaluation, message, at: index.offset)
            }
            return elements[place]
        case .map(let map):
            guard let value = FormulaMap.Key(sought: key).flatMap({ map[$0] }) else {
                throw Fault(.evaluation, "no such key \(key.excerpt)", at: index.offset)
            }
            return value
        default:
            throw Fault(.evaluation, "a \(container.kind.rawValue) cannot be indexed", at: offset)
        }
    }

    /// The place in a list that a number means, or nil when no list is that long.
    private func listIndex(_ key: FormulaValue, at offset: Int) throws(Fault) -> Int? {
        switch key {
        case .int(let number): return Int(exactly: number)
        case .uint(let number): return Int(exactly: number)
        case .double(let number): return Int(exactly: number)
        default: throw Fault(.evaluation, "a list cannot be indexed by a \(key.kind.rawValue)", at: offset)
        }
    }

    /// `value in container`
    mutating func isMember(
        _ value: FormulaValue,
        of container: FormulaValue,
        at offset: Int
    ) throws(Fault) -> Bool {
        switch container {
        case .list(let elements):
            for element in elements where try areEqual(value, element, at: offset) {
                return true
            }
            return false
        case .map(let map):
            return FormulaMap.Key(sought: value).flatMap { map[$0] } != nil
        default:
            throw noOverload(of: "in", value, container, at: offset)
        }
    }
}

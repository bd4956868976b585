extension Evaluator {
    /// The value of a macro over the elements of a list or the keys of a map.
    mutating func value(of comprehension: Comprehension, at offset: Int) throws(Fault) -> FormulaValue {
        let elements = try elements(of: comprehension, at: offset)
        let slot = locals.count
        locals.append(.null)
        defer { locals.removeLast() }
        switch comprehension.macro {
        case .all: return .bool(try quantified(comprehension, elements, slot: slot, absorbing: false))
        case .exists: return .bool(try quantified(comprehension, elements, slot: slot, absorbing: true))
        case .existsOne:
            var count = 0
            for element in elements {
                locals[slot] = element
                if try holds(comprehension) { count += 1 }
            }
            return .bool(count == 1)
        case .filter, .map:
            var results: [FormulaValue] = []
            for element in elements {
                locals[slot] = element
                guard try holds(comprehension) else { continue }
                if let transform = comprehension.transform {
                    results.append(try value(of: transform))
                } else {
                    results.append(element)
                }
            }
            return .list(results)
        }
    }

    private mutating func elements(of comprehension: Comprehension, at offset: Int) throws(Fault) -> [FormulaValue] {
        let range = try value(of: comprehension.range)
        switch range {
        case .list(let elements):
            try spend(onElements: elements.count, at: offset)
            return elements
        case .map(let map):
            try spend(onElements: map.count, at: offset)
            return map.entries.map(\.key.value)
        default:
            let message = "'\(comprehension.macro.rawValue)' needs a list or a map, not \(range.kind.rawValue)"
            throw Fault(.evaluation, message, at: offset)
        }
    }

    /// Whether the condition holds for the current element; so it does where there is none.
    private mutating func holds(_ comprehension: Comprehension) throws(Fault) -> Bool {
        guard let predicate = comprehension.predicate else { return true }
        return try truth(of: predicate, for: comprehension.macro.rawValue)
    }

    /// `exists` (`absorbing` true) or `all` (`absorbing` false), which absorb errors as `||` and `&&` do.
    private mutating func quantified(
        _ comprehension: Comprehension,
        _ elements: [FormulaValue],
        slot: Int,
        absorbing: Bool
    ) throws(Fault) -> Bool {
        var first: Fault?
        for element in elements {
            locals[slot] = element
            do throws(Fault) {
                if try holds(comprehension) == absorbing { return absorbing }
            } catch {
                try absorb(error, into: &first)
            }
        }
        if let first { throw first }
        return !absorbing
    }
}

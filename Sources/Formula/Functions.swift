extension Evaluator {
    /// The result of a call.
    mutating func called(
        _ function: Function,
        _ arguments: [Expression],
        at offset: Int
    ) throws(Fault) -> FormulaValue {
        var values: [FormulaValue] = []
        values.reserveCapacity(arguments.count)
        for argument in arguments {
            values.append(try value(of: argument))
        }
        switch (function, values.count) {
        case (.min, _), (.max, _):
            return try extreme(of: values, isMaximum: function == .max, at: offset)
        case (.clamp, 3):
            return try clamped(values[0], from: values[1], to: values[2], at: offset)
        case (.contains, 2), (.startsWith, 2), (.endsWith, 2):
            return .bool(try searched(function, values[0], for: values[1], at: offset))
        case (_, 1):
            return try called(function, on: values[0], at: offset)
        default:
            throw Fault(.evaluation, "'\(function.rawValue)' is called as \(function.usage)", at: offset)
        }
    }

    private mutating func called(
        _ function: Function,
        on value: FormulaValue,
        at offset: Int
    ) throws(Fault) -> FormulaValue {
        switch function {
        case .dyn: return value
        case .type: return .type(value.kind)
        case .size: return .int(Int64(try size(of: value, at: offset)))
        case .ceilPowerOfTwo: return try ceilPowerOfTwo(value, at: offset)
        case .getHours, .getMinutes, .getSeconds, .getMilliseconds:
            return .int(try component(function, of: value, at: offset))
        default:
            if case .string(let text) = value {
                try spend(onText: text.utf8.count, at: offset)
            }
            guard let kind = FormulaValue.Kind(rawValue: function.rawValue) else {
                throw noOverload(of: function, value, at: offset)
            }
            return try converted(value, to: kind, at: offset)
        }
    }

    /// Code points of a string, elements of a list, entries of a map.
    private mutating func size(of value: FormulaValue, at offset: Int) throws(Fault) -> Int {
        switch value {
        case .string(let text):
            try spend(onText: text.utf8.count, at: offset)
            return text.unicodeScalars.count
        case .list(let elements): return elements.count
        case .map(let map): return map.count
        default: throw noOverload(of: .size, value, at: offset)
        }
    }

    private mutating func searched(
        _ function: Function,
        _ value: FormulaValue,
        for part: FormulaValue,
        at offset: Int
    ) throws(Fault) -> Bool {
        guard case .string(let text) = value, case .string(let part) = part else {
            throw noOverload(of: function.rawValue, value, part, at: offset)
        }
        try spend(onText: text.utf8.count + part.utf8.count, at: offset)
        switch function {
        case .startsWith: return text.utf8.starts(with: part.utf8)
        case .endsWith: return text.utf8.suffix(part.utf8.count).elementsEqual(part.utf8)
        default: return hasPart(Array(part.utf8), in: text)
        }
    }

    /// Whether `part` occurs in `text`; by Knuth, Morris and Pratt, in time by the sum of both lengths.
    private func hasPart(_ part: [UInt8], in text: String) -> Bool {
        guard !part.isEmpty else { return true }
        // How much of the beginning of `part` also ends at each of its bytes.
        var borders = [0]
        borders.reserveCapacity(part.count)
        var length = 0
        for byte in part.dropFirst() {
            while length > 0, part[length] != byte {
                length = borders[length - 1]
            }
            length += part[length] == byte ? 1 : 0
            borders.append(length)
        }
        var matched = 0
        for byte in text.utf8 {
            while matched > 0, part[matched] != byte {
                matched = borders[matched - 1]
            }
            matched += part[matched] == byte ? 1 : 0
            if matched == part.count { return true }
        }
        return false
    }

    /// `getHours` and its like: the whole span in that unit, except for milliseconds, which are those left of the
    /// second.
    private func component(_ function: Function, of value: FormulaValue, at offset: Int) throws(Fault) -> Int64 {
        guard case .duration(let nanoseconds) = value else { throw noOverload(of: function, value, at: offset) }
        switch function {
        case .getHours: return nanoseconds / 3_600_000_000_000
        case .getMinutes: return nanoseconds / 60_000_000_000
        case .getSeconds: return nanoseconds / 1_000_000_000
        default: return nanoseconds % 1_000_000_000 / 1_000_000
        }
    }

    func noOverload(of function: Function, _ value: FormulaValue, at offset: Int) -> Fault {
        Fault(.evaluation, "no overload of '\(function.rawValue)' takes \(value.kind.rawValue)", at: offset)
    }
}

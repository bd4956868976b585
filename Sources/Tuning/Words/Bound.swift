/// What a setting accepts of a knob. The only comparator in the program.
public enum Bound: Hashable, Sendable {
    /// This value and no other.
    case exactly(Value)
    /// This number or more; `unlimited` is more than any number.
    case atLeast(Int64)
    /// This number or less.
    case atMost(Int64)
    /// One of these values; the first is what is written when none holds.
    case oneOf([Value])
    /// Not above what the last pass of this boot saw: for counters of events that should not happen.
    /// The first pass of a boot accepts whatever it finds.
    case steady

    /// Whether `value` is accepted; `previous` is what the last pass of this boot saw, if there was one.
    public func accepts(_ value: Value, previous: Value? = nil) -> Bool {
        switch (self, value) {
        case (.exactly(let wanted), _): value == wanted
        // Threads that differ are accepted when each of them is; so below.
        case (.oneOf(let wanted), .list(let values)) where !wanted.contains(value):
            !values.isEmpty && values.allSatisfy(wanted.contains)
        case (.oneOf(let wanted), _): wanted.contains(value)
        case (.atLeast, .unlimited): true
        case (.atLeast, .text(let text)): Bound.isBeyondIntegers(text)
        case (.atLeast(let least), .integer(let number)): number >= least
        case (.atMost(let most), .integer(let number)): number <= most
        case (.atLeast, .list(let values)), (.atMost, .list(let values)):
            !values.isEmpty
                && values.allSatisfy { value in
                    if case .list = value { false } else { accepts(value, previous: previous) }
                }
        case (.steady, .integer(let number)):
            if case .integer(let before)? = previous { number <= before } else { true }
        case (.atLeast, _), (.atMost, _), (.steady, _): false
        }
    }

    /// Whether a text is a number above all that an integer holds, as `kernel/shmmax` is by default.
    private static func isBeyondIntegers(_ text: String) -> Bool {
        Int64(text) == nil && !text.isEmpty && text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    }

    /// The value to write when what a knob holds is not accepted; nil where nothing can be written.
    public var written: Value? {
        switch self {
        case .exactly(let value): value
        case .atLeast(let number), .atMost(let number): .integer(number)
        case .oneOf(let values): values.first
        case .steady: nil
        }
    }
}

extension Bound {
    /// The bound with its number rounded up, as the kernel will hold it; a number too large to round stays.
    func rounded(upToMultipleOf granularity: Int64) -> Bound {
        func rounded(_ number: Int64) -> Int64 {
            guard number > 0, number % granularity != 0 else { return number }
            let (up, isTooLarge) = number.addingReportingOverflow(granularity - number % granularity)
            return isTooLarge ? number : up
        }
        return switch self {
        case .exactly(.integer(let number)): .exactly(.integer(rounded(number)))
        case .atLeast(let number): .atLeast(rounded(number))
        case .exactly, .atMost, .oneOf, .steady: self
        }
    }
}

extension Bound: CustomStringConvertible {
    public var description: String {
        switch self {
        case .exactly(let value): value.description
        case .atLeast(let number): "≥ \(number)"
        case .atMost(let number): "≤ \(number)"
        case .oneOf(let values): Bound.alternatives(values.map(\.description))
        case .steady: "no more than before"
        }
    }

    /// Alternatives in words; all levels of an I/O class are the class: `best-effort/0 or realtime`.
    private static func alternatives(_ texts: [String]) -> String {
        let words = texts.map { text in
            let name = text.prefix { $0 != "/" }
            return IOPriority.levels.allSatisfy { texts.contains("\(name)/\($0)") } ? String(name) : text
        }
        return words.indices.filter { $0 == 0 || words[$0] != words[$0 - 1] }.map { words[$0] }
            .joined(separator: " or ")
    }
}

extension Bound: Codable {
    private enum Key: String, CodingKey, CaseIterable {
        case exactly, atLeast, atMost, oneOf, steady
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let keys = Key.allCases.filter(container.contains)
        guard let key = keys.first, keys.count == 1 else {
            let names = Key.allCases.map(\.rawValue).joined(separator: ", ")
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "a bound is one of \(names)")
            )
        }
        switch key {
        case .exactly: self = .exactly(try container.decode(Value.self, forKey: key))
        case .atLeast: self = .atLeast(try container.decode(Int64.self, forKey: key))
        case .atMost: self = .atMost(try container.decode(Int64.self, forKey: key))
        case .oneOf: self = .oneOf(try container.decode([Value].self, forKey: key))
        case .steady: self = .steady
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .exactly(let value): try container.encode(value, forKey: .exactly)
        case .atLeast(let number): try container.encode(number, forKey: .atLeast)
        case .atMost(let number): try container.encode(number, forKey: .atMost)
        case .oneOf(let values): try container.encode(values, forKey: .oneOf)
        case .steady: try container.encode(true, forKey: .steady)
        }
    }
}

/// One number or word of a setting that policy may give.
public struct Parameter: Hashable, Sendable {
    /// What may be given.
    public enum Kind: Hashable, Sendable {
        /// A whole number in this range.
        case integer(ClosedRange<Int64>)
        /// One of these words.
        case choice([String])
    }

    /// Its name in policy, in camelCase.
    public let name: String
    /// What it means, with its unit.
    public let summary: String
    /// What may be given.
    public let kind: Kind
    /// What holds when neither policy nor profile says anything.
    public let preset: Value

    /// A whole number with its range and preset.
    public init(_ name: String, _ summary: String, range: ClosedRange<Int64>, preset: Int64) {
        self.name = name
        self.summary = summary
        kind = .integer(range)
        self.preset = .integer(preset)
    }

    /// One word of several; the first is the preset.
    public init(_ name: String, _ summary: String, words: [String]) {
        precondition(!words.isEmpty, "a choice without words")
        self.name = name
        self.summary = summary
        kind = .choice(words)
        preset = .text(words[0])
    }

    /// Why `value` may not be given, or nil if it may.
    public func objection(to value: Value) -> String? {
        switch (kind, value) {
        case (.integer(let range), .integer(let number)):
            range.contains(number) ? nil : "\(number) is not in \(range.lowerBound)…\(range.upperBound)"
        case (.choice(let words), .text(let word)):
            words.contains(word) ? nil : "'\(word)' is not one of \(words.joined(separator: ", "))"
        case (.integer, _): "a whole number is wanted"
        case (.choice(let words), _): "one of \(words.joined(separator: ", ")) is wanted"
        }
    }
}

/// The parameters of one setting as policy and profile left them, and what settings before it asked for.
public struct Parameters: Sendable {
    private let values: [String: Value]
    private let earlier: [Target]
    /// What policy says of the cluster.
    public let cluster: Cluster

    /// Values by parameter name, the targets of the settings that stand earlier in the catalogue, and the cluster.
    public init(_ values: [String: Value], earlier: [Target] = [], cluster: Cluster = Cluster()) {
        self.values = values
        self.earlier = earlier
        self.cluster = cluster
    }

    /// The number given for a parameter.
    public subscript(parameter: Parameter) -> Int64 {
        if case .integer(let number)? = values[parameter.name] { return number }
        guard case .integer(let number) = parameter.preset else {
            preconditionFailure("'\(parameter.name)' is not a number")
        }
        return number
    }

    /// The word given for a parameter.
    public func word(_ parameter: Parameter) -> String {
        (values[parameter.name] ?? parameter.preset).description
    }

    /// What a setting earlier in the catalogue asks of a knob, as a number.
    public func asked(of knob: Knob) -> Int64? {
        guard case .integer(let number)? = target(of: knob)?.bound.written else { return nil }
        return number
    }

    /// What a setting earlier in the catalogue asks of a knob.
    public func target(of knob: Knob) -> Target? { earlier.last { $0.knob == knob } }
}

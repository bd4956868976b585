/// One thing about a node that is kept right.
///
/// A value, not a type for each setting: no hidden state, no registration. What it wants and whether that has an effect
/// are two pure functions, which stand in the setting's own file in the catalogue.
public struct Setting: Sendable {
    /// A setting's permanent name, in kebab-case.
    public struct ID: RawRepresentable, Hashable, Sendable, Codable, ExpressibleByStringLiteral {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public init(stringLiteral value: String) { rawValue = value }
        public init(from decoder: any Decoder) throws {
            rawValue = try decoder.singleValueContainer().decode(String.self)
        }
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(rawValue)
        }
    }

    /// What the numbers of a setting count.
    public enum Unit: String, Sendable, Codable {
        case none = ""
        case entries, buckets, percent, connections, bytes
        case milliseconds = "ms"
        case microseconds = "µs"
    }

    /// Its permanent name.
    public let id: ID
    /// What is so when it is met, in one sentence.
    public let summary: String
    /// What goes wrong without it, as an operator sees it, and why this number.
    public let why: String
    /// The release that brought it.
    public let since: ReleaseVersion
    /// What its numbers count.
    public let unit: Unit
    /// Where its numbers come from: a document and, where there is one, its version. Never empty.
    public let sources: [String]
    /// What policy may say about it.
    public let parameters: [Parameter]
    /// The numbers that the operator may give with `exactly`, `atLeast` and `atMost` to replace or limit its own: what
    /// its knob can hold. Nil where none may be given.
    public let limitRange: ClosedRange<Int64>?
    /// The strictest mode it allows: a setting that can only be observed says so here.
    public let strictestMode: Mode
    /// Whether it is only observed unless policy names this very setting: what it writes restarts a component.
    public let isOptIn: Bool
    /// How long a departure must last before it is told, in seconds.
    public let hysteresisSeconds: Int64
    /// What it wants of a node.
    public let advice: @Sendable (Facts, Parameters) -> Advice
    /// Whether a met value does anything on this node.
    public let effect: @Sendable (Facts, Target, Value) -> Effect

    /// A setting; its effect is `effective` unless a function says otherwise.
    public init(
        id: ID,
        summary: String,
        why: String,
        since: ReleaseVersion = .first,
        unit: Unit,
        sources: [String],
        parameters: [Parameter] = [],
        limitRange: ClosedRange<Int64>? = nil,
        strictestMode: Mode = .enforce,
        isOptIn: Bool = false,
        hysteresisSeconds: Int64 = 0,
        effect: @escaping @Sendable (Facts, Target, Value) -> Effect = { _, _, _ in .effective },
        advice: @escaping @Sendable (Facts, Parameters) -> Advice
    ) {
        precondition(!sources.isEmpty, "a number without a source")
        self.id = id
        self.summary = summary
        self.why = why
        self.since = since
        self.unit = unit
        self.sources = sources
        self.parameters = parameters
        self.limitRange = limitRange
        self.strictestMode = strictestMode
        self.isOptIn = isOptIn
        self.hysteresisSeconds = hysteresisSeconds
        self.effect = effect
        self.advice = advice
    }

    /// Whether the operator may replace or limit its number.
    public var takesLimits: Bool { limitRange != nil }
}

extension Setting.ID: CustomStringConvertible {
    public var description: String { rawValue }
}

public import Tuning

/// What `profile list` answers: every profile that a policy may name.
public struct ProfileListAnswer: Answer {
    /// The version of the JSON's shape; it changes when a reader would have to.
    public static let schemaVersion = 1

    /// One profile.
    public struct Line: Hashable, Sendable, Encodable {
        /// Its name in policy.
        public var name: String
        /// The mode of a policy that names none; nil if the profile cannot be used.
        public var mode: Mode?
        /// What it is for.
        public var summary: String
        /// Where it comes from: `built in`, or its file.
        public var origin: String
        /// What is wrong with it; nil if it can be used.
        public var problem: String?

        /// A profile.
        public init(name: String, mode: Mode?, summary: String, origin: String, problem: String? = nil) {
            self.name = name
            self.mode = mode
            self.summary = summary
            self.origin = origin
            self.problem = problem
        }
    }

    private let profiles: [Line]

    /// The answer for these profiles.
    public init(profiles: [Line]) {
        self.profiles = profiles
    }

    public func text(in style: Style) -> String {
        var page = Page(style)
        var table = Table([
            .init(title: "PROFILE"), .init(title: "MODE"), .init(title: "FROM", canWrap: true),
            .init(title: "SUMMARY", canWrap: true),
        ])
        for profile in profiles {
            table.add([
                Span(profile.name, .strong),
                Span(profile.mode?.rawValue ?? "?"),
                Span(profile.origin, .faint),
                profile.problem.map { Span($0, .bad) } ?? Span(profile.summary),
            ])
        }
        page.add(table)
        return page.text
    }
}

extension ProfileListAnswer: Encodable {
    private enum Key: String, CodingKey {
        case schemaVersion, nodekeelVersion, profiles
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(ProfileListAnswer.schemaVersion, forKey: .schemaVersion)
        try container.encode(nodekeelVersion, forKey: .nodekeelVersion)
        try container.encode(profiles, forKey: .profiles)
    }
}

/// What `profile diff` answers: the keys of which two profiles say different things.
public struct ProfileDifferenceAnswer: Answer {
    /// The version of the JSON's shape; it changes when a reader would have to.
    public static let schemaVersion = 1

    private let first: String
    private let second: String
    private let differences: [Difference]

    private struct Difference: Hashable, Sendable, Encodable {
        var key: String
        var first: Value?
        var second: Value?
    }

    /// The answer for two profiles and what each says.
    public init(_ first: String, _ entries: [PolicyEntry], _ second: String, _ others: [PolicyEntry]) {
        self.first = first
        self.second = second
        let one = Dictionary(entries.map { ($0.key, $0.value) }, uniquingKeysWith: { _, last in last })
        let other = Dictionary(others.map { ($0.key, $0.value) }, uniquingKeysWith: { _, last in last })
        var seen: Set<String> = []
        let keys = (entries + others).map(\.key).filter { $0 != "profile" && seen.insert($0).inserted }
        differences = keys.filter { one[$0] != other[$0] }
            .map { Difference(key: $0, first: one[$0], second: other[$0]) }
    }

    /// Whether both say the same.
    public var isEmpty: Bool { differences.isEmpty }

    public func text(in style: Style) -> String {
        var page = Page(style)
        var table = Table([
            .init(title: "KEY", canWrap: true), .init(title: first, canWrap: true), .init(title: second, canWrap: true),
        ])
        for one in differences {
            table.add([
                Span(one.key), Span(one.first?.description ?? "-"), Span(one.second?.description ?? "-"),
            ])
        }
        page.add(table)
        if differences.isEmpty { page.add(Span("both say the same")) }
        return page.text
    }
}

extension ProfileDifferenceAnswer: Encodable {
    private enum Key: String, CodingKey {
        case schemaVersion, nodekeelVersion, first, second, differences
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(ProfileDifferenceAnswer.schemaVersion, forKey: .schemaVersion)
        try container.encode(nodekeelVersion, forKey: .nodekeelVersion)
        try container.encode(first, forKey: .first)
        try container.encode(second, forKey: .second)
        try container.encode(differences, forKey: .differences)
    }
}

import Tuning

/// What `policy test` answers: every case with what became of it, and the difference where a plan is not as expected.
public struct PolicyTestAnswer: Answer {
    /// The version of the JSON's shape; it changes when a reader would have to.
    public static let schemaVersion = 1

    private let results: [Result]

    /// One case.
    public struct Result: Hashable, Sendable {
        let name: String
        let expected: String?
        let actual: String
        let isAccepted: Bool

        /// A case with the plan that is expected, if anybody has said, and the one that came out.
        public init(name: String, expected: String?, actual: String, isAccepted: Bool) {
            self.name = name
            self.expected = expected
            self.actual = actual
            self.isAccepted = isAccepted
        }

        var isAsExpected: Bool { isAccepted || expected == actual }

        fileprivate var word: String {
            if isAccepted { return "accepted" }
            if expected == nil { return "new" }
            return isAsExpected ? "passed" : "failed"
        }
    }

    /// The answer for these cases.
    public init(results: [Result]) {
        self.results = results
    }

    /// Whether every plan is as expected.
    public var isAllAsExpected: Bool { results.allSatisfy(\.isAsExpected) }

    /// The most lines of one difference that are shown.
    private static let lineLimit = 2_000

    public func text(in style: Style) -> String {
        var page = Page(style)
        for result in results {
            page.add(Span(result.word.padded(to: 10), result.isAsExpected ? .good : .bad), Span(result.name))
            guard result.expected != result.actual else { continue }
            let difference = UnifiedDifference(from: result.expected, to: result.actual, of: "\(result.name)/plan.txt")
            page.add([.block(difference.spans(limit: PolicyTestAnswer.lineLimit))], indent: 3)
        }
        page.addSpace()
        let failed = results.count { !$0.isAsExpected }
        let verdict = failed == 0 ? "all as expected" : "\(failed) not as expected"
        page.add(Span("\(Quantity.count(results.count, "case")), \(verdict)", failed == 0 ? .good : .bad))
        if failed > 0 { page.add(Span("next: review the difference, then nodekeel policy test --accept")) }
        return page.text
    }
}

extension PolicyTestAnswer: Encodable {
    private enum Key: String, CodingKey {
        case schemaVersion, nodekeelVersion, isAllAsExpected, cases
    }

    private enum CaseKey: String, CodingKey {
        case name, result, expected, actual
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(PolicyTestAnswer.schemaVersion, forKey: .schemaVersion)
        try container.encode(nodekeelVersion, forKey: .nodekeelVersion)
        try container.encode(isAllAsExpected, forKey: .isAllAsExpected)
        var cases = container.nestedUnkeyedContainer(forKey: .cases)
        for result in results {
            var one = cases.nestedContainer(keyedBy: CaseKey.self)
            try one.encode(result.name, forKey: .name)
            try one.encode(result.word, forKey: .result)
            guard !result.isAsExpected else { continue }
            try one.encodeIfPresent(result.expected, forKey: .expected)
            try one.encode(result.actual, forKey: .actual)
        }
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(width - count, 1))
    }
}

public import Tuning

/// What `audit` answers: every finding by the component that it is about, the worst first.
public struct AuditAnswer: Answer {
    /// The version of the JSON's shape; it changes when a reader would have to.
    public static let schemaVersion = 1

    let report: Report
    let settings: [Setting]
    let sections: [Section]
    let next: String?

    /// The findings of one component.
    struct Section {
        let component: AuditComponent
        /// The lines by setting, each setting's worst line deciding its place.
        let lines: [AuditLine]

        var rank: Int { lines.map(\.rank).max() ?? 0 }
        var tally: Tally { Tally(of: lines.map(\.finding)) }
    }

    /// The answer for a report.
    ///
    /// - Parameters:
    ///   - facts: What the node was when the report was made: they know what set a value.
    ///   - settings: The catalogue, with those of the policy.
    ///   - next: The command that puts right what may be put right; nil where none can.
    public init(report: Report, facts: Facts, settings: [Setting], next: String? = nil) {
        self.report = report
        self.settings = settings
        self.next = next
        let known = Dictionary(settings.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var quiet = Set(report.findings.map(\.desired.setting))
        for finding in report.findings where finding.verdict != .met { quiet.remove(finding.desired.setting) }
        let lines = report.findings.map { finding in
            let id = finding.desired.setting
            let isWarned = quiet.remove(id) != nil
            return AuditLine(finding, setting: known[id], facts: facts, at: report.moment, isWarned: isWarned)
        }
        sections = AuditComponent.allCases.compactMap { component -> Section? in
            let own = lines.filter { $0.component == component }
            return own.isEmpty ? nil : Section(component: component, lines: AuditAnswer.worstFirst(own))
        }.stablySorted { $0.rank }
    }

    /// How the settings stand, in numbers.
    public var tally: Tally { Tally(of: report.findings) }

    /// Lines by setting, the setting with the worst of them first, and in each its worst first.
    private static func worstFirst(_ lines: [AuditLine]) -> [AuditLine] {
        var order: [Setting.ID] = []
        for line in lines where !order.contains(line.id) { order.append(line.id) }
        return order.map { id in lines.filter { $0.id == id }.stablySorted { $0.rank } }
            .stablySorted { $0[0].rank }.flatMap { $0 }
    }

    public func text(in style: Style) -> String {
        AuditText(answer: self).text(in: style)
    }

    /// The same as a log of the Static Analysis Results Interchange Format 2.1.0, ending in a newline.
    public func sarif() -> String {
        AuditLog(answer: self).text
    }
}

extension Array {
    /// The elements by a rank, the highest first; equals stay in their order.
    fileprivate func stablySorted(by rank: (Element) -> Int) -> [Element] {
        enumerated().sorted { one, other in
            let (first, second) = (rank(one.element), rank(other.element))
            return first == second ? one.offset < other.offset : first > second
        }.map(\.element)
    }
}

extension AuditAnswer: Encodable {
    private enum Key: String, CodingKey {
        case schemaVersion, nodekeelVersion, moment, fingerprint, components, leftAlone, summary, isAllMet
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(AuditAnswer.schemaVersion, forKey: .schemaVersion)
        try container.encode(report.nodekeelVersion, forKey: .nodekeelVersion)
        try container.encode(report.moment, forKey: .moment)
        try container.encode(report.fingerprint, forKey: .fingerprint)
        try container.encode(sections, forKey: .components)
        try container.encode(report.leftAlone, forKey: .leftAlone)
        try container.encode(tally, forKey: .summary)
        try container.encode(report.isAllMet, forKey: .isAllMet)
    }
}

extension AuditAnswer.Section: Encodable {
    private enum Key: String, CodingKey {
        case component, summary, lines
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(component.rawValue, forKey: .component)
        try container.encode(tally, forKey: .summary)
        try container.encode(lines, forKey: .lines)
    }
}

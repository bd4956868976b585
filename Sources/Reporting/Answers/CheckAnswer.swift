public import Tuning

/// What `check` answers: every finding, then what is worth a look, then one line that says it all.
public struct CheckAnswer: Answer {
    /// The report of the run.
    public let report: Report
    private let units: Units
    private let next: String?
    private let node: String?

    /// The answer for a report.
    ///
    /// - Parameters:
    ///   - settings: The catalogue, which knows what the numbers count.
    ///   - next: The command that puts right what may be put right, such as `sudo nodekeel apply`; it is named only
    ///     if a write is due. Nil where none can, as for a node that is elsewhere.
    ///   - node: What the node is called, for `fleet`; nil where that is not known.
    public init(report: Report, settings: [Setting], next: String? = nil, node: String? = nil) {
        self.report = report
        self.node = node
        units = Units(of: settings)
        self.next = next
    }

    /// How the settings stand, in numbers.
    public var tally: Tally { Tally(of: report.findings) }

    public func text(in style: Style) -> String {
        let tally = tally
        var page = Page(style)
        page.add(FindingTable.table(of: report.findings, units: units))
        FindingDetails(findings: report.findings, units: units, moment: report.moment).add(to: &page)
        LeftAloneTable.add(report.leftAlone, to: &page)
        page.addSpace()
        page.add(Span(tally.text, tally.worst?.tone ?? .plain))
        if let next, report.findings.contains(where: { $0.restraint == nil }) { page.add(Span("next: \(next)")) }
        return page.text
    }
}

extension CheckAnswer: Encodable {
    private enum Key: String, CodingKey {
        case node, summary, isAllMet
    }

    /// The report itself, with the numbers of the summary beside its findings.
    public func encode(to encoder: any Encoder) throws {
        try report.encode(to: encoder)
        var container = encoder.container(keyedBy: Key.self)
        try container.encodeIfPresent(node, forKey: .node)
        try container.encode(tally, forKey: .summary)
        try container.encode(report.isAllMet, forKey: .isAllMet)
    }
}

public import Tuning

/// What `apply` answers: what became of each write, then what is still not as it should be.
public struct ApplyAnswer: Answer {
    /// The report of the run, read back after the writes.
    public let report: Report
    private let units: Units

    /// The answer for a report with outcomes; `settings` is the catalogue, which knows what the numbers count.
    public init(report: Report, settings: [Setting]) {
        self.report = report
        units = Units(of: settings)
    }

    public func text(in style: Style) -> String {
        var page = Page(style)
        page.add(OutcomeTable.table(of: report.outcomes, units: units))
        let notable = report.findings.filter(\.isNotable)
        FindingDetails(findings: notable, units: units, moment: report.moment).add(to: &page)
        let tally = Tally(of: report.findings)
        page.addSpace()
        page.add(Span("\(OutcomeTable.summary(of: report.outcomes)); \(tally.text)", tally.worst?.tone ?? .plain))
        if let undo = OutcomeTable.undo(of: report.outcomes) { page.add(Span("undo: \(undo)")) }
        return page.text
    }
}

extension ApplyAnswer: Encodable {
    public func encode(to encoder: any Encoder) throws {
        try CheckAnswer(report: report, settings: []).encode(to: encoder)
    }
}

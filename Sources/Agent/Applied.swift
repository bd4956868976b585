public import Tuning

/// A report and what there is to tell of it.
public struct Applied: Sendable {
    /// The report.
    public var report: Report
    /// What changed since the report before, in the order of the catalogue.
    public let events: [Event]
}

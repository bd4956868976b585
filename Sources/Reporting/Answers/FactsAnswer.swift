public import Tuning

/// What `facts` answers: what the node is, on one screen as far as it fits.
public struct FactsAnswer: Answer {
    private let facts: Facts
    private let observed: (any Encodable & Sendable)?

    /// The answer for a node's facts.
    ///
    /// - Parameter observed: What its knobs said, to travel beside the facts in JSON; text shows nothing of it.
    public init(facts: Facts, observed: (any Encodable & Sendable)? = nil) {
        self.facts = facts
        self.observed = observed
    }

    public func text(in style: Style) -> String {
        var page = Page(style)
        let text = FactsText(facts: facts)
        page.add(text.machine + text.kubernetes)
        DiskText(facts: facts).add(to: &page)
        EtcdText(facts: facts).add(to: &page)
        addComponents(to: &page)
        addAssignments(to: &page)
        addUnreadable(to: &page)
        return page.text
    }

    private func addComponents(to page: inout Page) {
        guard !facts.components.isEmpty else { return }
        page.add(heading: "Components")
        var table = Table(
            [
                .init(title: "NAME", canWrap: true), .init(title: "PID", isNumeric: true),
                .init(title: "UNIT", canWrap: true), .init(title: "POD"), .init(title: "CONTAINER"),
            ],
            indent: 3
        )
        for component in facts.components.prefix(FactsText.rowLimit) {
            table.add([
                Span(component.name),
                Span("\(component.pid)"),
                Span(component.unit ?? ""),
                Span(component.podUID ?? "", limit: 36),
                Span(String((component.containerID ?? "").prefix(12)), limit: 12),
            ])
        }
        page.add(table)
        page.add(moreThan: FactsText.rowLimit, facts.components.count)
    }

    private func addAssignments(to page: inout Page) {
        let shown = facts.sysctlAssignments.filter(OtherWriters.isOfConnectionTracking)
        let others = facts.sysctlAssignments.count - shown.count
        guard !facts.sysctlAssignments.isEmpty else { return }
        page.add(heading: "sysctl.d, in the order in which it is applied")
        page.add(OtherWriters.table(of: Array(shown.prefix(FactsText.rowLimit))))
        page.add(moreThan: FactsText.rowLimit, shown.count)
        if others > 0 {
            let text = "\(Quantity.count(others, "assignment")) of other keys (--format json shows them)"
            page.add(Span("   \(text)", .faint))
        }
    }

    private func addUnreadable(to page: inout Page) {
        guard !facts.unreadable.isEmpty else { return }
        page.add(heading: "Unreadable")
        var table = Table([.init(title: "", canWrap: true), .init(title: "", canWrap: true)], indent: 3)
        for one in facts.unreadable.prefix(FactsText.rowLimit) {
            table.add([Span(one.path, .warning), Span(one.reason)])
        }
        page.add(table)
        page.add(moreThan: FactsText.rowLimit, facts.unreadable.count)
    }
}

extension FactsAnswer: Encodable {
    private enum Key: String, CodingKey {
        case nodekeelVersion, observed
    }

    /// The facts themselves, so that `plan --facts` takes what `facts` gave; beside them who read them.
    public func encode(to encoder: any Encoder) throws {
        try facts.encode(to: encoder)
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(nodekeelVersion, forKey: .nodekeelVersion)
        if let observed { try observed.encode(to: container.superEncoder(forKey: .observed)) }
    }
}

extension Page {
    /// Says how many rows are not shown.
    mutating func add(moreThan limit: Int, _ count: Int) {
        if count > limit { add(Span("   … and \(count - limit) more (--format json shows all)", .faint)) }
    }
}

import Tuning

/// A fleet for the eye: one line that says it all, then a row for each state.
struct FleetText {
    let answer: FleetAnswer

    /// The most states that are shown, and differences of one of them.
    private static let stateLimit = 40
    private static let differenceLimit = 20
    /// How many nodes of a state are named.
    private static let nameCount = 3
    /// How many reports that cannot be read are named.
    private static let unreadableLimit = 20

    func text(in style: Style) -> String {
        var page = Page(style)
        page.add(paragraph: summary, .strong)
        addStates(to: &page)
        if answer.showsDifferences { addDifferences(to: &page) }
        addUnreadable(to: &page)
        return page.text
    }

    /// `4850 nodes: 4812 alike; 37 differ in connection-tracking-table; 1 contested in etcd-weight; 2 could not be read`.
    private var summary: String {
        let fleet = answer.fleet
        let nodes = Quantity.count(fleet.nodeCount, "node")
        guard let first = answer.groups.first else { return "no report" + unreadable }
        let others = answer.groups.dropFirst()
        let shown = others.prefix(5).map(phrase)
        let rest = others.dropFirst(5)
        let more = rest.isEmpty ? [] : ["\(rest.map(\.count).reduce(0, +)) in \(rest.count) further states"]
        let alike = others.isEmpty ? "all alike" : "\(first.count) alike"
        var parts: [String] = [alike]
        if let state = first.state, !state.tally.notMet.isEmpty { parts[0] += ", not met: \(names(state))" }
        parts += shown
        parts += more
        return "\(nodes): \(parts.joined(separator: "; "))\(unreadable)"
    }

    private var unreadable: String {
        let count = answer.fleet.unreadableCount
        return count == 0 ? "" : "; \(Quantity.count(count, "report")) could not be read"
    }

    private func phrase(_ group: Fleet.Group) -> String {
        let contested = group.state?.tally.count(of: .contested) ?? 0
        let verb = group.count == 1 ? "differs" : "differ"
        return "\(group.count) \(contested > 0 ? "contested" : verb) \(place(group))"
    }

    private func place(_ group: Fleet.Group) -> String {
        guard let differences = answer.differences(of: group) else {
            return group.obscurity.map { "(\($0))" } ?? "from what is not known"
        }
        let settings = answer.settings(in: differences)
        if settings.isEmpty { return "in the version, nodekeel \(group.version.escaped(limit: 40))" }
        return "in " + list(settings)
    }

    private func names(_ state: FleetState) -> String { list(state.tally.notMet.map(\.rawValue)) }

    private func list(_ names: [String]) -> String {
        let shown = names.prefix(3).map { $0.escaped(limit: 64) }.joined(separator: ", ")
        return names.count > 3 ? "\(shown) and \(names.count - 3) more" : shown
    }

    private func addStates(to page: inout Page) {
        guard !answer.groups.isEmpty else { return }
        page.addSpace()
        var table = Table([
            .init(title: "NODES", isNumeric: true), .init(title: "STATE"), .init(title: "NOT MET", canWrap: true),
            .init(title: "DIFFERS IN", canWrap: true), .init(title: "SUCH AS", canWrap: true),
        ])
        for (index, group) in answer.groups.prefix(FleetText.stateLimit).enumerated() {
            table.add(cells(of: group, isFirst: index == 0))
        }
        page.add(table)
        let rest = answer.groups.dropFirst(FleetText.stateLimit)
        if !rest.isEmpty {
            page.add(Span("… \(rest.count) further states of \(rest.map(\.count).reduce(0, +)) nodes", .faint))
        }
    }

    private func cells(of group: Fleet.Group, isFirst: Bool) -> [Span] {
        var standing = Span("unknown: \(group.obscurity ?? "")", .warning)
        if let state = group.state {
            let isMet = state.tally.notMet.isEmpty
            standing = Span(isMet ? "nothing" : names(state), state.tally.worst?.tone ?? .good)
        }
        let settings = answer.differences(of: group).map { answer.settings(in: $0) } ?? []
        let difference = settings.isEmpty ? "the version" : list(settings)
        let examples = group.names.prefix(FleetText.nameCount).map { $0.escaped(limit: 60) }
        return [
            Span("\(group.count)", .strong), Span(group.fingerprint, .faint, limit: 40), standing,
            Span(isFirst ? "" : difference), Span(examples.joined(separator: ", ")),
        ]
    }

    private func addDifferences(to page: inout Page) {
        for group in answer.groups.dropFirst().prefix(FleetText.stateLimit) {
            guard let differences = answer.differences(of: group), !differences.isEmpty else { continue }
            page.add(heading: "\(group.fingerprint.escaped(limit: 40)), \(Quantity.count(group.count, "node"))")
            var table = Table(
                [
                    .init(title: "SETTING", canWrap: true), .init(title: "KNOB", canWrap: true),
                    .init(title: "HERE", canWrap: true), .init(title: "MOSTLY", canWrap: true),
                ],
                indent: 3
            )
            for pair in differences.prefix(FleetText.differenceLimit) {
                guard let line = pair.here ?? pair.there else { continue }
                let here = pair.here.map(FleetText.words) ?? "not asked for"
                let there = pair.there.map(FleetText.words) ?? "not asked for"
                table.add([
                    Span(line.setting, limit: 64), Span(line.knob, limit: 120), Span(here, limit: 200),
                    Span(there, .faint, limit: 200),
                ])
            }
            page.add(table)
            let rest = differences.count - FleetText.differenceLimit
            if rest > 0 { page.add(Span("   … \(rest) more", .faint)) }
        }
    }

    /// A line in words: `drifted: 1000, wanted ≥ 2310720`.
    static func words(of line: FleetState.Line) -> String {
        guard !line.knob.isEmpty else { return "\(line.verdict): \(line.observed)" }
        return line.verdict == "met"
            ? "\(line.observed), wanted \(line.wanted)"
            : "\(line.verdict): \(line.observed), wanted \(line.wanted)"
    }

    private func addUnreadable(to page: inout Page) {
        guard !answer.fleet.unreadable.isEmpty else { return }
        page.add(heading: "Not read")
        let shown = answer.fleet.unreadable.prefix(FleetText.unreadableLimit)
        let notes: [Note] = shown.map { Note($0.source.escaped(limit: 120), $0.reason.escaped(limit: 300), .bad) }
        page.add(notes, indent: 3)
        let rest = answer.fleet.unreadableCount - notes.count
        if rest > 0 { page.add(Span("   … \(rest) more", .faint)) }
    }
}

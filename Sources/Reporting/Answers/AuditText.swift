import Tuning

/// An audit for the eye: a table for each component, the worst first, with why and what to change below what is not as
/// it should be.
struct AuditText {
    let answer: AuditAnswer

    func text(in style: Style) -> String {
        var page = Page(style)
        for section in answer.sections {
            page.addSpace()
            page.add(
                Span(section.component.rawValue, .strong),
                Span(": "),
                Span(section.tally.text, section.tally.worst?.tone ?? .plain)
            )
            page.add(table(of: section))
        }
        LeftAloneTable.add(answer.report.leftAlone, to: &page)
        page.addSpace()
        page.add(Span(answer.tally.text, answer.tally.worst?.tone ?? .plain))
        if let next = answer.next, answer.report.findings.contains(where: { $0.restraint == nil }) {
            page.add(Span("next: \(next)"))
        }
        return page.text
    }

    private func table(of section: AuditAnswer.Section) -> Table {
        var table = Table(
            [
                .init(title: "VERDICT"), .init(title: "SETTING", canWrap: true), .init(title: "KNOB", canWrap: true),
                .init(title: "VALUE", isNumeric: true, canWrap: true),
                .init(title: "EXPECTED", isNumeric: true, canWrap: true), .init(title: "ORIGIN", canWrap: true),
            ],
            indent: 3
        )
        for (index, line) in section.lines.enumerated() {
            let finding = line.finding
            let isFirst = index == 0 || section.lines[index - 1].id != line.id
            let isLast = index + 1 == section.lines.count || section.lines[index + 1].id != line.id
            let own = isLast ? section.lines.filter { $0.id == line.id } : []
            table.add(
                [
                    Span(finding.verdictText, finding.tone), Span(isFirst ? line.id.rawValue : ""),
                    Span(name(of: line, among: section.lines)),
                    Span(line.value, finding.verdict == .met ? .plain : finding.tone), Span(line.expected),
                    Span(line.hasOwnOrigin ? line.origin?.text ?? "" : "", .faint),
                ],
                notes: own.contains { $0.level != .none } ? notes(on: own) : []
            )
        }
        return table
    }

    /// What a knob is called below the heading of its component: an option without its owner where there is but one.
    private func name(of line: AuditLine, among lines: [AuditLine]) -> String {
        guard case .option(let option, let owner) = line.finding.desired.target.knob else {
            return line.finding.desired.target.knob.description
        }
        let isOnly = lines.allSatisfy { other in
            guard other.id == line.id, case .option(_, let one) = other.finding.desired.target.knob else { return true }
            return one == owner
        }
        return isOnly ? option : line.finding.desired.target.knob.description
    }

    /// What is said once of all lines of a setting.
    private func notes(on lines: [AuditLine]) -> [Note] {
        let notable = lines.filter { $0.level != .none }
        let cautions = notable.flatMap(\.cautions).reduce(into: [Caution]()) { all, one in
            if !all.contains(one) { all.append(one) }
        }
        var notes = notable.compactMap(\.unreadable).once.map { Note("unreadable", $0, .warning) }
        notes += notable.map(\.finding.desired.because).once.map { Note("why", $0) }
        let effects = notable.compactMap(\.finding.effect).filter { !$0.isEffective }
        notes += effects.map(\.description).once.map { Note("effect", $0, .warning) }
        notes += cautions.map { Note("danger", $0.danger, .warning) }
        notes += notable.flatMap(\.changes).once.map { Note("change", $0) }
        notes += (lines.first?.setting?.sources ?? []).map { Note("source", $0, .faint) }
        return notes
    }
}

extension [String] {
    /// Each text once, in order.
    fileprivate var once: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}

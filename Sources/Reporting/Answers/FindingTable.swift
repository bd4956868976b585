import Tuning

/// Findings as rows: the verdict first, since that is what is looked for.
enum FindingTable {
    static func table(of findings: [Finding], units: Units) -> Table {
        var table = Table([
            .init(title: "VERDICT"),
            .init(title: "SETTING", canWrap: true),
            .init(title: "KNOB", canWrap: true),
            .init(title: "WANTED", isNumeric: true, canWrap: true),
            .init(title: "OBSERVED", isNumeric: true, canWrap: true),
            .init(title: "UNIT", isOptional: true),
        ])
        for finding in findings {
            let wording = finding.wording(units)
            let unit = wording.unit == .percent ? "" : wording.unit.rawValue
            table.add([
                Span(finding.verdictText, finding.tone),
                Span(finding.desired.setting.rawValue),
                Span(finding.desired.target.knob.description),
                Span(wording.wanted()),
                Span(wording.observed(finding.observation), finding.verdict == .met ? .plain : finding.tone),
                Span(unit, .faint),
            ])
        }
        return table
    }
}

/// The settings that do not apply to a node, and why.
enum LeftAloneTable {
    static func add(_ leftAlone: [LeftAlone], to page: inout Page) {
        guard !leftAlone.isEmpty else { return }
        page.add(heading: "Left alone")
        var table = Table([.init(title: ""), .init(title: "", canWrap: true)], indent: 3)
        for one in leftAlone {
            table.add([Span(one.setting.rawValue), Span(one.because, .faint, limit: Note.lengthLimit)])
        }
        page.add(table)
    }
}

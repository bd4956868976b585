import Tuning

/// What is worth more words than a row of a table has: whatever is not met, does nothing, or has something against it.
struct FindingDetails {
    let findings: [Finding]
    let units: Units
    let moment: Moment

    /// Adds a block for each finding that needs one.
    func add(to page: inout Page) {
        var warned: Set<Setting.ID> = []
        var said: Set<String> = []
        for finding in findings {
            let isFirst = warned.insert(finding.desired.setting).inserted
            let cautions = isFirst ? finding.desired.cautions : []
            guard finding.isNotable || !cautions.isEmpty else { continue }
            // A kubelet that does not start says the same of every field; the table above has them all.
            if finding.desired.target.knob.isKubeletField, case .unreadable(let reason) = finding.observation,
                cautions.isEmpty, !said.insert(reason).inserted
            {
                continue
            }
            page.addSpace()
            page.add(
                Span(finding.desired.setting.rawValue, .strong),
                Span(": "),
                Span(finding.verdictText, finding.tone),
                Span(duration(of: finding), .faint)
            )
            page.add(notes(on: finding) + cautions.flatMap(\.notes), indent: 3)
        }
    }

    private func duration(of finding: Finding) -> String {
        let (seconds, overflow) = moment.uptimeSeconds.subtractingReportingOverflow(finding.standing.since)
        return finding.verdict == .met || overflow || seconds <= 0 ? "" : " for \(Quantity.span(seconds: seconds))"
    }

    private func notes(on finding: Finding) -> [Note] {
        let wording = finding.wording(units)
        var notes = [Note("knob", finding.desired.target.knob.description)]
        if finding.verdict != .met {
            notes.append(Note("observed", wording.observed(finding.observation, withUnit: true), finding.tone))
            notes.append(Note("wanted", wording.wanted(withUnit: true)))
        }
        if let attribution = finding.attribution { notes.append(Note("writer", attribution.text)) }
        notes.append(Note("why", finding.desired.because))
        if let effect = finding.effect, !effect.isEffective {
            notes.append(Note("effect", effect.description, .warning))
        }
        if let reason = finding.restraintText(at: moment) {
            notes.append(Note("left so", reason))
        } else if finding.restraint == nil, let value = finding.desired.target.bound.written {
            let written = wording.written(finding.desired.target.knob.text(of: value), withUnit: true)
            notes.append(Note("due", "'nodekeel apply' writes \(written)"))
        }
        return notes
    }
}

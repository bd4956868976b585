import Tuning

/// A plan for the eye.
struct PlanText {
    let answer: PlanAnswer

    func text(in style: Style) -> String {
        var page = Page(style)
        if let since = answer.since {
            page.add(Span("What nodekeel \(nodekeelVersion) asks otherwise than \(since) did:", .strong))
            page.addSpace()
        }
        addChanges(to: &page)
        addNotWritten(to: &page)
        addRestarts(to: &page)
        addCautions(to: &page)
        LeftAloneTable.add(answer.leftAlone, to: &page)
        page.addSpace()
        page.add(Span(summary, .strong))
        if let next = answer.next, !answer.plan.isEmpty { page.add(Span("next: \(next)")) }
        return page.text
    }

    private func addChanges(to page: inout Page) {
        var table = Table([
            .init(title: "", isNumeric: true),
            .init(title: "WRITE", canWrap: true),
            .init(title: "FROM", isNumeric: true, canWrap: true),
            .init(title: "TO", isNumeric: true, canWrap: true),
            .init(title: "UNIT", isOptional: true),
            .init(title: "SETTING", canWrap: true),
        ])
        for (index, change) in answer.plan.changes.enumerated() {
            let wording = Wording(change.target, unit: answer.units[change.setting])
            table.add(
                [
                    Span("\(index + 1)", .faint),
                    Span(change.knob.description, .strong),
                    Span(wording.observed(change.before)),
                    Span(wording.written(change.text), .strong),
                    Span(wording.unit.rawValue, .faint),
                    Span(change.setting.rawValue),
                ],
                notes: notes(on: change, wording)
            )
        }
        page.add(table)
    }

    private func notes(on change: Change, _ wording: Wording) -> [Note] {
        var notes: [Note] = []
        if let difference = answer.difference(of: change) { notes.append(.block(difference.spans())) }
        notes.append(Note("why", change.because))
        notes.append(Note("live", answer.plan.refuses(change.activation) ? refused(change) : change.activation.text))
        notes.append(Note("undo", undo(of: change, wording)))
        return notes
    }

    /// What is written waits for somebody else.
    private func refused(_ change: Change) -> String {
        "\(change.activation.text), which policy refuses: it waits for somebody else's ('activations')"
    }

    private func undo(of change: Change, _ wording: Wording) -> String {
        let original = answer.undo(of: change)
        let command = "'nodekeel revert \(change.setting)'"
        if change.knob.isMainFile {
            return "'nodekeel revert' puts these fields back as they were and keeps what others change in the file"
        }
        if change.knob.reader != nil {
            let all = original.text == nil ? "takes the file away" : "puts back the text of before"
            return "'nodekeel revert' \(all); 'nodekeel revert SETTING' takes out what one setting asks for"
        }
        guard change.knob.isWholeText else { return "\(command) puts back \(wording.original(original.text))" }
        return original.text == nil ? "\(command) takes the file away" : "\(command) puts back the text of before"
    }

    private func addNotWritten(to page: inout Page) {
        guard !answer.notWritten.isEmpty else { return }
        page.add(heading: "Not written")
        var table = Table(
            [
                .init(title: "VERDICT"),
                .init(title: "KNOB", canWrap: true),
                .init(title: "WANTED", isNumeric: true, canWrap: true),
                .init(title: "OBSERVED", isNumeric: true, canWrap: true),
                .init(title: "SETTING", canWrap: true),
            ],
            indent: 3
        )
        var said: String?
        for finding in answer.notWritten {
            let wording = finding.wording(answer.units)
            let reason = finding.restraintText(at: answer.moment)
            // What is the same as above is said once: a kubelet that does not start has it for every field.
            defer { said = reason }
            table.add(
                [
                    Span(finding.verdictText, finding.tone),
                    Span(finding.desired.target.knob.description),
                    Span(wording.wanted()),
                    Span(wording.observed(finding.observation)),
                    Span(finding.desired.setting.rawValue),
                ],
                notes: reason.flatMap { $0 == said ? nil : [Note("because", $0)] } ?? []
            )
        }
        page.add(table)
    }

    private func addRestarts(to page: inout Page) {
        guard !answer.restarts.isEmpty else { return }
        page.add(heading: "Restarts")
        let notes = answer.restarts.flatMap { line -> [Note] in
            let difference = line.edit.map { UnifiedDifference(from: $0.before, to: $0.after, of: $0.path) }
            return [Note(line.unit, line.outlook.text(of: line.unit))] + (difference.map { [.block($0.spans())] } ?? [])
        }
        page.add(notes, indent: 3)
    }

    private func addCautions(to page: inout Page) {
        guard !answer.findings.cautions.isEmpty else { return }
        page.add(heading: "Cautions")
        for caution in answer.findings.cautions {
            page.add(Span("   \(caution.setting)"))
            page.add(caution.caution.notes, indent: 6)
        }
    }

    /// What happens, in one line.
    private var summary: String {
        let writes = answer.plan.changes.count
        let activations = answer.plan.activations.filter { $0 != .nextBoot }
        let met = answer.findings.count { $0.verdict == .met }
        var parts = [writes == 0 ? "nothing to write" : Quantity.count(writes, "write")]
        let ours = Set(answer.restarts.filter(\.outlook.isOurs).map(\.unit))
        parts += activations.map { $0.share(restartedByService: ours) }
        if met > 0 { parts.append("\(met) already as wanted") }
        if !answer.notWritten.isEmpty { parts.append("\(answer.notWritten.count) not written") }
        if !answer.leftAlone.isEmpty { parts.append("\(answer.leftAlone.count) left alone") }
        return parts.joined(separator: ", ")
    }
}

extension Activation {
    /// What of it is done, or left to do, when the writes are made.
    fileprivate func share(restartedByService ours: Set<String>) -> String {
        switch self {
        case .immediate, .nextBoot, .reloadManager, .reload: description
        case .restart(let unit) where ours.contains(unit): "a restart of \(unit) by nodekeeld"
        case .restart(let unit): "a restart of \(unit) left to you"
        }
    }
}

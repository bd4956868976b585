import Tuning

/// An explanation for the eye.
struct ExplainText {
    let answer: ExplainAnswer

    private var setting: Setting { answer.setting }

    func text(in style: Style) -> String {
        var page = Page(style)
        page.add(Span(setting.id.rawValue, .strong), Span(": \(setting.summary)"))
        page.addSpace()
        page.add(paragraph: setting.why)
        page.addSpace()
        page.add([Note("mode", mode)] + (answer.leftAlone.map { [Note("left alone", $0.because)] } ?? []))
        for finding in answer.findings { add(finding, to: &page) }
        addCautions(to: &page)
        addParameters(to: &page)
        page.add(heading: "Sources")
        for source in setting.sources { page.add([.block([Span(source, limit: Note.lengthLimit)])], indent: 3) }
        page.addSpace()
        page.add(Span(undo))
        return page.text
    }

    private var mode: String {
        if setting.strictestMode == .observe { return "observe: nodekeel can only report this" }
        let mode = answer.policy.mode(of: setting)
        if setting.isOptIn, answer.policy.settings[setting.id]?.mode == nil {
            return
                "observe, whatever policy says of all settings; 'settings.\(setting.id).mode: enforce' has it written"
        }
        return answer.policy.settings[setting.id]?.mode == nil
            ? "\(mode.rawValue), as all settings unless policy says otherwise"
            : "\(mode.rawValue), as policy says of this setting"
    }

    private var undo: String {
        answer.originals.isEmpty
            ? "nodekeel has written nothing for this setting: there is nothing to undo"
            : "undo: nodekeel revert \(setting.id)"
    }

    private func add(_ finding: Finding, to page: inout Page) {
        let knob = finding.desired.target.knob
        let wording = Wording(finding.desired.target, unit: setting.unit)
        page.add(heading: knob.description)
        var notes = [
            Note("wanted", wording.wanted(withUnit: true)),
            Note("because", finding.desired.because),
            Note("observed", wording.observed(finding.observation, withUnit: true)),
            Note("verdict", finding.verdict.rawValue, finding.verdict.tone),
        ]
        if let effect = finding.effect {
            notes.append(Note("effect", effect.description, effect.isEffective ? .plain : .warning))
        }
        if let reason = finding.restraintText(at: answer.now) { notes.append(Note("left so", reason)) }
        if finding.desired.target.activation != .immediate {
            notes.append(Note("live", finding.desired.target.activation.text))
        }
        if !knob.isReadOnly { notes.append(Note("original", original(of: knob, wording))) }
        page.add(notes + lastWriters(of: knob) + otherWriters(of: knob), indent: 3)
    }

    /// Who was seen to write it, the newest first.
    private func lastWriters(of knob: Knob) -> [Note] {
        answer.writes.filter { $0.knob == knob }.reversed().enumerated().map { index, write in
            let time = Quantity.moment(epochSeconds: write.epochSeconds)
            return Note(index == 0 ? "written by" : "", "\(write.writer)\(write.detour): \(write.change), \(time)")
        }
    }

    private func original(of knob: Knob, _ wording: Wording) -> String {
        guard let original = answer.original(of: knob) else { return "nodekeel has not written this" }
        return "\(wording.original(original.text)), recorded \(Quantity.moment(epochSeconds: original.recordedAt))"
    }

    private func otherWriters(of knob: Knob) -> [Note] {
        let assignments = OtherWriters.assignments(of: knob, in: answer.facts)
        let standing = knob.standing(among: answer.facts.sysctlAssignments)
        let notes = assignments.enumerated().map { index, one in
            let end = one == standing ? ", which wins at boot" : ""
            return Note(index == 0 ? "sysctl.d" : "", "\(one.path):\(one.line) \(OtherWriters.text(of: one))\(end)")
        }
        if knob.carrier != nil, let origin = answer.facts.origin(of: knob) { return [Note("set by", origin.text)] }
        guard let kubeProxy = OtherWriters.kubeProxy(for: knob, in: answer.facts) else { return notes }
        let remedy = kubeProxy.conntrack.remedy.map { [Note("", "to end this: \($0)")] } ?? []
        return notes + [Note("kube-proxy", OtherWriters.intention(of: kubeProxy))] + remedy
    }

    private func addCautions(to page: inout Page) {
        guard !answer.findings.cautions.isEmpty else { return }
        page.add(heading: "Cautions")
        for caution in answer.findings.cautions {
            page.add(caution.caution.notes, indent: 3)
        }
    }

    private func addParameters(to page: inout Page) {
        guard !setting.parameters.isEmpty || setting.takesLimits else { return }
        page.add(heading: "Parameters")
        var table = Table(
            [
                .init(title: "NAME"), .init(title: "VALUE", isNumeric: true), .init(title: "FROM"),
                .init(title: "PRESET", isNumeric: true), .init(title: "ALLOWED", canWrap: true),
                .init(title: "MEANING", canWrap: true),
            ],
            indent: 3
        )
        for parameter in setting.parameters {
            let given = answer.given(parameter)
            let allowed =
                switch parameter.kind {
                case .integer(let range): "\(range.lowerBound)…\(range.upperBound)"
                case .choice(let words): words.joined(separator: ", ")
                }
            table.add([
                Span(parameter.name), Span(given.value.description, .strong), Span(given.origin.rawValue),
                Span(parameter.preset.description), Span(allowed), Span(parameter.summary),
            ])
        }
        for limit in answer.limits {
            let value = limit.value.map(String.init) ?? "-"
            table.add([
                Span(limit.name), Span(value, limit.value == nil ? .faint : .strong),
                Span(limit.from?.rawValue ?? ""), Span(""), Span("a whole number"), Span(limit.meaning),
            ])
        }
        page.add(table)
    }
}

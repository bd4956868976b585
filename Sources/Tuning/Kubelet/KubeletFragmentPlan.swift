/// The fragment that findings call for, and what keeps single settings out of it.
///
/// Decided here, once for all settings that ask for fields:
///
/// - A field that holds what it should already stays with whoever set it: a default is no gain, and a second place for
///   it would be one more to search.
/// - Once one field of a setting is due, all of them are written, those that hold too: `serializeImagePulls` and
///   `maxParallelImagePulls` are refused one without the other, and a report frequency follows the update frequency if
///   somebody changes the main file.
/// - What nobody may write now (observed, held, left out of this run) keeps the fields that it has. A field that nobody asks for any
///   more is dropped.
/// - The merge that the kubelet makes is made with the fragment in place. A setting with which this kubelet would not
///   start, or would end pods that run, is left out alone, and told why in the kubelet's own words.
struct KubeletFragmentPlan {
    /// Where the fragment stands.
    let path: String
    /// What it should hold.
    private(set) var content: KubeletFragment
    /// What it holds.
    let present: KubeletFragment
    /// Why settings are kept out, by setting; the text is for the value of a field.
    private(set) var refusals: [Setting.ID: String] = [:]

    /// Whether the fragment has to be written, or taken away.
    var isDue: Bool { content.document != present.document }
    /// The text of the file, made of what it should hold; nil to take it away.
    var text: String? {
        if knob.isMainFile { return try? edit(content).text }
        return content.entries.isEmpty ? nil : content.text
    }
    /// The file.
    var knob: Knob { .fragment(of: .kubelet, path) }

    private let edit: KubeletFileEdit
    private let kubelet: KubeletFacts
    private let sources: KubeletSources
    private let node: KubeletNode

    /// The fragment for findings about fields; nil where nodekeel may not write one.
    init?(for findings: [Finding], on facts: Facts, editing edit: @escaping KubeletFileEdit = noKubeletFile) {
        guard
            let kubelet = facts.kubelet, let fragment = kubelet.fragment, let sources = kubelet.sources,
            kubelet.unreadable == nil
        else { return nil }
        let findings = findings.filter { $0.kubeletField != nil }
        (self.kubelet, self.sources, node) = (kubelet, sources, facts.kubeletNode)
        path = fragment.path
        self.edit = edit
        present = fragment.content
        content = present
        // What this kubelet refuses as it is may be an older fragment, which only another one mends.
        let open = findings.filter { $0.mayBeWritten(to: kubelet) }
        guard !open.isEmpty else { return }
        let asked = KubeletFragmentPlan.groups(open).filter { group in
            group.findings.contains { $0.isDue || present[$0.field] != nil }
        }
        let fields = Set(findings.map(\.field)).subtracting(asked.flatMap { $0.findings.map(\.field) })
        decide(asked, over: present.entries.filter { fields.contains($0.field) })
    }

    private mutating func decide(_ asked: [Group], over kept: [KubeletFragment.Entry]) {
        var wanted = kept.map { (setting: $0.setting, entries: [$0]) }
        for group in asked {
            do throws(Refusal) {
                var entries: [KubeletFragment.Entry] = []
                for finding in group.findings { entries.append(try entry(for: finding)) }
                wanted.append((group.setting, entries))
            } catch {
                refusals[group.setting] = error.description
            }
        }
        content = KubeletFragment(wanted.flatMap(\.entries))
        guard isDue || kubelet.refusal != nil, objection(to: content) != nil else { return }
        if let objection = objection(to: KubeletFragment([])) {
            for (setting, _) in wanted {
                refusals[setting] = "this kubelet would not start as it is, with nothing of nodekeel's: \(objection)"
            }
            content = present
            return
        }
        var accepted: [KubeletFragment.Entry] = []
        for (setting, entries) in wanted {
            guard let objection = objection(to: KubeletFragment(accepted + entries)) else {
                accepted += entries
                continue
            }
            refusals[setting] = objection
            let former = present.entries.filter { $0.setting == setting }
            if self.objection(to: KubeletFragment(accepted + former)) == nil { accepted += former }
        }
        content = KubeletFragment(accepted)
    }

    /// Why a fragment must not be written; nil if it may.
    private func objection(to fragment: KubeletFragment) -> String? {
        let content = fragment.entries.isEmpty ? nil : fragment
        var edited = sources
        do throws(Refusal) {
            if knob.isMainFile, let content { edited.file?.content = try edit(content).document }
        } catch {
            return error.description
        }
        do throws(Refusal) {
            return reasonAgainst(try start(edited, with: content), holding: fragment)
        } catch {
            return content == nil ? error.description : "with it this kubelet would not start: \(error)"
        }
    }

    /// What comes of files with a fragment among them, or of a main file as it is.
    private func start(_ sources: KubeletSources, with content: KubeletFragment?) throws(Refusal) -> KubeletStart {
        guard knob.isMainFile else {
            let version = kubelet.version.flatMap { KubernetesVersion($0) }
            return try sources.start(with: content, at: path, version: version, on: node)
        }
        let start = try sources.start(on: node, version: kubelet.version)
        if let refusal = start.refusal { throw Refusal(refusal) }
        return start
    }

    /// Why a start that succeeds is not wanted: a kubelet admits the pods that run again at its start, and ends those
    /// that are too many. sources: kubelet 1.36 pkg/kubelet/kubelet.go HandlePodAdditions
    private func reasonAgainst(_ start: KubeletStart, holding fragment: KubeletFragment) -> String? {
        guard
            fragment["maxPods"] != nil, let running = kubelet.runningPods,
            let pods = start.effective["maxPods"]?.integer,
            pods < running, pods < kubelet.effective["maxPods"]?.integer ?? .max
        else { return nil }
        return "\(running) pods run here: a kubelet that starts with maxPods \(pods) ends \(running - pods) of them"
    }

    /// What the fragment says of a field: what it holds, or what is in force, if that is accepted.
    private func entry(for finding: Finding) throws(Refusal) -> KubeletFragment.Entry {
        let field = finding.field
        let target = finding.desired.target
        let written = target.bound.written
        func isAccepted(_ value: DecodedValue?) -> Bool {
            value.map { target.bound.accepts(target.meaning(of: KubeletFieldName.value(of: $0))) } ?? false
        }
        let name = KubeletFieldName(field)
        let wanted = written.flatMap { name?.decoded($0) }
        guard let value = [present[field], kubelet.effective[field]].first(where: isAccepted) ?? wanted else {
            throw Refusal(written.flatMap { name?.objection(to: $0) } ?? KubeletFieldName.objection(to: field))
        }
        return KubeletFragment.Entry(
            field: field,
            value: value,
            setting: finding.desired.setting,
            because: finding.desired.because
        )
    }

    /// The findings of one setting about fields.
    private struct Group {
        let setting: Setting.ID
        var findings: [Finding]
    }

    private static func groups(_ findings: [Finding]) -> [Group] {
        var groups: [Group] = []
        for finding in findings {
            if let index = groups.firstIndex(where: { $0.setting == finding.desired.setting }) {
                groups[index].findings.append(finding)
            } else {
                groups.append(Group(setting: finding.desired.setting, findings: [finding]))
            }
        }
        return groups
    }
}

extension Finding {
    /// The field of the kubelet that it is about; nil if it is about none.
    var kubeletField: String? {
        if case .kubeletField(let field) = desired.target.knob { field } else { nil }
    }

    /// The field and what it should hold: what it holds, if that is accepted.
    fileprivate var wantedField: (name: String, value: Value)? {
        let held = verdict == .met ? value : nil
        guard let value = held ?? desired.target.bound.written, value != .unlimited else { return nil }
        return (field, value)
    }

    fileprivate var field: String { kubeletField ?? "" }

    /// Whether its field has to be written.
    fileprivate var isDue: Bool { verdict == .unmet || verdict == .drifted }

    /// Whether policy and the past let it be written; a field that this release does not know is written for nobody.
    fileprivate func mayBeWritten(to kubelet: KubeletFacts) -> Bool {
        desired.mode != .observe && desired.hold == nil && !desired.isLeftOut && verdict != .contested
            && (verdict != .unknown || kubelet.refusal != nil)
    }
}

// MARK: - In a run

extension [Finding] {
    /// The findings about fields of the kubelet with why they cannot be written here, the write that the others call
    /// for, nil for none, and what it carries beside them.
    public func withKubeletFragment(
        on facts: Facts,
        editing edit: @escaping KubeletFileEdit = noKubeletFile
    ) -> (findings: [Finding], change: Change?, beside: [Change]) {
        guard contains(where: { $0.kubeletField != nil }) else { return (self, nil, []) }
        if let obstacle = KubeletObstacle(on: facts) {
            // All fields of a setting are told together, as they would be written: some change with each other.
            let texts = Dictionary(grouping: filter { $0.kubeletField != nil }, by: \.desired.setting).mapValues {
                obstacle.text(for: $0.compactMap(\.wantedField))
            }
            return (map { finding in texts[finding.desired.setting].map(finding.obstructed) ?? finding }, nil, [])
        }
        guard let plan = KubeletFragmentPlan(for: self, on: facts, editing: edit) else { return (self, nil, []) }
        let settled = map { finding in
            finding.kubeletField.flatMap { _ in plan.refusals[finding.desired.setting] }.map(finding.obstructed)
                ?? finding
        }
        guard plan.isDue else { return (settled, nil, []) }
        return (settled, settled.change(to: plan, facts), plan.knob.isMainFile ? settled.beside(plan) : [])
    }

    /// The fields that hold what they should and are set in a main file with others of their setting. The ledger has
    /// them too: in that file nothing else tells whose they are.
    private func beside(_ plan: KubeletFragmentPlan) -> [Change] {
        filter { $0.kubeletField != nil && $0.verdict == .met }.compactMap { finding in
            plan.content[finding.field].map { Change(of: finding, to: KubeletFieldName.value(of: $0)) }
        }
    }

    private func change(to plan: KubeletFragmentPlan, _ facts: Facts) -> Change {
        let content = plan.text
        let knob = plan.knob
        let first = first { $0.kubeletField != nil && $0.restraint == nil } ?? first { $0.kubeletField != nil }
        let fields = plan.content.entries.map(\.field)
        return Change(
            setting: first?.desired.setting ?? "kubelet",
            knob: knob,
            before: .missing,
            text: content,
            target: Target(
                knob,
                content.map { .exactly(knob.value(of: $0)) } ?? .oneOf([]),
                activation: facts.kubelet?.activation ?? .immediate
            ),
            because: content == nil
                ? "no setting asks for a field any more"
                : "\(knob.isMainFile ? "sets" : "carries") \(fields.joined(separator: ", "))"
        )
    }
}

extension Finding {
    /// The finding with why it cannot be written here, if it asks for a write.
    fileprivate func obstructed(by reason: String) -> Finding {
        guard isDue else { return self }
        var finding = self
        finding.obstacle = reason
        return finding
    }
}

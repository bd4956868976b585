/// The fragment of containerd that findings call for.
///
/// - A key that holds what it should already stays with whoever set it.
/// - What policy lets nobody write now (observed, held) keeps the keys that it has; a key that nobody asks for any more
///   is dropped.
/// - Where a key belongs is decided by what the files say without the fragment: from 2.1 on its own key in the
///   kubelet's plug-in would be what keeps the transfer service off.
struct ContainerdFragmentPlan {
    /// Where the fragment stands.
    let path: String
    /// What it should hold.
    let content: ContainerdFragment
    /// What it holds.
    let present: ContainerdFragment

    /// Whether the fragment has to be written, or taken away.
    var isDue: Bool {
        FragmentComment.meaning(of: content.text) != FragmentComment.meaning(of: present.text)
            && !(content.entries.isEmpty && present.entries.isEmpty)
    }

    /// The fragment for findings about keys; nil where nodekeel may not write one.
    init?(for findings: [Finding], on containerd: ContainerdFacts) {
        guard let fragment = containerd.fragment, containerd.unreadable == nil, containerd.refusal == nil else {
            return nil
        }
        (path, present) = (fragment.path, fragment.content)
        guard findings.contains(where: { $0.carriedQuestion != nil && $0.mayBeWritten }) else {
            content = present
            return
        }
        let base = containerd.withoutFragment
        let entries = findings.compactMap { finding -> ContainerdFragment.Entry? in
            guard let question = finding.carriedQuestion, let plugin = base.plugin(of: question) else { return nil }
            var former = fragment.content[question]
            guard finding.mayBeWritten, finding.isDue || former != nil else { return former }
            former?.plugin = plugin
            let target = finding.desired.target
            if let former, let value = containerd.number(former.text, of: question),
                target.bound.accepts(target.meaning(of: .integer(value)))
            {
                return ContainerdFragment.Entry(
                    question: question,
                    plugin: plugin,
                    text: former.text,
                    setting: finding.desired.setting,
                    because: finding.desired.because
                )
            }
            guard case .integer(let number)? = target.bound.written else { return former }
            return ContainerdFragment.Entry(
                question: question,
                plugin: plugin,
                text: question.containerdText(of: number),
                setting: finding.desired.setting,
                because: finding.desired.because
            )
        }
        content = ContainerdFragment(version: containerd.configVersion.flatMap { $0 > 1 ? $0 : nil }, entries)
    }

    /// A plan to take the fragment away.
    init?(removing fragment: ContainerdFacts.Fragment?) {
        guard let fragment, !fragment.content.entries.isEmpty else { return nil }
        (path, present) = (fragment.path, fragment.content)
        content = ContainerdFragment(version: nil, [])
    }
}

extension Finding {
    /// What is asked of containerd; nil for a finding about anything else.
    fileprivate var carriedQuestion: RuntimeQuestion? {
        guard case .runtime(let question) = desired.target.knob, desired.target.knob.carrier == .containerd else {
            return nil
        }
        return question
    }

    fileprivate var isDue: Bool { verdict == .unmet || verdict == .drifted }

    fileprivate var mayBeWritten: Bool {
        desired.mode != .observe && desired.hold == nil && !desired.isLeftOut && verdict != .contested
            && verdict != .unknown
    }
}

// MARK: - In a run

extension [Finding] {
    /// The findings about keys of containerd with why they cannot be written here, and the write that the others call
    /// for; nil for none.
    func withContainerdFragment(on facts: Facts) -> (findings: [Finding], change: Change?) {
        guard let containerd = facts.containerRuntime?.containerd, contains(where: { $0.carriedQuestion != nil }) else {
            return (self, nil)
        }
        guard let obstacle = ContainerdObstacle(on: facts) else {
            let plan = ContainerdFragmentPlan(for: self, on: containerd)
            return (self, plan.flatMap { change(to: $0, of: containerd) })
        }
        let settled = map { finding in
            guard finding.isDue, let question = finding.carriedQuestion else { return finding }
            var finding = finding
            finding.obstacle = obstacle.text(for: question, finding.desired.target.bound.written)
            return finding
        }
        let isAllowed = contains { $0.carriedQuestion != nil && $0.mayBeWritten }
        let plan =
            obstacle.endsFragment && isAllowed ? ContainerdFragmentPlan(removing: containerd.fragment) : nil
        return (settled, plan.flatMap { change(to: $0, of: containerd, because: obstacle.reason) })
    }

    private func change(
        to plan: ContainerdFragmentPlan,
        of containerd: ContainerdFacts,
        because reason: String? = nil
    ) -> Change? {
        guard plan.isDue else { return nil }
        let text = plan.content.entries.isEmpty ? nil : plan.content.text
        let knob = Knob.fragment(of: .containerd, plan.path)
        let asking = first { $0.carriedQuestion != nil && $0.restraint == nil } ?? first { $0.carriedQuestion != nil }
        let keys = plan.content.entries.compactMap(\.question.containerdKey)
        return Change(
            setting: asking?.desired.setting ?? "containerd",
            knob: knob,
            before: .missing,
            text: text,
            target: Target(
                knob,
                text.map { .exactly(knob.value(of: $0)) } ?? .oneOf([]),
                activation: containerd.activation
            ),
            because: text == nil
                ? reason ?? "no setting asks for a key any more" : "carries \(keys.joined(separator: ", "))"
        )
    }
}

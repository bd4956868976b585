import Node
import Tuning

// Flags that a static pod's manifest gives: what is to become of them, which nodekeeld sees to.
extension Run {
    /// The findings about flags with why this run does not write them, and the edits of manifests that they call for.
    func withManifests(
        _ findings: [Finding],
        on facts: Facts,
        under policy: Policy
    ) -> (findings: [Finding], edits: [RestartSubject]) {
        var settled = findings
        var subjects: [RestartSubject] = []
        let due = findings.indices.filter { findings[$0].isFlagDue }
        for (component, indices) in Dictionary(grouping: due, by: { findings[$0].component }).sorted(by: {
            $0.key < $1.key
        }) {
            let asked = indices.sorted().map { findings[$0] }
            let obstacle: String
            do throws(Refusal) {
                let (edit, objection) = try self.edit(of: component, for: asked, on: facts, under: policy)
                subjects.append(RestartSubject(of: edit, objection: objection))
                obstacle = policy.obstacle(to: edit, objection)
            } catch {
                obstacle = error.description
            }
            for index in indices { settled[index].obstacle = obstacle }
        }
        return (settled, subjects)
    }

    private func edit(
        of component: String,
        for findings: [Finding],
        on facts: Facts,
        under policy: Policy
    ) throws(Refusal) -> (edit: ManifestEdit, objection: String?) {
        guard let node = node as? Node else { throw Refusal("nodekeeld sets it on the node itself, in its manifest") }
        let program = try ManifestProgram(component, on: facts)
        if let reason = program.obstacle(on: facts) { throw Refusal(reason) }
        let manifest = try program.manifest(on: node)
        guard manifest.arguments.dropFirst() == program.arguments(on: facts)?.dropFirst() else {
            throw Refusal("\(program.name) does not run with the flags of '\(manifest.path)', which is waited for")
        }
        var changes: [Change] = []
        var flags: [(name: String, value: String)] = []
        for finding in findings {
            let target = finding.desired.target
            guard let flag = target.knob.flag, let value = target.bound.written,
                let text = ManifestEdit.text(of: value, for: flag.name, of: flag.program)
            else { throw Refusal("nodekeel has no way to write \(target.bound)") }
            flags.append((flag.name, text))
            changes.append(Change(of: finding, to: value))
        }
        let edited = try manifest.setting(flags)
        guard let first = changes.first else { preconditionFailure("findings are what an edit is for") }
        let reason = "sets \(flags.map { "--\($0.name)=\($0.value)" }.joined(separator: ", "))"
        let edit = program.edit(
            manifest,
            to: edited,
            [Change(of: manifest, to: edited, for: first.setting, by: program.name, because: reason)] + changes
        )
        let record = try? RestartRecord(of: node)
        let version = edit.version
        if let refusal = record?.refusal(
            of: edit.file,
            for: program.name,
            policy: self.policy.fingerprint,
            version: version
        ) {
            throw Refusal(refusal.obstacle)
        }
        return (edit, program.objection(under: policy))
    }
}

extension Finding {
    /// Whether it asks for a flag in a manifest.
    fileprivate var isFlagDue: Bool {
        (verdict == .unmet || verdict == .drifted) && desired.mode != .observe && desired.hold == nil
            && !desired.isLeftOut && desired.target.knob.isFlag
    }

    /// The component whose flag it is about.
    fileprivate var component: String {
        if case .option(_, let component) = desired.target.knob { component } else { "" }
    }
}

extension Policy {
    /// Why a manifest is not written by a command, and what writes it.
    fileprivate func obstacle(to edit: ManifestEdit, _ objection: String?) -> String {
        let place = "it is written into \(edit.path), which restarts \(edit.program)"
        guard restarts[edit.program]?.isAllowed ?? false else {
            return "\(place): policy does not allow that ('activations.\(edit.program).restart: allowed')"
        }
        return objection.map { "\(place): not yet, \($0)" } ?? "\(place): nodekeeld does that, and looks after it"
    }
}

extension Change {
    /// The write of a manifest.
    init(of manifest: Manifest, to edited: Manifest, for setting: Setting.ID, by program: String, because: String) {
        let knob = Knob.fragment(of: .staticPod, manifest.path)
        self.init(
            setting: setting,
            knob: knob,
            before: .value(knob.value(of: manifest.text), text: manifest.text, isWritable: true),
            text: edited.text,
            target: Target(knob, .exactly(knob.value(of: edited.text)), activation: .restart(program)),
            because: because
        )
    }
}

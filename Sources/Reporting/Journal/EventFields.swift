import Tuning

extension [(name: String, value: String)] {
    /// The fields of a finding; `before` is what the last pass saw, `found` what was there before it was put back.
    static func fields(
        of finding: Finding,
        from before: Value? = nil,
        found: Observation? = nil,
        units: Units
    ) -> Self {
        let words = FindingSentence(finding, units: units)
        let desired = finding.desired
        return named([
            "NODEKEEL_SETTING": desired.setting.rawValue,
            "NODEKEEL_KNOB": desired.target.knob.description,
            "NODEKEEL_WANTED": words.wanted,
            "NODEKEEL_OBSERVED": words.observed,
            "NODEKEEL_VERDICT": finding.verdict.rawValue,
            "NODEKEEL_EFFECT": finding.effect?.description,
            "NODEKEEL_BECAUSE": desired.because,
            "NODEKEEL_MODE": desired.mode.rawValue,
        ])
            + sysctl(
                desired.target.knob,
                old: before?.kernelText,
                new: (found ?? finding.observation).value?.kernelText,
                ours: desired.target.bound.written?.kernelText
            )
            + attribution(of: finding)
    }

    /// Who changed it: in one line for people, part by part for programs, and in systemd's fields for a process, from
    /// which journald fills in its unit and executable while it lives.
    private static func attribution(of finding: Finding) -> Self {
        guard finding.verdict == .drifted || finding.verdict == .contested else { return [] }
        let write = finding.attribution?.write
        let writer = write?.writer
        return named([
            "NODEKEEL_WRITER": finding.attribution?.text ?? "not seen",
            "NODEKEEL_WRITER_EXECUTABLE": writer?.executable,
            "NODEKEEL_WRITER_UNIT": writer?.unit,
            "NODEKEEL_WRITER_POD": writer?.pod?.description,
            "NODEKEEL_WRITER_CONTAINER": writer?.container.map { $0.name ?? $0.id },
            "NODEKEEL_WRITER_CGROUP": writer?.cgroup,
            "NODEKEEL_WRITER_UID": writer?.userID.map(String.init),
            "NODEKEEL_WRITES": write.map { String($0.count) },
            "OBJECT_PID": writer?.pid.map(String.init),
            "OBJECT_COMM": writer.flatMap { $0.command.isEmpty ? nil : $0.command },
        ])
    }

    /// The fields of a change; `observed` is what the knob holds now.
    static func fields(of change: Change, observed: String, verdict: Verdict?, units: Units) -> Self {
        let wording = Wording(change.target, unit: units[change.setting])
        return named([
            "NODEKEEL_SETTING": change.setting.rawValue,
            "NODEKEEL_KNOB": change.knob.description,
            "NODEKEEL_WANTED": wording.wanted(withUnit: true),
            "NODEKEEL_OBSERVED": observed,
            "NODEKEEL_BEFORE": wording.observed(change.before),
            "NODEKEEL_VERDICT": verdict?.rawValue,
            "NODEKEEL_BECAUSE": change.because,
            "NODEKEEL_ACTIVATION": change.activation.description,
        ]) + sysctl(change.knob, old: change.before.value?.kernelText, new: change.text, ours: change.text)
    }

    /// systemd's own fields, with its meaning: what was there, what is there now, what we want there. Alerts that
    /// know systemd-networkd's message know ours.
    /// sources: systemd v257 src/network/networkd-sysctl.c
    private static func sysctl(_ knob: Knob, old: String?, new: String?, ours: String?) -> Self {
        guard case .sysctl(let path) = knob else { return [] }
        return named(["SYSCTL": path, "OLDVALUE": old, "NEWVALUE": new, "OURVALUE": ours])
    }

    private static func named(_ fields: KeyValuePairs<String, String?>) -> Self {
        fields.compactMap { field in field.value.map { (name: field.key, value: $0) } }
    }
}

import Tuning

/// What is said of the kubelet on a few lines; JSON has the value of every field.
struct KubeletText {
    let facts: KubeletFacts?

    /// Its version, where its configuration comes from, and what keeps it from starting.
    var notes: [Note] {
        guard let facts else { return [Note("kubelet", "does not run here, and has no unit")] }
        var notes = [Note("kubelet", identity(of: facts))]
        if let unreadable = facts.unreadable {
            notes.append(Note("", "its configuration cannot be told: \(unreadable)", .warning))
            return notes
        }
        notes.append(Note("", sources(of: facts)))
        if let refusal = facts.refusal {
            notes.append(Note("", "would not start as it is configured: \(refusal)", .bad))
        }
        return notes
    }

    private func identity(of facts: KubeletFacts) -> String {
        let version = facts.version.map { version in
            version + (facts.versionSource.map { " (\($0))" } ?? "")
        }
        let process = facts.pid.map { "pid \($0)" } ?? "does not run"
        let unit = facts.unit.map { " in \($0)" } ?? ""
        let carrier = facts.carrier.map { "inside \($0), " } ?? ""
        return "\(version ?? "version unknown"), \(carrier)\(process)\(unit)"
    }

    private func sources(of facts: KubeletFacts) -> String {
        let file = facts.configPath.map { "configured by \($0)" } ?? "configured without a file"
        let directory =
            facts.configDirectory.map { " and \(Quantity.count(facts.dropIns.count, "drop-in")) in \($0)" }
            ?? "; reads no directory of drop-ins"
        let flags = Set(facts.origin.values.filter { $0.hasPrefix("flag ") }).count
        return file + directory + (flags > 0 ? "; \(Quantity.count(flags, "flag")) on top" : "")
    }
}

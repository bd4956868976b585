import Tuning

extension Attribution {
    /// Who it was, or may have been.
    var text: String { write.map { "\($0.writer)\($0.detour)" } ?? suspicion ?? "not seen" }

    /// Who may have done it, where nobody was seen; nil where somebody was.
    var suspicion: String? {
        guard write == nil else { return nil }
        let started = starters.map { "\($0) started since" }
        let files = assignments.map { "\($0.path):\($0.line) sets this value" }
        return "the writer was not seen, but " + (started + files).joined(separator: ", ")
    }
}

extension KnobWrite {
    /// What it tried to change: `262144 → 1048576`.
    var change: String { "\(before ?? "?") → \(after ?? "?")" }

    /// What was unusual about the write: through another sysctl, or not alone.
    var detour: String {
        let through = knob == .sysctl(path) ? "" : " by writing \(path)"
        return through + (count > 1 ? ", in \(count) writes" : "")
    }
}

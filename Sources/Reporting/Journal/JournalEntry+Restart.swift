import Tuning

extension JournalEntry {
    /// The entry that tells of a restart.
    init(ofRestart event: ServiceEvent) {
        switch event {
        case .restartWaits(let unit, let outlook):
            let reason = outlook.text(of: unit)
            self.init(restart: .restartWaits, .notice, unit, "\(unit): \(reason)", because: reason)
        case .restarted(let unit, let seconds):
            let message = "\(unit) restarted and healthy after \(seconds) s: what was written for it is live"
            self.init(restart: .restarted, .notice, unit, message, because: nil)
        case .restartUndone(let unit, let reason):
            let message = """
                \(unit) was not healthy after its restart (\(reason)): it has its former files back and is healthy \
                with them; what was written is not written again until policy or its version changes
                """
            self.init(restart: .restartUndone, .error, unit, message, because: reason)
        case .restartFailed(let unit, let reason):
            let message = "\(unit.map { "the restart of \($0)" } ?? "restarts"): \(reason)"
            self.init(restart: .restartFailed, .error, unit, message, because: reason)
        case .slotKept(let unit, let reason):
            let message = "the slot for the restart of \(unit) cannot be given back, it is tried again: \(reason)"
            self.init(restart: .slotKept, .warning, unit, message, because: reason)
        default: preconditionFailure("only restarts come here")
        }
    }

    private init(
        restart kind: MessageKind,
        _ priority: Priority,
        _ unit: String?,
        _ message: String,
        because reason: String?
    ) {
        self.init(kind, priority, message, fields: ["NODEKEEL_UNIT": unit ?? "units", "NODEKEEL_REASON": reason])
    }
}

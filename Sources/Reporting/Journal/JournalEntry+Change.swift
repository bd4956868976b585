import Tuning

extension JournalEntry {
    /// A change was made that is no answer to drift.
    init(applied change: Change, units: Units) {
        let wording = Wording(change.target, unit: units[change.setting])
        let written = wording.written(change.text)
        let message =
            switch (change.knob, change.text) {
            case (.file, nil), (.fragment, nil): "\(change.knob) removed"
            case (.file, _?), (.fragment, _?): "\(change.knob) written"
            default: "\(change.knob) set from \(wording.observed(change.before)) to \(written)"
            }
        let live = change.activation == .immediate ? "" : ", live \(change.activation.text)"
        self.init(
            .applied,
            .notice,
            "\((message + live).escaped(limit: JournalEntry.partLengthLimit)) (\(change.setting): \(change.because))",
            and: .fields(of: change, observed: written, verdict: .met, units: units)
        )
    }

    /// A process was given what the one before it had.
    init(tuned finding: Finding, by change: Change, units: Units) {
        let wording = Wording(change.target, unit: units[change.setting])
        let written = wording.written(change.text)
        let message =
            "\(change.knob): \(finding.newProcesses) set from \(wording.observed(change.before)) to \(written)"
        self.init(
            .processTuned,
            .notice,
            "\(message.escaped(limit: JournalEntry.partLengthLimit)) (\(change.setting))",
            and: .fields(of: change, observed: written, verdict: .met, units: units)
        )
    }

    /// A knob was given back what it held before nodekeel, or could not be.
    init(reverted one: CarriedOut, units: Units) {
        guard one.outcome == .applied else {
            self.init(failed: one, units: units)
            return
        }
        let change = one.change
        let wording = Wording(change.target, unit: units[change.setting])
        let original = wording.original(change.text)
        let message =
            switch (change.knob, change.text) {
            case (.file, nil), (.fragment, nil): "\(change.knob) removed again"
            case (.file, _?): "\(change.knob) holds its former text again"
            case (.fragment, _?): "\(change.knob) written without what was reverted"
            default: "\(change.knob) set from \(wording.observed(change.before)) back to \(original)"
            }
        self.init(
            .reverted,
            .notice,
            "\(message.escaped(limit: JournalEntry.partLengthLimit)) (\(change.setting))",
            and: .fields(of: change, observed: original, verdict: nil, units: units)
        )
    }

    /// A change was refused by the machine, or taken and not kept.
    init(failed one: CarriedOut, units: Units) {
        let change = one.change
        let wording = Wording(change.target, unit: units[change.setting])
        let written = wording.written(change.text)
        let observed = one.outcome.left.map { wording.value($0) } ?? wording.observed(change.before)
        let reason =
            switch one.outcome {
            case .failed(let why): why
            case .ignored, .applied: "the write was taken, and the knob holds \(observed)"
            }
        let message = "cannot set \(change.knob) to \(written): \(reason)"
        self.init(
            .failed,
            .error,
            "\(message.escaped(limit: JournalEntry.partLengthLimit)) (\(change.setting))",
            fields: [
                "NODEKEEL_OUTCOME": one.outcome.word,
                "NODEKEEL_REASON": reason,
            ],
            and: .fields(of: change, observed: observed, verdict: nil, units: units)
        )
    }
}

extension Outcome {
    /// What the knob holds after a write that was taken and not kept.
    fileprivate var left: Value? {
        if case .ignored(let value) = self { value } else { nil }
    }
}

extension Finding {
    /// The processes of a knob in words: `new process 4711, 9 threads`.
    fileprivate var newProcesses: String {
        guard case .value(_, let text, _) = observation, let threads = ThreadPriorities(text) else {
            return "new process"
        }
        let processes = threads.processes.prefix(3).map { process in
            "\(process.identity.pid), \(Quantity.count(process.threadCount, "thread"))"
        }
        return "new process \(processes.joined(separator: "; "))"
    }
}

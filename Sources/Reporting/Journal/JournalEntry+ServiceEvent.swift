import Tuning

extension JournalEntry {
    /// The entry that tells of something that is not about a single finding.
    public init(_ event: ServiceEvent, units: Units) {
        switch event {
        case .started(let policy, let interval): self.init(started: policy, intervalSeconds: interval)
        case .summary(let report): self.init(summary: report)
        case .policyLoaded(let policy, let files): self.init(loaded: policy, files: files)
        case .policyRejected(let reason, let hasLastGood):
            let instead = hasLastGood ? "the last good one goes on" : "nothing is written until it is right"
            let message = "policy rejected, \(instead): \(reason)"
            self.init(.policyRejected, .error, message, fields: ["NODEKEEL_REASON": reason])
        case .reverted(let one): self.init(reverted: one, units: units)
        case .holdSet(let hold):
            self.init(.holdSet, .notice, hold.sentence, fields: hold.fields)
        case .holdEnded(let hold):
            let message = "\(hold.subject) is no longer held (it was: \(hold.reason))"
            self.init(.holdEnded, .notice, message, fields: hold.fields)
        case .watchingDegraded(let source, let reason, let interval):
            let message = "cannot watch \(source): \(reason); changes there are found within \(interval) s"
            let fields: KeyValuePairs<String, String?> = ["NODEKEEL_SOURCE": source, "NODEKEEL_REASON": reason]
            self.init(.watchingDegraded, .warning, message, fields: fields)
        case .trialBegun(let settings, let seconds):
            let message = "\(settings.text) applied on trial: undone in \(seconds) s unless confirmed"
            let fields: KeyValuePairs<String, String?> = ["NODEKEEL_SETTINGS_TRIED": settings.words]
            self.init(.trialBegun, .notice, message, fields: fields)
        case .trialConfirmed(let settings, let gates):
            let well = gates.isEmpty ? "no gate" : gates.map(\.description).joined(separator: ", ")
            let message = "\(settings.text) confirmed and kept; looked at: \(well)"
            let fields: KeyValuePairs<String, String?> = ["NODEKEEL_SETTINGS_TRIED": settings.words]
            self.init(.trialConfirmed, .notice, message, fields: fields)
        case .trialUndone(let settings, let failures, let reason):
            let rest = failures == 0 ? "" : "; \(Quantity.count(failures, "write")) failed, the ledger has what is left"
            let message = "\(settings.text) undone: \(reason)\(rest)"
            let fields: KeyValuePairs<String, String?> = [
                "NODEKEEL_SETTINGS_TRIED": settings.words, "NODEKEEL_REASON": reason,
            ]
            self.init(.trialUndone, failures == 0 ? .warning : .error, message, fields: fields)
        case .trialStuck(let settings, let reason):
            let message = "nobody confirmed \(settings.text), and undoing failed; it is tried again: \(reason)"
            let fields: KeyValuePairs<String, String?> = [
                "NODEKEEL_SETTINGS_TRIED": settings.words, "NODEKEEL_REASON": reason,
            ]
            self.init(.trialStuck, .error, message, fields: fields)
        case .metricsFailed(let directory, let reason):
            let message = "no metrics are left in \(directory): \(reason)"
            let fields: KeyValuePairs<String, String?> = ["NODEKEEL_DIRECTORY": directory, "NODEKEEL_REASON": reason]
            self.init(.metricsFailed, .warning, message, fields: fields)
        case .passFailed(let reason):
            let message = "the pass failed, nothing was written: \(reason)"
            self.init(.passFailed, .error, message, fields: ["NODEKEEL_REASON": reason])
        case .restartWaits, .restarted, .restartUndone, .restartFailed, .slotKept: self.init(ofRestart: event)
        }
    }

    private init(started policy: PolicyLine, intervalSeconds: Int64) {
        self.init(
            .started,
            .information,
            "nodekeeld \(nodekeelVersion) started: \(policy.text), everything is read again every \(intervalSeconds) s",
            fields: [
                "NODEKEEL_VERSION": nodekeelVersion,
                "NODEKEEL_PROFILE": policy.profile,
                "NODEKEEL_MODE": policy.mode.rawValue,
            ]
        )
    }

    private init(loaded policy: PolicyLine, files: [String]) {
        let place = files.isEmpty ? "no file" : files.prefix(20).joined(separator: ", ")
        self.init(
            .policyLoaded,
            .information,
            "policy loaded from \(place): \(policy.text)",
            fields: [
                "NODEKEEL_PROFILE": policy.profile,
                "NODEKEEL_MODE": policy.mode.rawValue,
                "NODEKEEL_FILES": place,
            ]
        )
    }

    private init(summary report: Report) {
        let tally = Tally(of: report.findings)
        self.init(
            .summary,
            tally.notMet.isEmpty ? .information : .warning,
            report.statusLine,
            fields: [
                "NODEKEEL_SUMMARY": tally.text,
                "NODEKEEL_FINGERPRINT": report.fingerprint,
                "NODEKEEL_VERSION": report.nodekeelVersion,
                "NODEKEEL_SETTINGS": String(tally.settingCount),
            ],
            and: Tally.order.map { verdict in
                (name: "NODEKEEL_\(verdict.rawValue.uppercased())", value: String(tally.count(of: verdict)))
            }
        )
    }
}

extension Hold {
    fileprivate var fields: KeyValuePairs<String, String?> {
        [
            "NODEKEEL_SETTING": setting.rawValue,
            "NODEKEEL_KNOB": knob?.description,
            "NODEKEEL_REASON": reason,
            "NODEKEEL_UNTIL": endsAt.map { Quantity.moment(epochSeconds: $0) }
                ?? (boot == nil ? "released" : "the next boot"),
        ]
    }
}

extension [Setting.ID] {
    /// The names, no more than five.
    fileprivate var text: String {
        let shown = prefix(5).map { $0.rawValue.escaped(limit: 64) }.joined(separator: ", ")
        return count > 5 ? "\(shown) and \(count - 5) more" : shown
    }

    /// The names as a command takes them.
    fileprivate var words: String { map(\.rawValue).joined(separator: " ") }
}

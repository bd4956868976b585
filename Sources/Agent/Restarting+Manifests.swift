import Node
import Reporting
import Tuning

// The restart of a static pod: its manifest is written, and the kubelet does the rest.
extension Restarting {
    /// Writes the manifest of a step, unless it stands there already.
    ///
    /// What stands there tells how far a service came that was ended here, so that the pod is not restarted twice.
    mutating func edit(
        _ manifest: ManifestEdit,
        _ attempt: RestartAttempt,
        _ record: inout RestartRecord,
        at moment: Moment,
        now: Int64
    ) throws(SystemError) -> Result {
        podWatch = nil
        let isFirst = attempt.step == .restarting
        let (file, other) = isFirst ? (manifest.file, manifest.former) : (manifest.former, manifest.file)
        var attempt = attempt
        due = now + Restarting.glance
        switch node.restartFiles([manifest.path]).first {
        case file?: break
        case other?:
            if isFirst, let objection = manifest.metrics.flatMap({ node.objection(toRestartOf: $0) }) {
                // It is asked for again by the next pass, and told once.
                let event = record.waitEvent(attempt.unit, .obstructed(objection), key: objection)
                return give(up: attempt, &record, at: moment, now: now, event)
            }
            if isFirst, attempt.run == nil {
                attempt.run = ""
                record.noteRestart(of: attempt.unit, at: moment)
                record.attempt = attempt
                try record.write(on: node)
            }
            if let failure = write(file, in: manifest, isFirst, at: moment) {
                let event = ServiceEvent.restartFailed(unit: attempt.unit, because: failure)
                guard !isFirst else { return give(up: attempt, &record, at: moment, now: now, event) }
                due = now + Restarting.rareGlance
                return record.telling(failure, event)
            }
        default:
            let reason = "'\(manifest.path)' was changed by somebody else meanwhile, and is left as it is"
            let event = ServiceEvent.restartFailed(unit: attempt.unit, because: reason)
            return give(up: attempt, &record, at: moment, now: now, event)
        }
        record.attempt = attempt.at(attempt.stepAfterRestart, since: moment)
        return Result()
    }

    /// Ends an attempt before anything was written, or where nothing may be any more.
    private mutating func give(
        up attempt: RestartAttempt,
        _ record: inout RestartRecord,
        at moment: Moment,
        now: Int64,
        _ event: ServiceEvent?
    ) -> Result {
        due = now
        record.attempt = attempt.at(.releasing, since: moment)
        return Result(events: [event].compactMap(\.self))
    }

    /// Writes a manifest, by the ledger as every write; why it was not, nil if it was.
    private func write(_ file: RestartFile, in edit: ManifestEdit, _ isFirst: Bool, at moment: Moment) -> String? {
        var changes = edit.changes
        if !isFirst {
            var back = changes[0]
            let present = back.text ?? ""
            back.before = .value(back.knob.value(of: present), text: present, isWritable: true)
            back.text = file.text
            back.target.bound = .exactly(back.knob.value(of: file.text ?? ""))
            back.because = "\(edit.program) ran with this before"
            changes = [back]
        }
        do throws(LedgerError) {
            let lock = try FormerFiles.lock(of: node)
            var ledger = try Ledger(of: node)
            let plan = Plan(changes: changes)
            let recorded =
                if isFirst && !edit.isGivenBack {
                    try ledger.record(plan, at: moment, holding: lock)
                } else {
                    try ledger.record(givingBack: plan, at: moment, holding: lock)
                }
            let failed = node.carryOut(recorded, facts: Facts(), holding: lock).first
            guard let failed, failed.outcome != .applied else { return nil }
            return "'\(edit.path)': \(failed.outcome)"
        } catch {
            return error.description
        }
    }
}

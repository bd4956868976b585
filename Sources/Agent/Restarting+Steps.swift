import Node
import Reporting
import Systemd
import Tuning

extension Restarting {
    /// Takes the step that is due, if one is.
    ///
    /// - Parameter now: milliseconds of the monotonic clock.
    public mutating func step(now: Int64) -> Result {
        due = nil
        return changing(now: now) { restarting, record throws(SystemError) in
            guard var attempt = record.attempt else { return Result(wantsPass: true) }
            let moment = restarting.node.moment
            // Over a reboot the time of a step begins anew.
            if attempt.since.boot != moment.boot { attempt.since = moment }
            record.attempt = attempt
            let isCleared = restarting.isCleared
            restarting.isCleared = false
            switch attempt.step {
            case .restarting where attempt.isRevocable && !isCleared:
                // Decided before a reboot, or before its gate was asked: a pass says whether it is still due.
                restarting.due = now + RestartAttempt.gatePauseSeconds * 1_000
                return Result(wantsPass: true)
            case .askingGate: return restarting.askGate(attempt, &record, at: moment, now: now)
            case .restarting, .restartingBack:
                return try restarting.restart(attempt, &record, at: moment, now: now)
            case .awaitingHealth, .awaitingReturn: return restarting.await(attempt, &record, at: moment, now: now)
            case .undoing: return restarting.undo(attempt, &record, at: moment, now: now)
            case .releasing: return restarting.release(attempt, &record, at: moment, now: now)
            }
        }
    }

    private mutating func askGate(
        _ attempt: RestartAttempt,
        _ record: inout RestartRecord,
        at moment: Moment,
        now: Int64
    ) -> Result {
        switch asked(.slot, of: attempt.gate) {
        case .granted:
            record.attempt = attempt.at(.restarting, since: moment)
            due = now
            return Result()
        case .refused(let reason), .unheard(let reason):
            due = now + RestartAttempt.gatePauseSeconds * 1_000
            return record.telling(
                reason,
                .restartWaits(unit: attempt.unit, .obstructed("its gate is closed: \(reason)"))
            )
        }
    }

    private mutating func restart(
        _ attempt: RestartAttempt,
        _ record: inout RestartRecord,
        at moment: Moment,
        now: Int64
    ) throws(SystemError) -> Result {
        if let manifest = attempt.manifest { return try edit(manifest, attempt, &record, at: moment, now: now) }
        var attempt = attempt
        let sight: UnitSight
        do throws(SystemdError) {
            sight = try look(at: attempt)
        } catch {
            return later(error, &record, now: now)
        }
        let move = attempt.move(seeing: sight, at: moment)
        if move == .ask {
            if attempt.run == nil {
                attempt.run = sight.run ?? ""
                if attempt.step == .restarting { record.noteRestart(of: attempt.unit, at: moment) }
                record.attempt = attempt
                // On disk before systemd is asked: that the unit has started since is known by its run.
                try record.write(on: node)
            }
            do throws(SystemdError) {
                try UnitWatch.restart(attempt.unit)
            } catch {
                return later(error, &record, now: now)
            }
        }
        let next: RestartAttempt.Step = if case .go(let step) = move { step } else { attempt.stepAfterRestart }
        record.attempt = attempt.at(next, since: moment)
        due = now + Restarting.glance
        return Result()
    }

    private mutating func later(_ error: SystemdError, _ record: inout RestartRecord, now: Int64) -> Result {
        due = now + Restarting.rareGlance
        let reason = "\(error.description); it is asked again"
        return record.telling(reason, .restartFailed(unit: record.attempt?.unit, because: reason))
    }

    private mutating func await(
        _ attempt: RestartAttempt,
        _ record: inout RestartRecord,
        at moment: Moment,
        now: Int64
    ) -> Result {
        due = now + Restarting.glance
        let move: RestartAttempt.Move
        do throws(SystemdError) {
            move = attempt.move(seeing: try look(at: attempt), at: moment)
        } catch {
            let isLate = attempt.age(at: moment) ?? 0 >= attempt.healthWithinSeconds
            move = isLate ? .fail(error.description) : .wait
        }
        let age = attempt.age(at: moment) ?? 0
        switch (move, attempt.step) {
        case (.go, .awaitingHealth):
            record.attempt = attempt.at(.releasing, since: moment)
            due = now
            return Result(events: [.restarted(unit: attempt.unit, afterSeconds: age)], wantsPass: true)
        case (.go, _):
            record.attempt = attempt.at(.releasing, since: moment)
            due = now
            let reason = attempt.failure ?? "it did not become healthy"
            return Result(events: [.restartUndone(unit: attempt.unit, because: reason)], wantsPass: true)
        case (.fail(let reason), .awaitingHealth):
            let why = "\(reason) \(age) s after its restart"
            var failed = attempt.at(.undoing, since: moment)
            failed.failure = why
            record.attempt = failed
            // With the step, so that a pass in between writes nothing of it again.
            record.refuse(attempt.refusal(because: why, at: moment))
            due = now
            return Result()
        case (.fail(let reason), _):
            due = now + Restarting.rareGlance
            if age >= RestartAttempt.illnessLimit { record.attempt = attempt.at(.releasing, since: moment) }
            let why = "\(attempt.failure ?? ""); also with its former files it is not healthy: \(reason)"
            return record.telling("ill", .restartFailed(unit: attempt.unit, because: why))
        default: return Result()
        }
    }

    /// Puts the files back as they were, unless somebody changed them since; those that are back already stay.
    private mutating func undo(
        _ attempt: RestartAttempt,
        _ record: inout RestartRecord,
        at moment: Moment,
        now: Int64
    ) -> Result {
        due = now
        guard attempt.manifest == nil else {
            record.attempt = attempt.at(.restartingBack, since: moment)
            return Result()
        }
        do throws(LedgerError) {
            let outcomes = try FormerFiles(of: attempt).putBack(on: node, at: moment)
            if let failed = outcomes.first(where: { $0.outcome != .applied }) {
                throw LedgerError(reason: "\(failed.change.knob): \(failed.outcome)")
            }
        } catch {
            due = now + Restarting.rareGlance
            let reason = "its former files cannot be put back: \(error.description); it is tried again"
            return record.telling(reason, .restartFailed(unit: attempt.unit, because: reason))
        }
        record.attempt = attempt.at(.restartingBack, since: moment)
        return Result()
    }

    private mutating func release(
        _ attempt: RestartAttempt,
        _ record: inout RestartRecord,
        at moment: Moment,
        now: Int64
    ) -> Result {
        switch asked(.release, of: attempt.gate) {
        case .granted:
            record.attempt = nil
            return Result(wantsPass: true)
        case .refused(let reason), .unheard(let reason):
            due = now + RestartAttempt.gatePauseSeconds * 1_000
            return record.telling(reason, .slotKept(unit: attempt.unit, because: reason))
        }
    }

    private func asked(_ question: FleetLockClient.Question, of gate: FleetLockServer?) -> FleetLockClient.Answer {
        guard let gate else { return .granted }
        do throws(SystemdError) {
            return try FleetLockClient(of: gate).ask(question)
        } catch {
            return .unheard(error.description)
        }
    }

    private mutating func look(at attempt: RestartAttempt) throws(SystemdError) -> UnitSight {
        if let manifest = attempt.manifest {
            var looking = podWatch ?? PodWatch(of: manifest, on: node)
            defer { podWatch = looking }
            let arguments = manifest.arguments
            return looking.look(for: attempt.step == .awaitingHealth ? arguments.after : arguments.before)
        }
        if watch?.unit != attempt.unit {
            let looking = UnitWatch(of: attempt.unit, healthz: attempt.healthz, server: attempt.server, on: node)
            watch = (attempt.unit, looking)
        }
        guard var looking = watch?.looking else { preconditionFailure("a watch was just made") }
        defer { watch?.looking = looking }
        return try looking.look()
    }
}

extension RestartRecord {
    /// What there is to tell, if the attempt has not told the same in this step.
    mutating func telling(_ key: String, _ event: ServiceEvent) -> Restarting.Result {
        guard attempt?.told != key else { return Restarting.Result() }
        attempt?.told = key
        return Restarting.Result(events: [event])
    }
}

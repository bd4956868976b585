import Agent
import Node
import Reporting
import Tuning

// An apply that waits to be confirmed, and is undone here whatever became of who made it.
extension Keeper {
    /// What a trial is called among what the service looks at.
    static let trialSource = "an apply on trial"

    /// How long it is waited at most until a trial is tried to be undone again, in seconds.
    private static let longestPause: Int64 = 60

    /// A trial that could not be undone when its time was over.
    struct StuckTrial {
        /// Why.
        let reason: String
        /// How long it was waited since the last attempt, in seconds.
        let pause: Int64
        /// When it is tried again, in seconds since boot.
        let retryUptimeSeconds: Int64
    }

    /// When a trial that is open has to be undone, in seconds since boot; nil if none is.
    var trialDeadline: Int64? { trial.map { stuckTrial?.retryUptimeSeconds ?? $0.deadlineUptimeSeconds } }

    /// Looks whether a trial is open, and undoes one whose time is over. One that cannot be read is told once: what it
    /// tried is not undone until it can be.
    mutating func watchTrial() {
        do throws(LedgerError) {
            trial = try Trial.open(on: node)
            trialTrouble = nil
        } catch {
            trial = nil
            if trialTrouble != error.reason { tellDegraded(Keeper.trialSource, because: error.reason) }
            trialTrouble = error.reason
        }
        guard let trial, trial.secondsLeft(at: node.moment) == 0 else {
            stuckTrial = nil
            return
        }
        if let stuckTrial, stuckTrial.retryUptimeSeconds > node.moment.uptimeSeconds { return }
        do throws(LedgerError) {
            // A command that is writing is waited for.
            let lock = try nodeLock()
            guard try Trial.open(on: node) == trial else { return }
            var ledger = try Ledger(of: node)
            let outcomes = try Undoing(trial).carryOut(on: node, ledger: &ledger, holding: lock)
            stuckTrial = nil
            let isOfThisBoot = trial.boot == node.moment.boot
            telling.tell(
                .trialUndone(
                    trial.settings,
                    failures: outcomes.count { $0.outcome != .applied },
                    because: isOfThisBoot
                        ? "nobody confirmed it in time" : "the node started again before anybody confirmed it"
                )
            )
            self.trial = nil
        } catch {
            if stuckTrial?.reason != error.description {
                telling.tell(.trialStuck(trial.settings, because: error.description))
            }
            let pause = min((stuckTrial?.pause ?? 0) * 2 + 1, Keeper.longestPause)
            stuckTrial = StuckTrial(
                reason: error.description,
                pause: pause,
                retryUptimeSeconds: node.moment.uptimeSeconds + pause
            )
        }
    }
}

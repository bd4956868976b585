import Agent
import Node
import Reporting
import Tuning

// An apply that waits to be confirmed, and is undone here whatever became of who made it.
extension Keeper {
    /// What a trial is called among what the service looks at.
    static let trialSource = "an apply on trial"

    /// When a trial that is open has to be undone, in seconds since boot; nil if none is.
    var trialDeadline: Int64? { trial?.deadlineUptimeSeconds }

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
        guard let trial, trial.secondsLeft(at: node.moment) == 0 else { return }
        // A command that is writing is waited for; without the lock, the next pass tries again.
        guard let lock = try? NodeLock(of: node.root, patienceMilliseconds: Keeper.patienceMilliseconds) else { return }
        do {
            guard try Trial.open(on: node) == trial else { return }
            var ledger = try Ledger(of: node)
            let outcomes = try Undoing(trial).carryOut(on: node, ledger: &ledger, holding: lock)
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
            if failure != error.description { telling.tell(.passFailed(because: error.description)) }
            failure = error.description
        }
    }
}

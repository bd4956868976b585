import Agent
import Node
import Tuning

extension Keeper {
    /// When there is something to do for a restart, in milliseconds of the monotonic clock; nil for never.
    var restartDue: Int64? { restarting.due }

    /// Takes the step of a restart that is due; whether a pass is wanted after it.
    mutating func stepRestart(now: Int64) -> Bool {
        let result = restarting.step(now: now)
        telling.tell(result.events)
        return result.wantsPass
    }

    /// Asks whether a restart is due, by what was found before anything was written in this pass: what a pass writes is
    /// seen by the next, which its own write wakes. What nobody has confirmed yet, or may not have, is no cause for a
    /// restart.
    mutating func considerRestarts(_ examination: Examination, _ ledger: Ledger, now: Int64) {
        guard let policy, trial == nil, trialTrouble == nil else { return }
        let result = restarting.consider(
            examination,
            policy: policy.fingerprint,
            originals: ledger.originals,
            now: now
        )
        telling.tell(result.events)
    }
}

import Agent
import Node
import Reporting
import Tuning

// Holds that end by themselves.
extension Keeper {
    /// Tells of those that have ended, and goes by the others.
    mutating func noteHolds(_ ledger: Ledger) {
        let now = node.moment
        let current = ledger.holds(at: now)
        let ended = holds.filter { $0.endsAt.map { $0 <= now.epochSeconds } ?? false }
        telling.tell(ended.map { .holdEnded($0) })
        holds = current
    }

    /// Takes those that have ended out of the ledger: they stay so, whatever becomes of the time of day.
    func releaseEndedHolds(_ ledger: inout Ledger, holding lock: borrowing NodeLock) throws(LedgerError) {
        let now = node.moment
        try ledger.release(where: { !$0.isInForce(at: now) }, holding: lock)
    }
}

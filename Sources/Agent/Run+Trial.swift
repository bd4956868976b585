public import Node
public import Tuning

// An apply that is undone unless somebody confirms it.
extension Run where Place == Node {
    /// Carries out what an examination calls for, on trial.
    ///
    /// - Throws: ``LedgerError``; nothing has been written then, and no trial is open, or the error says that one is.
    public func apply(
        _ examination: Examination,
        onTrial trial: Trial,
        ledger: inout Ledger,
        after previous: Report?,
        ending isEnded: (Hold) -> Bool = { _ in false },
        holding lock: borrowing NodeLock
    ) throws(LedgerError) -> Applied {
        do throws(LedgerError) {
            try trial.write(on: node, holding: lock)
            return try apply(examination, ledger: &ledger, after: previous, ending: isEnded, holding: lock)
        } catch {
            // Undoing it would hold settings that were never written.
            try? Trial.end(on: node, holding: lock)
            guard node.root.exists(Trial.path) else { throw error }
            let rest = "its trial cannot be ended either, and is open: 'nodekeel confirm' ends it"
            throw LedgerError(reason: "\(error.reason); \(rest)")
        }
    }
}

import Agent
import Glibc
import Node
import Reporting
import Tuning

/// Waiting at a terminal for what becomes of a trial: the service is who undoes it, whatever happens here.
struct TrialWatch {
    private static let lookMicroseconds: UInt32 = 200_000
    /// How long after its time the service may take to undo it, in seconds.
    private static let patienceSeconds: Int64 = 30

    let node: Node
    let trial: Trial

    /// Refuses where nobody would undo a trial, or one is open already.
    static func check(_ node: Node) throws(Failure) {
        guard ServiceState.service(of: node, at: node.moment).isRunning else {
            throw Failure(
                "nodekeel: nodekeeld does not run, and is who would undo it: 'systemctl start nodekeeld'\n"
                    + "Or apply without --confirm-within; 'nodekeel revert' undoes that by hand."
            )
        }
        try checkNone(node)
    }

    /// Refuses while a trial is open.
    static func checkNone(_ node: Node) throws(Failure) {
        guard try Trial.opened(on: node) == nil else {
            throw Failure(
                "nodekeel: an apply waits to be confirmed: 'nodekeel confirm' keeps it, 'nodekeel revert' undoes it"
            )
        }
    }

    /// Waits until the trial is confirmed or undone; whether it was kept.
    func wait() throws(Failure) -> Bool {
        let isShown = isatty(STDERR_FILENO) == 1
        defer { if isShown { Terminal.show("\r\u{1B}[K") } }
        while try Trial.opened(on: node) == trial {
            let left = trial.secondsLeft(at: node.moment)
            let overdue = node.moment.uptimeSeconds - trial.deadlineUptimeSeconds
            guard overdue < TrialWatch.patienceSeconds else {
                throw Failure(
                    "nodekeel: nodekeeld has not undone it in time; 'nodekeel revert' does, 'nodekeel doctor' says why"
                )
            }
            if isShown { Terminal.show("\r\u{1B}[Kundone in \(left) s unless confirmed: nodekeel confirm ") }
            usleep(TrialWatch.lookMicroseconds)
        }
        let held = Set(try Ledger.read(of: node).holds(at: node.moment).filter(\.isFromRevert).map(\.setting))
        return !trial.settings.allSatisfy(held.contains)
    }
}

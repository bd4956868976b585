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
    /// How often the gates are looked at, in looks at the trial: every two seconds.
    private static let looksPerGlance = 10

    /// Takes away the line that counts down.
    private static let clear = "\r\u{1B}[K"

    let node: Node
    let trial: Trial
    /// Where this node's kubelet tells that it is well.
    let kubelet: HealthEndpoint?
    /// What spoke against the gates last; nil before the first look.
    private var told: [String]?

    init(node: Node, trial: Trial, kubelet: HealthEndpoint?) {
        self.node = node
        self.trial = trial
        self.kubelet = kubelet
    }

    /// What a trial is held to: the gates that policy names, of which those that are ill already are told; or else the
    /// presets that are well before anything is written.
    static func gates(of policy: Policy, on node: Node, kubelet: HealthEndpoint?) -> [HealthGate] {
        guard let gates = policy.gates else {
            return HealthGate.preset.filter { node.objections(of: [$0], kubelet: kubelet).isEmpty }
        }
        for objection in node.objections(of: gates, kubelet: kubelet) {
            Terminal.complain("nodekeel: not well before anything was written: \(objection.escaped())")
        }
        return gates
    }

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

    /// Says how the gates stand, when that has changed.
    private mutating func tellGates() {
        let objections = node.objections(of: trial.gates, kubelet: kubelet)
        guard objections != told, !trial.gates.isEmpty else { return }
        told = objections
        if isatty(STDERR_FILENO) == 1 { Terminal.show(TrialWatch.clear) }
        guard objections.isEmpty else {
            for objection in objections { Terminal.complain("not well: \(objection.escaped())") }
            return
        }
        Terminal.complain("well: \(trial.gates.map { "\($0)" }.joined(separator: ", ").escaped())")
    }

    /// Waits until the trial is confirmed or undone, telling what becomes of its gates; whether it was kept.
    mutating func wait() throws(Failure) -> Bool {
        let isShown = isatty(STDERR_FILENO) == 1
        defer { if isShown { Terminal.show(TrialWatch.clear) } }
        var looks = 0
        while try Trial.opened(on: node) == trial {
            if looks % TrialWatch.looksPerGlance == 0 { tellGates() }
            looks += 1
            let left = trial.secondsLeft(at: node.moment)
            let overdue = node.moment.uptimeSeconds - trial.deadlineUptimeSeconds
            guard overdue < TrialWatch.patienceSeconds else {
                throw Failure(
                    "nodekeel: nodekeeld has not undone it in time; 'nodekeel revert' does, 'nodekeel doctor' says why"
                )
            }
            if isShown { Terminal.show("\(TrialWatch.clear)undone in \(left) s unless confirmed: nodekeel confirm ") }
            usleep(TrialWatch.lookMicroseconds)
        }
        let held = Set(try Ledger.read(of: node).holds(at: node.moment).filter(\.isFromRevert).map(\.setting))
        return !trial.settings.allSatisfy(held.contains)
    }
}

import Agent
import Glibc
import Node
import Testing
import Tuning

@Suite("A file that is dated later than now")
struct LaterThanNowTests {
    private static let fragment = "etc/kubernetes/kubelet.conf.d/90-nodekeel.conf"

    private func examine(_ machine: ScratchMachine) throws -> Examination {
        try Run(on: machine.node, under: try ReadPolicy(of: machine.node)).examine(holds: [], after: nil)
    }

    /// A machine whose fragment is written and pending.
    private func pendingMachine() throws -> ScratchMachine {
        let policy = "activations: {kubelet.service: {restart: allowed}}\n"
        let machine = try kubeletMachine(["etc/nodekeel/policy.yaml": policy])
        var ledger = try Ledger(of: machine.node)
        let lock = try NodeLock(of: machine.node.root)
        let run = Run(on: machine.node, under: try ReadPolicy(of: machine.node))
        _ = try run.apply(try examine(machine), ledger: &ledger, after: nil, holding: lock)
        return machine
    }

    private func date(_ machine: ScratchMachine, secondsFromNow seconds: Int) {
        let times = [timeval](repeating: timeval(tv_sec: time(nil) + seconds, tv_usec: 0), count: 2)
        #expect(utimes("\(machine.path)/\(Self.fragment)", times) == 0)
    }

    private func effects(_ examination: Examination) -> Set<String> {
        Set(examination.findings.filter { $0.desired.target.knob.isKubeletField }.compactMap(\.effect?.description))
    }

    private func restartedUnit(_ machine: ScratchMachine, _ examination: Examination) throws -> String? {
        var restarting = Restarting(on: machine.node, now: 0)
        let originals = try Ledger(of: machine.node).originals
        _ = restarting.consider(examination, policy: "a policy", originals: originals, now: 1_000)
        return try RestartRecord(of: machine.node).attempt?.unit
    }

    @Test("may have been read already: that is said, and nothing is restarted for it")
    func restart() throws {
        let machine = try pendingMachine()
        date(machine, secondsFromNow: 86_400)
        let later = try examine(machine)
        let undated =
            "inert: nothing tells whether the kubelet has read '/\(Self.fragment)', which by this machine's clock"
        #expect(effects(later).contains { $0.hasPrefix(undated) })
        #expect(!effects(later).contains { $0.hasPrefix("pending") })
        #expect(try restartedUnit(machine, later) == nil)

        date(machine, secondsFromNow: 0)
        let dated = try examine(machine)
        #expect(effects(dated).contains("pending: restart kubelet.service"))
        #expect(!effects(dated).contains { $0.hasPrefix("inert: nothing tells") })
        #expect(try restartedUnit(machine, dated) == "kubelet.service")
    }
}

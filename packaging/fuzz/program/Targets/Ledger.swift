import Documents
import Node
import Reporting
import Tuning

@testable import Agent

extension Target {
    /// What outlives the service: which file in a line, then what it holds.
    static let ledger = Target("ledger", seeds: records) { bytes in
        var input = Input(bytes)
        let choice = input.choice(of: 4)
        let content = Array(input.rest)
        switch choice {
        case 0: with(Ledger.path, content, ledger)
        case 1: with(Trial.path, content, trial)
        case 2: with(RestartRecord.path, content, restarts)
        default: with(LastWriters.path, content, writers)
        }
    }

    /// What an apply on the fixture would leave.
    private static let records: @Sendable () -> [[UInt8]] = {
        let run = Run(on: Node(root: Sample.root), under: .silent)
        let plan = required("the fixture is examined") { try run.examine(holds: [], after: nil) }.plan
        let originals = plan.changes.map { Original(of: $0, at: now) }
        let hold = Hold(
            setting: "etcd-weight",
            knob: plan.changes.first?.knob,
            reason: "a test",
            isFromRevert: false,
            endsAt: 1_800_000_000
        )
        var record = RestartRecord()
        record.noteRestart(of: "kubelet.service", at: now)
        let trial = Trial(of: plan, beside: [], gates: [], at: now, seconds: 60)
        return required("they are JSON") {
            let parts = try (JSON.text(JSON.encode(originals)), JSON.text(JSON.encode([hold])))
            let ledger = "{\"schemaVersion\":1,\"originals\":\(parts.0),\"holds\":\(parts.1)}"
            let rest = try [JSON.text(JSON.encode(trial)), JSON.text(JSON.encode(record))]
            return ([ledger] + rest).enumerated().map { Array("\($0)\n\($1)".utf8) }
        }
    }

    private static func with(_ path: String, _ content: [UInt8], _ body: (Node) -> Void) {
        let name = String(path.dropFirst())
        Scratch.tree.write(name, content)
        body(Scratch.tree.node)
        Scratch.tree.remove(name)
    }

    private static func lock(_ node: Node) -> NodeLock {
        required("the lock is had") { try NodeLock(of: node.root) }
    }

    private static func ledger(_ node: Node) {
        guard var ledger = try? Ledger(of: node) else { return }
        let originals = ledger.originals
        let plan = Plan(reverting: originals, observed: [:], at: now)
        require(plan.changes.count <= originals.count, "more is given back than was recorded")
        requireHarmless(RevertAnswer(outcomes: [], untouched: originals, holds: ledger.holds(at: now), settings: []))
        // Writing it again keeps what is in it.
        let hold = Hold(setting: "fuzz", reason: "fuzz", isFromRevert: false, endsAt: nil)
        let lock = lock(node)
        required("it is written") { try ledger.hold([hold], holding: lock) }
        let again = required("it is read again") { try Ledger(of: node) }
        require(again.originals == originals, "originals are lost")
        require(again.holds(at: now) == ledger.holds(at: now), "holds are lost")
        requireHarmless(
            StatusAnswer(
                report: nil,
                service: .init(isRunning: true),
                policy: nil,
                holds: again.holds(at: now),
                originals: originals,
                now: now,
                settings: []
            )
        )
    }

    private static func trial(_ node: Node) {
        guard let trial = try? Trial.open(on: node) else { return }
        require(trial.secondsLeft(at: now) >= 0, "less than no time is left")
        require(trial.settings.count <= trial.originals.count, "settings of nothing")
        let lock = lock(node)
        required("it is written") { try trial.write(on: node, holding: lock) }
        require(required("it is read again") { try Trial.open(on: node) } == trial, "a trial changes")
    }

    private static func restarts(_ node: Node) {
        guard let record = try? RestartRecord(of: node) else { return }
        required("it is written") { try record.write(on: node) }
        require(required("it is read again") { try RestartRecord(of: node) } == record, "a record changes")
    }

    private static func writers(_ node: Node) {
        let writers = LastWriters.read(of: node)
        required("it is written") { try writers.write(on: node) }
        require(LastWriters.read(of: node) == writers, "the writers change")
        requireHarmless(WritersAnswer(writes: writers.writes, service: StatusAnswer.Service(isRunning: true)))
    }

    static let now = Moment(boot: "b00t", uptimeSeconds: 7_200, epochSeconds: 1_795_269_300)
}

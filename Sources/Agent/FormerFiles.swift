import Node
import Tuning

/// The files that a unit ran with before a restart after which it was not healthy.
struct FormerFiles {
    private let attempt: RestartAttempt

    /// The files of an attempt.
    init(of attempt: RestartAttempt) {
        self.attempt = attempt
    }

    /// How long a command that is writing is waited for, in milliseconds.
    private static let patienceMilliseconds = 2_000

    /// The lock, waited for as long as the service may.
    static func lock(of node: Node) throws(LedgerError) -> NodeLock {
        do throws(SystemError) {
            return try NodeLock(of: node.root, patienceMilliseconds: FormerFiles.patienceMilliseconds)
        } catch {
            throw LedgerError(error)
        }
    }

    /// Puts them back, by the ledger as every write. What somebody changed since is not touched: it is not what the unit
    /// was ill with. Files that are back already stay, so that this can be done again.
    func putBack(on node: Node, at now: Moment) throws(LedgerError) -> [CarriedOut] {
        let lock = try FormerFiles.lock(of: node)
        var ledger = try Ledger(of: node)
        let present = node.restartFiles(attempt.files.map(\.path))
        let changes = attempt.former.compactMap { former -> Change? in
            guard
                let file = present.first(where: { $0.path == former.path }), file != former,
                attempt.files.contains(file),
                let original = ledger.originals.first(where: { $0.knob.name == former.path })
            else { return nil }
            var (text, observation) = (former.text, node.observe(original.knob, facts: Facts()))
            if original.knob.isMainFile {
                var before = original
                before.text = former.text
                // Only the fields: what others changed since is not what is given back.
                let rest = node.fragment(original.knob, among: [before] + ledger.originals)?
                    .without(Set(ledger.originals.map(\.setting)))
                (text, observation) = (rest?.text, rest?.objection.map(Observation.unreadable) ?? observation)
            }
            return Change(
                setting: original.setting,
                knob: original.knob,
                before: observation,
                text: text,
                target: Target(
                    original.knob,
                    text.map { .exactly(original.knob.value(of: $0)) } ?? .oneOf([]),
                    activation: .restart(attempt.unit)
                ),
                because: "\(attempt.unit) ran with this before"
            )
        }
        guard !changes.isEmpty else { return [] }
        let recorded = try ledger.record(givingBack: Plan(changes: changes), at: now, holding: lock)
        return node.carryOut(recorded, facts: Facts(), holding: lock)
    }
}

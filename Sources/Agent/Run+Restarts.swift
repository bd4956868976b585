import Node
import Tuning

// What restarts that went wrong, or may go wrong, mean for what is written.
extension Run {
    /// Findings and the writes of fragments without what a unit was not healthy with.
    func refusing(
        _ due: (findings: [Finding], changes: [Change]),
        on facts: Facts
    ) -> (findings: [Finding], changes: [Change]) {
        let subjects = facts.restartSubjects(due.findings)
        guard !subjects.isEmpty, let node = node as? Node, let record = try? RestartRecord(of: node),
            !record.refusals.isEmpty
        else { return due }
        let policy = policy.fingerprint
        func obstacle(_ path: String, _ text: String?) -> String? {
            guard let subject = subjects.first(where: { $0.paths.contains(path) }) else { return nil }
            let file = RestartFile(path: path, text: text)
            return record.refusal(of: file, for: subject.unit, policy: policy, version: subject.version)?.obstacle
        }
        var (findings, changes) = due
        for change in changes where change.text != nil {
            guard let reason = obstacle(change.knob.name, change.text) else { continue }
            changes.removeAll { $0 == change }
            findings = findings.map { $0.desired.target.knob.carrier == change.knob.reader ? $0.refused(reason) : $0 }
        }
        findings = findings.map { finding in
            guard case .file(let path) = finding.desired.target.knob,
                case .text(let text)? = finding.desired.target.bound.written, let reason = obstacle(path, text)
            else { return finding }
            return finding.refused(reason)
        }
        return (findings, changes)
    }
}

extension Run where Place == Node {
    /// Notes what units run with before the files that they read are changed, so that it can come back.
    ///
    /// A file that was changed since the unit started is not what it runs with: what was noted before stays.
    ///
    /// - Throws: ``LedgerError``; nothing may be written then.
    func noteFormerFiles(_ examination: Examination, before plan: Plan) throws(LedgerError) {
        let candidates = examination.facts.restartSubjects(examination.findings).filter { !$0.isOutdated }
        let written = candidates.isEmpty ? [] : Set(plan.changes.map(\.knob.name))
        let subjects = candidates.filter { $0.paths.contains(where: written.contains) }
        guard !subjects.isEmpty else { return }
        do throws(SystemError) {
            var record = try RestartRecord(of: node)
            let before = record
            for subject in subjects {
                record.units[subject.unit, default: RestartRecord.Unit()].former = node.restartFiles(subject.paths)
            }
            if record != before { try record.write(on: node) }
        } catch {
            throw LedgerError(error)
        }
    }
}

extension Finding {
    /// The finding with why nothing is written, if a write is due. What was put back on purpose is neither drift nor news.
    fileprivate func refused(_ reason: String) -> Finding {
        guard restraint == nil else { return self }
        var refused = self
        refused.obstacle = reason
        refused.verdict = .unmet
        refused.standing.hasBeenMet = false
        refused.standing.isTold = true
        return refused
    }
}

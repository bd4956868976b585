import Node
import Reporting
import Tuning

/// The flags of one manifest that were reverted, and what gives them back.
///
/// `revert` only notes it: to give a flag back is to restart its program, after which somebody has to look. As long as
/// the hold of a revert stands on a setting and the ledger has its flags, they are to be given back.
struct ManifestRelease {
    /// What is to be written; nil where the manifest has nothing of these flags any more, or cannot be written.
    private(set) var subject: RestartSubject?
    /// Why it cannot be written; nil if it can.
    private var refusal: String?
    private let program: String
    /// What the ledger may forget when nothing is to be written.
    private let knobs: Set<Knob>

    /// What was reverted and is not given back yet.
    static func all(
        of ledger: [Original],
        _ examination: Examination,
        policy: String,
        on node: Node
    ) -> [ManifestRelease] {
        ledger.filter { $0.knob.reader == .staticPod }.compactMap { file in
            let flags = ledger.filter { $0.isFlag(of: file.knob.name, on: examination.facts) }
            let released = flags.filter { flag in
                examination.holds.contains { $0.isFromRevert && $0.knob == nil && $0.setting == flag.setting }
            }
            guard let first = released.first, let flag = first.knob.flag else { return nil }
            let isLast = released.count == flags.count
            var release = ManifestRelease(
                program: flag.program,
                knobs: Set(released.map(\.knob) + (isLast ? [file.knob] : []))
            )
            guard node.root.exists(file.knob.name) else { return release }
            do throws(Refusal) {
                release.subject = try subject(first, released, of: file, examination, policy, on: node)
            } catch {
                release.refusal = error.description
            }
            return release
        }
    }

    private init(program: String, knobs: Set<Knob>) {
        self.program = program
        self.knobs = knobs
    }

    private static func subject(
        _ first: Original,
        _ released: [Original],
        of file: Original,
        _ examination: Examination,
        _ policy: String,
        on node: Node
    ) throws(Refusal) -> RestartSubject? {
        let facts = examination.facts
        let component = facts.component(of: first.knob, in: file.knob.name) ?? ""
        let program = try ManifestProgram(component, on: facts)
        let manifest = try program.manifest(on: node)
        let names = released.compactMap(\.knob.flag?.name)
        guard let original = file.text else { throw Refusal("the ledger does not have '\(file.knob.name)'") }
        let former = try manifest.restoring(names, asIn: original)
        guard former.text != manifest.text else { return nil }
        let reason = "'nodekeel revert' gives back \(names.map { "--\($0)" }.joined(separator: ", "))"
        let change = Change(of: manifest, to: former, for: first.setting, by: program.name, because: reason)
        var edit = program.edit(manifest, to: former, [change])
        edit.isGivenBack = true
        let isSettled = manifest.arguments.dropFirst() == program.arguments(on: facts)?.dropFirst()
        let refusal = (try? RestartRecord(of: node))?
            .refusal(of: edit.file, for: program.name, policy: policy, version: edit.version)
        let objection =
            program.obstacle(on: facts) ?? refusal?.obstacle
            ?? (isSettled ? nil : "it does not run with the flags of '\(manifest.path)' yet")
            ?? program.objection(under: examination.inForce.policy)
        return RestartSubject(of: edit, objection: objection)
    }

    /// Forgets what is given back, or tells why it cannot be.
    func settle(on node: Node, _ record: inout RestartRecord) -> [ServiceEvent] {
        if let refusal {
            guard record.units[program]?.told != refusal else { return [] }
            record.units[program, default: RestartRecord.Unit()].told = refusal
            return [.restartFailed(unit: program, because: "what was reverted cannot be given back: \(refusal)")]
        }
        guard subject == nil, record.attempt?.unit != program else { return [] }
        do throws(LedgerError) {
            let lock = try FormerFiles.lock(of: node)
            var ledger = try Ledger(of: node)
            try ledger.forget(knobs, holding: lock)
        } catch {
            // The next pass finds it again.
        }
        return []
    }
}

extension Original {
    /// Whether it is of a flag in a manifest.
    fileprivate func isFlag(of path: String, on facts: Facts) -> Bool {
        knob.isFlag && (facts.component(of: knob, in: path) != nil)
    }
}

extension Facts {
    /// The component of a flag whose manifest is at a path; nil if it is of another. An etcd may be called otherwise than
    /// when the flag was written, if nothing but its pod's ID tells it apart.
    fileprivate func component(of knob: Knob, in path: String) -> String? {
        guard case .option(_, let name) = knob, let program = knob.flag?.program else { return nil }
        if program != "etcd" { return controlPlane.first { $0.program == program && $0.manifest == path }?.program }
        let members = etcd.filter { $0.manifest != nil }
        let member = members.first { $0.component == name } ?? (members.count == 1 ? members[0] : nil)
        return member.flatMap { $0.manifest == path ? $0.component : nil }
    }
}

@testable import Agent
import Catalogue
import Documents
@testable import Node
import Reporting
@testable import Tuning

extension Target {
    /// Files below `/proc`, each after a line that is its path, with `%%` between them.
    static let proc = Target("proc") { bytes in
        Scratch.tree.with(Input(bytes).parts, below: ["proc/"], readFacts)
    }

    /// Files below `/sys`, in the same form.
    static let sys = Target("sys") { bytes in
        Scratch.tree.with(Input(bytes).parts, below: ["sys/"], readFacts)
    }

    /// Files of a whole node, in the same form: all that a check does with them.
    static let node = Target("node") { bytes in
        Scratch.tree.with(Input(bytes).parts, below: ["proc/", "sys/", "etc/", "run/", "var/", "lib/", "usr/"]) {
            check()
        }
    }

    private static func readFacts() {
        let root = Scratch.tree.node.root
        let facts = Facts(reading: root)
        let again = Facts(reading: root)
        require(again == facts, "two readings differ: \(difference(facts, again))")
        requireSound(facts)
    }

    /// The lines in which two readings differ, as JSON has them.
    private static func difference(_ one: Facts, _ other: Facts) -> String {
        let texts = required("facts are JSON") { try [one, other].map { try FactsAnswer(facts: $0).json() } }
        let lines = texts.map { $0.split(separator: "\n") }
        return zip(lines[0], lines[1]).filter { $0 != $1 }.map { "\($0) |\($1)" }.joined(separator: "; ")
    }

    private static func requireSound(_ facts: Facts) {
        require((0...CPUList.numberLimit).contains(facts.cpus), "\(facts.cpus) CPUs")
        require(facts.disks.allSatisfy { $0.byteCount ?? 0 >= 0 }, "a disk of less than nothing")
        require(facts.components.allSatisfy { $0.pid > 0 }, "a process of number 0")
        let text = required("facts are JSON") { try Array(JSON.text(JSON.encode(facts)).utf8) }
        let limits = DocumentLimits(byteCount: .max, nodeCount: .max)
        let read = required("facts are read") { try JSON.decode(Facts.self, from: JSONText(text, limits: limits)) }
        require(read == facts, "facts change in JSON")
        requireHarmless(FactsAnswer(facts: facts))
    }

    private static func check() {
        let node = Scratch.tree.node
        let facts = Facts(reading: node.root, cluster: Sample.cluster)
        requireSound(facts)
        guard let policy = try? ReadPolicy(of: node) else { return }
        let run = Run(on: node, under: policy)
        guard let examination = try? run.examine(holds: [], after: nil) else { return }
        let plan = examination.plan
        let report = run.report(examination, outcomes: [], after: nil).report
        let settings = examination.inForce.settings
        requireHarmless(CheckAnswer(report: report, settings: settings))
        requireHarmless(AuditAnswer(report: report, facts: facts, settings: settings))
        requireHarmless(
            PlanAnswer(
                plan: plan,
                findings: examination.findings,
                leftAlone: examination.leftAlone,
                originals: [],
                moment: examination.moment,
                settings: settings
            )
        )
        // What a plan would write can be written: it is what its target accepts.
        for change in plan.changes {
            guard let text = change.text else { continue }
            require(change.target.bound.accepts(change.target.knob.value(of: text)), "\(change.knob) gets \(text)")
        }
    }
}

import Agent
import Reporting
import Tuning

/// The plan for a node that is elsewhere: what `nodekeel plan` answers there.
struct ElsewherePlan {
    let answer: PlanAnswer
    let isAllMet: Bool

    /// Plans for a node.
    init(_ node: ElsewhereNode, under policy: ReadPolicy) throws(Failure) {
        let observed = node.observed
        let run = Run(on: node, under: policy)
        let examination = try run.examined(holds: observed.holdsOutlivingApply, after: observed.report?.forgiven())
        isAllMet = examination.findings.allSatisfy { $0.verdict == .met }
        answer = PlanAnswer(
            plan: examination.plan,
            findings: examination.findings,
            leftAlone: examination.leftAlone,
            originals: observed.originals,
            moment: examination.moment,
            settings: examination.inForce.settings,
            next: observed.isMachine ? "sudo nodekeel apply" : nil
        )
    }
}

extension NodeCapture {
    /// The node with its knobs, for a command.
    func node(file path: String) throws(Failure) -> ElsewhereNode {
        do {
            return try ElsewhereNode(self, file: path)
        } catch {
            throw Failure(error)
        }
    }
}

import Agent
import Reporting
import Tuning

/// The plan for a node that is elsewhere: what `nodekeel plan` answers there.
struct ElsewherePlan {
    let answer: PlanAnswer
    let isAllMet: Bool

    /// Plans for a node.
    init(
        _ node: ElsewhereNode,
        under policy: ReadPolicy,
        since release: ReleaseVersion? = nil,
        choosing options: ChoiceOptions? = nil
    ) throws(Failure) {
        let observed = node.observed
        let choice = try options?.choice(under: policy) ?? .everything
        let examination = try Run.planned(
            on: node,
            under: policy,
            since: release,
            choosing: choice,
            holds: observed.holdsOutlivingApply(of: choice),
            after: observed.report
        )
        isAllMet = examination.isAllChosenMet
        answer = PlanAnswer(
            plan: examination.plan,
            findings: examination.findings,
            leftAlone: examination.leftAlone,
            originals: observed.originals,
            moment: examination.moment,
            settings: examination.inForce.settings,
            since: release,
            next: observed.isMachine ? "sudo nodekeel apply\(options?.text ?? "")" : nil
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

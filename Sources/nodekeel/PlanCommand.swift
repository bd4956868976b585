import Agent
import ArgumentParser
import Node
import Reporting
import Tuning

struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show every write that apply would make, and why; change nothing.",
        discussion: "Exit status: 0 if there is nothing to do, 2 if something is not as it should be."
    )

    @ParentCommand var nodekeel: Nodekeel
    @OptionGroup var options: GlobalOptions
    @OptionGroup var choiceOptions: ChoiceOptions

    @Option(
        help: ArgumentHelp(
            "Plan for a node that is elsewhere, from its `facts --format json`.",
            valueName: "file"
        )
    )
    var facts: String?

    @Option(
        help: ArgumentHelp(
            "Show only what this nodekeel asks otherwise than a release before it.",
            valueName: "version"
        )
    )
    var since: String?

    func run() throws {
        let options = try options.over(nodekeel.options)
        let node = try options.node()
        let policy = try options.readPolicy(of: node)
        let release = try release()
        if let facts {
            let elsewhere = try NodeCapture.read(facts).node(file: facts)
            let plan = try ElsewherePlan(elsewhere, under: policy, since: release, choosing: choiceOptions)
            try options.print(plan.answer)
            guard plan.isAllMet else { throw NotAllMet() }
            return
        }
        let choice = try choiceOptions.choice(under: policy)
        let ledger = try Ledger.read(of: node)
        let previous = LastReport.readFindings(of: node)
        let examination = try Run.planned(
            on: node,
            under: policy,
            since: release,
            choosing: choice,
            holds: ledger.holdsOutlivingApply(of: choice, at: node.moment),
            after: previous
        )
        let seen = (previous?.findings(in: examination.moment.boot) ?? []) + examination.findings
        try options.print(
            PlanAnswer(
                plan: examination.plan,
                findings: examination.findings,
                leftAlone: examination.leftAlone,
                originals: ledger.originals.seen(in: seen, at: examination.moment),
                edits: node.partialEdits(by: examination.plan),
                moment: examination.moment,
                settings: examination.inForce.settings,
                since: release,
                restarts: [RestartLine](
                    of: examination.unitsAwaitingRestart,
                    editing: examination.manifests,
                    under: examination.inForce.policy,
                    on: node,
                    at: examination.moment
                ),
                next: node.root.isMachine ? "sudo nodekeel apply\(choiceOptions.text)" : nil
            )
        )
        guard examination.isAllChosenMet else { throw NotAllMet() }
    }

    private func release() throws(Failure) -> ReleaseVersion? {
        guard let since else { return nil }
        let known = ReleaseVersion.first...ReleaseVersion.current
        guard let version = ReleaseVersion(since), known.contains(version) else {
            let range = "\(known.lowerBound) to \(known.upperBound)"
            throw Failure("nodekeel: '\(since.escaped())' is no release that this nodekeel knows: \(range)")
        }
        return version
    }
}

extension Run {
    /// An examination to plan from, with past quarrels forgiven.
    ///
    /// - Parameters:
    ///   - release: the release from which only differences are wanted, whatever release policy stays with.
    ///   - choice: the settings that may be written.
    static func planned(
        on node: Place,
        under policy: ReadPolicy,
        since release: ReleaseVersion?,
        choosing choice: Choice,
        holds: [Hold],
        after previous: Report?
    ) throws(Failure) -> Examination {
        let previous = previous?.forgiven(choice)
        func examined(_ policy: ReadPolicy) throws(Failure) -> Examination {
            try Run(on: node, under: policy, choosing: choice).examined(holds: holds, after: previous)
        }
        guard let release else { return try examined(policy) }
        let earlier = try examined(policy.staying(with: release))
        return try examined(policy.staying(with: nil)).differences(from: earlier)
    }
}

import Agent
import ArgumentParser
import Node
import Reporting
import Tuning

struct ApplyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Make the writes that plan shows; every original is kept for revert.",
        discussion: """
            Exit status: 0 if everything that policy enforces holds, 2 if something does not. What is only observed \
            is shown and does not count, nor is what --only or --skip leaves out.
            """
    )

    @ParentCommand var nodekeel: Nodekeel
    @OptionGroup var options: GlobalOptions
    @OptionGroup var choiceOptions: ChoiceOptions

    @Flag(help: "Leave settings that were reverted as they are; apply by hand takes them up again.")
    var atBoot = false

    @Option(
        help: ArgumentHelp(
            "Undo everything after this time, such as 60s, unless `nodekeel confirm` finds the node well.",
            valueName: "time"
        )
    )
    var confirmWithin: String?

    func run() throws {
        let options = try options.over(nodekeel.options)
        let node = try options.machine()
        let policy = try options.readPolicy(of: node)
        let choice = try choiceOptions.choice(under: policy)
        let run = Run(on: node, under: policy, choosing: choice)
        let seconds = try trialSeconds()
        if seconds != nil { try TrialWatch.check(node) }
        let lock = try NodeLock.take(of: node)
        var ledger = try Ledger.read(of: node)
        if atBoot { undoTrial(on: node, ledger: &ledger, holding: lock) } else { try TrialWatch.checkNone(node) }
        let last = LastReport.readFindings(of: node)
        let previous = atBoot ? last : last?.forgiven(choice)
        let now = node.moment
        let examination = try run.examined(
            holds: atBoot ? ledger.holds(at: now) : ledger.holdsOutlivingApply(of: choice, at: now),
            after: previous
        )
        let trial: Trial? =
            if let seconds, !examination.plan.isEmpty {
                Trial(
                    of: examination.plan,
                    beside: ledger.originals,
                    gates: TrialWatch.gates(of: policy.policy, on: node, kubelet: examination.facts.kubelet?.healthz),
                    at: node.moment,
                    seconds: seconds
                )
            } else {
                nil
            }
        let isEnded: (Hold) -> Bool = { !atBoot && $0.endsByApply(of: choice) }
        let applied: Applied
        do throws(LedgerError) {
            if let trial {
                applied = try run.apply(
                    examination,
                    onTrial: trial,
                    ledger: &ledger,
                    after: previous,
                    ending: isEnded,
                    holding: lock
                )
            } else {
                applied = try run.apply(
                    examination,
                    ledger: &ledger,
                    after: previous,
                    ending: isEnded,
                    holding: lock
                )
            }
        } catch {
            throw Failure(error, advice: "Nothing was changed.")
        }
        Telling.byCommand.tell(applied.events)
        Telling.byCommand.tell(.summary(applied.report))
        do {
            try LastReport.write(applied.report, on: node)
        } catch {
            Terminal.complain("nodekeel: \(error); status will not know of this run")
        }
        let left = trial?.secondsLeft(at: node.moment)
        if let trial, let left { Telling.byCommand.tell(.trialBegun(trial.settings, seconds: left)) }
        try options.print(
            ApplyAnswer(report: applied.report, settings: examination.inForce.settings),
            afterwards: left.map {
                "What was asked for was done, and is undone in \($0) s unless 'nodekeel confirm' keeps it."
            } ?? Terminal.changeMade
        )
        if let trial {
            _ = consume lock
            var watch = TrialWatch(node: node, trial: trial, kubelet: examination.facts.kubelet?.healthz)
            guard try watch.wait() else {
                Terminal.complain("nodekeel: nobody confirmed it in time, and it was undone; see 'nodekeel status'")
                throw NotAllMet()
            }
            Terminal.complain("confirmed")
        }
        guard applied.report.isAllEnforcedMet else { throw NotAllMet() }
    }

    /// How long what is written is on trial; nil for for good.
    private func trialSeconds() throws(Failure) -> Int64? {
        guard let confirmWithin else { return nil }
        guard let seconds = DurationText.seconds(in: confirmWithin), Trial.lengths.contains(seconds), !atBoot else {
            throw Failure(
                "nodekeel: --confirm-within takes a time from 5s to 1h such as 60s, and is for an apply by hand;"
                    + " this is '\(confirmWithin.escaped())'"
            )
        }
        return seconds
    }

    /// Undoes what was on trial when the node went down: nobody will confirm it.
    private func undoTrial(on node: Node, ledger: inout Ledger, holding lock: borrowing NodeLock) {
        let trial: Trial
        let outcomes: [CarriedOut]
        do throws(LedgerError) {
            guard let open = try Trial.open(on: node) else { return }
            trial = open
            outcomes = try Undoing(trial).carryOut(on: node, ledger: &ledger, holding: lock)
        } catch {
            // The node has to come up; the service tells the same at each of its starts, and 'doctor' what to do.
            Terminal.complain("nodekeel: what was on trial is not undone: \(error)")
            return
        }
        let failures = outcomes.count { $0.outcome != .applied }
        let isOfThisBoot = trial.boot == node.moment.boot
        let reason =
            "\(isOfThisBoot ? "it was applied as at boot" : "the node started again") before anybody confirmed it"
        Telling.byCommand.tell(.trialUndone(trial.settings, failures: failures, because: reason))
    }
}

import Agent
import ArgumentParser
import Glibc
import Node
import Reporting
import Tuning

struct ConfirmCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "confirm",
        abstract: "Keep what `apply --confirm-within` wrote, if the node is well.",
        discussion: """
            Looks at the health gates of policy ('confirm'), or where it names none at the kubelet and the default route \
            as far as they were well before the apply: if one of them is not well, nothing is confirmed, and what was \
            written is undone when its time is over.

            Exit status: 0 if it is kept, 2 if a gate is not well.
            """
    )

    @ParentCommand var nodekeel: Nodekeel
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let options = try options.over(nodekeel.options, answering: [.text])
        let node = try options.machine()
        let kubelet = node.facts(in: Cluster()).kubelet?.healthz
        let lock = try NodeLock.take(of: node)
        guard let trial = try Trial.opened(on: node) else {
            throw Failure("nodekeel: nothing waits to be confirmed; 'nodekeel status' says how the node stands")
        }
        let objections = node.objections(of: trial.gates, kubelet: kubelet)
        guard objections.isEmpty else {
            let left = trial.secondsLeft(at: node.moment)
            for objection in objections { Terminal.complain("nodekeel: not well: \(objection.escaped())") }
            Terminal.complain(
                "nodekeel: not confirmed; what was written is undone in \(left) s. Mend it and confirm again."
            )
            throw NotAllMet()
        }
        do {
            try Trial.end(on: node, holding: lock)
        } catch {
            throw Failure(error)
        }
        Telling.byCommand.tell(.trialConfirmed(trial.settings, gates: trial.gates))
        let names = trial.settings.map { $0.rawValue.escaped() }.joined(separator: ", ")
        try Terminal.print("confirmed: \(names)\n", afterwards: Terminal.changeMade)
    }
}

extension Trial {
    /// The trial that is open, for a command.
    static func opened(on node: Node) throws(Failure) -> Trial? {
        do {
            return try Trial.open(on: node)
        } catch {
            let advice =
                geteuid() == 0
                ? "What was tried is not undone until that file can be read; 'nodekeel doctor' says what is wrong with it."
                : "The ledger and its neighbours are for root to read: run it with sudo."
            throw Failure(error, advice: advice)
        }
    }
}

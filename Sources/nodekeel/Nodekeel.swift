import ArgumentParser
import Glibc
import Tuning

/// The command line.
@main
struct Nodekeel: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nodekeel",
        abstract: "Keep a Kubernetes node tuned.",
        discussion: """
            nodekeel reads what the node is, decides from that and from /etc/nodekeel/policy.yaml what each tunable \
            should be, shows the plan, applies it, and tells when something drifts. The service nodekeeld does the \
            same again and again. Start with `nodekeel plan`: it only reads.

            Exit status: 0 all is as it should be, 1 nodekeel could not run, 2 something is not as it should be.
            """,
        version: "nodekeel \(nodekeelVersion)",
        subcommands: [
            FactsCommand.self, PolicyCommand.self, ProfileCommand.self, PlanCommand.self, ApplyCommand.self,
            ConfirmCommand.self,
            CheckCommand.self, AuditCommand.self, FleetCommand.self, DoctorCommand.self, ExplainCommand.self,
            WritersCommand.self, ProbeCommand.self,
            AdoptCommand.self,
            StatusCommand.self,
            RevertCommand.self,
            HoldCommand.self,
            ReleaseCommand.self,
        ]
    )

    @OptionGroup var options: GlobalOptions

    /// Parses, runs, and ends with the exit status of DESIGN: the parser's own statuses are not ours.
    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let verdict as NotAllMet {
            Glibc.exit(verdict.status)
        } catch let failure as Failure {
            Terminal.complain(failure.description)
            Glibc.exit(Failure.status)
        } catch {
            guard exitCode(for: error) != .success else { exit(withError: error) }
            Terminal.complain(fullMessage(for: error))
            Glibc.exit(Failure.status)
        }
    }
}

/// Why a command could not do its work.
struct Failure: Error, CustomStringConvertible {
    /// The exit status of a command that could not run.
    static let status: Int32 = 1
    let description: String

    init(_ description: String) {
        self.description = description
    }

    /// A failure that ends with what to do about it.
    init(_ error: some Error & CustomStringConvertible, advice: String? = nil) {
        description = "nodekeel: \(error.description)" + (advice.map { "\n\($0)" } ?? "")
    }
}

/// The command ran and has answered; something is not as it should be.
struct NotAllMet: Error {
    let status: Int32 = 2
}

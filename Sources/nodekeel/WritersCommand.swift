import Agent
import ArgumentParser
import Node
import Reporting
import Tuning

struct WritersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "writers",
        abstract: "Show who writes the sysctls of this node: process, unit, container, pod.",
        discussion: """
            Without --follow: who wrote what nodekeel keeps, as far as the service has seen it in this boot. With \
            --follow: every write as it happens, until interrupted; writes that the kernel rejects and writes in a \
            pod's own network namespace are shown too, with what the node holds afterwards. It takes root, Linux 5.8 \
            and control groups of version 2, and changes nothing.
            """
    )

    @ParentCommand var nodekeel: Nodekeel
    @OptionGroup var options: GlobalOptions

    @Flag(help: "Show writes as they happen.")
    var follow = false

    @Flag(help: "With --follow: every sysctl, not only those that nodekeel keeps.")
    var all = false

    @Argument(help: ArgumentHelp("Only these sysctls, such as net/core/somaxconn.", valueName: "sysctl"))
    var paths: [String] = []

    func validate() throws {
        if all && !follow { throw ValidationError("--all needs --follow: the service only watches what it keeps.") }
        if all && !paths.isEmpty { throw ValidationError("--all is every sysctl; leave out the others.") }
    }

    func run() throws {
        let options = try options.over(nodekeel.options)
        let chosen = Set(paths.map { $0.hasPrefix("/proc/sys/") ? String($0.dropFirst("/proc/sys/".count)) : $0 })
        guard follow else {
            let writes = LastWriters.read(of: try options.node()).writes
            try options.print(
                WritersAnswer(writes: writes.filter { chosen.isEmpty || chosen.contains($0.path) })
            )
            return
        }
        let node = try options.machine()
        do {
            let paths = all ? nil : chosen.isEmpty ? try keptPaths(of: node, options) : chosen
            var following = try FollowedWrites(of: node, paths)
            while true {
                for answer in try following.next() { try options.printLine(answer) }
            }
        } catch let error as SysctlMonitorError {
            let advice = error == .notPermitted ? "Watching takes root: run it with sudo." : nil
            throw Failure(error, advice: advice)
        } catch let error as SystemError {
            throw Failure(error)
        }
    }

    /// The sysctls that change what nodekeel keeps on this node.
    private func keptPaths(of node: Node, _ options: GlobalOptions) throws -> Set<String> {
        let run = Run(on: node, under: try options.readPolicy(of: node))
        let examination = try run.examined(holds: [], after: nil)
        return Set(examination.findings.flatMap(\.desired.target.knob.sysctls))
    }
}

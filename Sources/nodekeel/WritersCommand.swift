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
        let names = try paths.map(WritersCommand.sysctl)
        guard follow else { return try options.print(WritersCommand.answer(of: names, on: try options.node())) }
        let node = try options.machine()
        for name in names where !node.root.exists("/proc/sys/\(name)") {
            Terminal.complain("nodekeel: '\(name.escaped())' is not there now; a write is shown where and when it is")
        }
        do {
            let paths = all ? nil : names.isEmpty ? try keptPaths(of: node, options) : Set(names.flatMap(\.sysctls))
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

    /// A sysctl that was named.
    private static func sysctl(_ name: String) throws(Failure) -> String {
        do {
            return try KnobPattern.sysctl(named: name)
        } catch {
            throw Failure("nodekeel: '\(name.escaped())': \(error)")
        }
    }

    /// Who wrote these sysctls, or any that are kept, as the service has left it. A write counts that changes one of
    /// them, under whatever name it was made.
    static func answer(of names: [String], on node: Node) throws(Failure) -> WritersAnswer {
        let writes = LastWriters.read(of: node).writes
        let kept = LastReport.read(of: node)?.findings.flatMap(\.desired.target.knob.sysctls) ?? []
        let known = Set(kept + writes.map(\.path))
        for name in names where known.isDisjoint(with: name.sysctls) && !node.root.exists("/proc/sys/\(name)") {
            let meant = nearest(to: name, among: known.sorted()).map { "; did you mean '\($0)'?" } ?? ""
            throw Failure("nodekeel: there is no sysctl '\(name.escaped())' here\(meant)")
        }
        let chosen = Set(names.flatMap(\.sysctls))
        return WritersAnswer(
            writes: writes.filter { chosen.isEmpty || chosen.contains($0.path) },
            named: names,
            notKept: names.filter { known.isDisjoint(with: $0.sysctls) },
            service: ServiceState.service(of: node, at: node.moment)
        )
    }

    /// The sysctls that change what nodekeel keeps on this node.
    private func keptPaths(of node: Node, _ options: GlobalOptions) throws -> Set<String> {
        let run = Run(on: node, under: try options.readPolicy(of: node))
        let examination = try run.examined(holds: [], after: nil)
        return Set(examination.findings.flatMap(\.desired.target.knob.sysctls))
    }
}

extension String {
    /// The sysctls that change the one of this path.
    fileprivate var sysctls: [String] { Knob.sysctl(self).sysctls }
}

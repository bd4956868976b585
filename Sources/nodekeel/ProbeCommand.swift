import ArgumentParser
import Glibc
import Node
import Reporting
import Tuning

struct ProbeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probe",
        abstract: "Measure what facts cannot tell.",
        subcommands: [ProbeDiskCommand.self]
    )

    @ParentCommand var nodekeel: Nodekeel
}

struct ProbeDiskCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disk",
        abstract: "Measure how long a disk takes to make small writes safe, as etcd writes its log.",
        discussion: """
            Writes 22 MiB in pieces of 2300 bytes into a file without a name in the directory, with fdatasync after \
            each, for a minute at most, and says how long those took. etcd wants 99 of 100 below 10 ms. It competes \
            with whatever else is on the disk: where etcd is, it slows the whole cluster down, and takes --yes.

            Exit status: 0 if the disk is fast enough for etcd, 2 if not.
            """
    )

    @ParentCommand var probe: ProbeCommand
    @OptionGroup var options: GlobalOptions

    @Flag(help: "Probe the disk although etcd is on it.")
    var yes = false

    @Argument(help: ArgumentHelp("A directory on the disk.", valueName: "dir"))
    var directory: String

    func run() throws {
        let options = try options.over(probe.nodekeel.options)
        let node = try options.machine()
        let place: Node.ProbePlace
        do {
            place = try node.probePlace(directory)
        } catch {
            throw Failure(error)
        }
        if ["tmpfs", "ramfs"].contains(place.filesystem ?? "") {
            throw Failure("nodekeel: '\(place.directory)' is in memory: there is no disk below it")
        }
        if !place.members.isEmpty {
            let members = place.members.joined(separator: ", ")
            let danger = "nodekeel: etcd (\(members)) is on the same disk: probing it slows the whole cluster down"
            guard yes else { throw Failure("\(danger)\nChoose another time or disk, or say that you mean it: --yes") }
            Terminal.complain(danger)
        }
        let isShown = isatty(STDERR_FILENO) == 1
        do {
            let answer = try node.probeDisk(at: place) { count in
                if isShown { Terminal.show("\rprobing: \(count) of \(SyncProbe.writeLimit) writes") }
                return true
            }
            // The line of progress makes room for the answer.
            if isShown { Terminal.show("\r\u{1B}[K") }
            try options.print(ProbeAnswer(answer))
            guard answer.isFastEnough != false else { throw NotAllMet() }
        } catch let error as SystemError {
            throw Failure(error)
        }
    }
}

import ArgumentParser
import Catalogue
import Glibc
import Node
import Reporting

struct FleetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fleet",
        abstract: "Merge the reports of many nodes into the states that they are in, and show who differs.",
        discussion: """
            A report is what `nodekeel check --format json` or `nodekeel status --format json` printed on a node: each \
            in a file, or one on each line, or all in a directory. `-` reads the standard input.

            Exit status: 0 if all nodes are alike and met, 2 if not, or if a report could not be read.
            """
    )

    @ParentCommand var nodekeel: Nodekeel
    @OptionGroup var options: GlobalOptions

    @Flag(help: "Show what every state has otherwise than the most frequent one.")
    var diff = false

    @Argument(help: ArgumentHelp("Files and directories of reports.", valueName: "file"), completion: .file())
    var paths: [String]

    /// The names of reports in a directory end in one of these.
    private static let suffixes = [".json", ".jsonl", ".ndjson"]
    /// How many reports are read between two looks at the clock.
    private static let progressCount = 500

    func run() throws {
        let options = try options.over(nodekeel.options)
        var fleet = Fleet(settings: catalogue)
        let start = Timer.Clock.monotonic.now
        let isShown = isatty(STDERR_FILENO) == 1
        var count = 0
        for path in paths {
            try read(path, into: &fleet) {
                count += 1
                guard isShown, count % FleetCommand.progressCount == 0 else { return }
                guard Timer.Clock.monotonic.now - start > .seconds(1) else { return }
                Terminal.show("\rreading: \(count) reports")
            }
        }
        if isShown { Terminal.show("\r\u{1B}[K") }
        let answer = FleetAnswer(fleet, showsDifferences: diff)
        try options.print(answer)
        guard answer.isAllAlike else { throw NotAllMet() }
    }

    private func read(_ path: String, into fleet: inout Fleet, progress: () -> Void) throws(Failure) {
        guard path != "-", (try? Root.machine.status(of: path).isDirectory) ?? false else {
            return try readFile(path, into: &fleet, progress: progress)
        }
        let names: [String]
        do {
            names = try Root.machine.names(in: path)
        } catch {
            throw Failure(error)
        }
        for name in names where FleetCommand.suffixes.contains(where: name.hasSuffix) {
            try readFile("\(path)/\(name)", into: &fleet, progress: progress)
        }
    }

    /// Reads all reports of a file; the first of a file is named by it, the others by their lines.
    private func readFile(_ path: String, into fleet: inout Fleet, progress: () -> Void) throws(Failure) {
        do throws(SystemError) {
            var stream = try ObjectStream(path)
            var isEmpty = true
            while let (line, bytes) = try stream.next() {
                guard fleet.nodeCount < Fleet.nodeLimit else {
                    throw SystemError(
                        operation: "take more than \(Fleet.nodeLimit) reports from",
                        object: path,
                        errno: E2BIG
                    )
                }
                let place = isEmpty ? path : "\(path):\(line)"
                fleet.add(bytes, named: isEmpty ? nodeName(path) : place, from: place)
                isEmpty = false
                progress()
            }
            if isEmpty { fleet.addUnreadable(path, because: "it is empty") }
        } catch {
            guard error.errno != E2BIG else { throw Failure(error) }
            fleet.addUnreadable(path, because: error.reason)
        }
    }

    /// The name of a file without its directory and its ending.
    private func nodeName(_ path: String) -> String {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let suffix = FleetCommand.suffixes.first(where: name.hasSuffix) ?? ""
        return String(name.dropLast(suffix.count))
    }
}

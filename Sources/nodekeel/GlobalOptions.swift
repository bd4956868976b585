import Agent
import ArgumentParser
import Catalogue
import Documents
import Glibc
import Node
import Reporting
import Tuning

/// The options that every command has, before its name or after it.
struct GlobalOptions: ParsableArguments {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, sarif
    }

    @Option(help: ArgumentHelp("Read a captured tree of /proc, /sys, /etc and /var.", valueName: "dir"))
    var root: String?

    @Option(help: ArgumentHelp("Use this policy file in place of those in /etc/nodekeel.", valueName: "file"))
    var policy: String?

    @Option(help: "Answer as text, as JSON, or, an audit, as SARIF.")
    var format: Format?

    /// These options where they are given, else those given before the command's name.
    ///
    /// - Parameter formats: what the command can answer in.
    func over(_ earlier: GlobalOptions, answering formats: [Format] = [.text, .json]) throws(Failure) -> GlobalOptions {
        var options = self
        options.root = root ?? earlier.root
        options.policy = policy ?? earlier.policy
        options.format = format ?? earlier.format
        if let format = options.format, !formats.contains(format) {
            guard formats.count > 1 else {
                throw Failure("nodekeel: this command answers as text alone; leave out --format \(format.rawValue)")
            }
            throw Failure("nodekeel: only 'nodekeel audit' answers as \(format.rawValue); use --format text or json")
        }
        return options
    }

    /// The node to read.
    func node() throws(Failure) -> Node {
        let node: Node
        do {
            node = Node(root: try Root(at: root ?? "/"))
        } catch {
            throw Failure(error)
        }
        if let root, let objection = node.captureObjection {
            throw Failure("nodekeel: '\(root.escaped())' is no captured tree: \(objection)")
        }
        if let objection = node.namespaceObjection { throw Failure("nodekeel: \(objection)") }
        return node
    }

    /// The machine itself, to change it: a captured tree is only read.
    func machine() throws(Failure) -> Node {
        guard root == nil || root == "/" else {
            throw Failure("nodekeel: only the machine itself is changed; leave out --root")
        }
        return try node()
    }

    /// The policy that is in force on a node, or that of `--policy`.
    func readPolicy(of node: Node) throws(Failure) -> ReadPolicy {
        do {
            return if let policy { try ReadPolicy(file: policy) } else { try ReadPolicy(of: node) }
        } catch {
            throw Failure(error)
        }
    }

    /// Prints an answer in the format asked for.
    ///
    /// - Parameter done: What the command has done to the node by now.
    func print(_ answer: some Answer, afterwards done: String? = nil) throws(Failure) {
        switch format ?? .text {
        case .text: try Terminal.print(answer.text(in: Terminal.style), afterwards: done)
        case .json:
            try Terminal.print(json(of: answer, layout: .pretty), afterwards: done)
        case .sarif: preconditionFailure("only an audit can be a log, and prints it itself")
        }
    }

    private func json(of answer: some Answer, layout: JSON.Layout) throws(Failure) -> String {
        do {
            return try answer.json(layout: layout)
        } catch {
            throw Failure(error)
        }
    }
}

extension Failure {
    /// A policy that cannot be used: its problems, each on its line with the formula below it.
    init(_ error: PolicyError) {
        let lines = error.description.split(separator: "\n", omittingEmptySubsequences: false)
        let text = lines.map { $0.escaped(limit: 1_000) }.joined(separator: "\n")
        self.init("\(text)\nnodekeel: the policy cannot be used; nothing was changed")
    }
}

extension Run {
    /// An examination, for a command.
    func examined(holds: [Hold], after previous: Report?) throws(Failure) -> Examination {
        do {
            return try examine(holds: holds, after: previous)
        } catch {
            throw Failure(error)
        }
    }
}

extension GlobalOptions {
    /// Prints one of many answers: in JSON, each on a line of its own.
    func printLine(_ answer: some Answer) throws(Failure) {
        guard format == .json else { return try print(answer) }
        try Terminal.print(json(of: answer, layout: .compact))
    }
}

extension Ledger {
    /// The ledger of a node, for a command.
    static func read(of node: Node) throws(Failure) -> Ledger {
        do {
            return try Ledger(of: node)
        } catch {
            let advice =
                geteuid() == 0
                ? "Nothing is written without it: the originals in it would be lost. See nodekeel(1)."
                : "The ledger is for root to read: run it with sudo."
            throw Failure(error, advice: advice)
        }
    }
}

extension NodeLock {
    /// The lock of a node, for a command.
    static func take(of node: Node) throws(Failure) -> NodeLock {
        do {
            return try NodeLock(of: node.root)
        } catch {
            let advice =
                error.isPermission
                ? "Changing a node takes root: run it with sudo."
                : "Another nodekeel is writing; try again in a moment."
            throw Failure(error, advice: advice)
        }
    }
}

extension Telling {
    /// Entries of the command line; where there is no journal, the answer on the terminal is enough.
    static let byCommand = Telling(as: "nodekeel")
}

import Agent
import Glibc
import Node
import Tuning

/// The service: check again and again, woken by events and by a timer; where policy says enforce, apply.
@main
struct Nodekeeld {
    static func main() {
        switch CommandLine.arguments.dropFirst().first {
        case nil: break
        case "--version":
            print("nodekeeld \(nodekeelVersion)")
            return
        case let other?:
            complain("nodekeeld: '\(other)' is not known; only --version is. Policy is in \(ReadPolicy.path).")
            exit(1)
        }
        let node = Node(root: .machine)
        if let objection = node.namespaceObjection {
            complain("nodekeeld: \(objection)")
            exit(1)
        }
        do {
            var service = try Service(of: node)
            try service.run()
        } catch {
            complain("nodekeeld: \(error.description)")
            exit(1)
        }
    }

    /// Says something where the journal or a terminal finds it.
    static func complain(_ text: String) {
        let line = Array("\(text)\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
    }
}

import ArgumentParser
import Glibc
import Node
import Testing

@testable import nodekeel

/// A machine to give commands about, in a directory of its own that is taken away with it.
final class CommandNode {
    let path: String
    let node: Node

    /// Files by their paths below the root.
    init(_ files: [String: String]) throws {
        var template = Array("/tmp/nodekeel-test-XXXXXX".utf8CString)
        path = try #require(mkdtemp(&template).map { String(cString: $0) })
        node = Node(root: try Root(at: path))
        for (name, content) in files {
            let directory = name.split(separator: "/").dropLast().joined(separator: "/")
            try #require(system("mkdir -p '\(path)/\(directory)'") == 0)
            let file = try #require(fopen("\(path)/\(name)", "w"))
            defer { fclose(file) }
            _ = content.withCString { fwrite($0, 1, strlen($0), file) }
        }
    }

    deinit { _ = system("rm -r '\(path)'") }

    /// Why a command about it could not run.
    func failure(of arguments: [String]) -> String? {
        do {
            var command = try Nodekeel.parseAsRoot(["--root", path] + arguments)
            try command.run()
            return nil
        } catch {
            return "\(error)"
        }
    }
}

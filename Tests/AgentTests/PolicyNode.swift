import Agent
import Glibc
import Node
import Testing
import Tuning

/// A node with policy files and whatever else is needed, in a directory of its own.
final class PolicyNode {
    let path: String
    let node: Node

    /// Files by their names below `/etc/nodekeel`, or from the root where they begin with a slash.
    init(_ files: [String: String]) throws {
        var template = Array("/tmp/nodekeel-test-XXXXXX".utf8CString)
        path = try #require(mkdtemp(&template).map { String(cString: $0) })
        node = Node(root: try Root(at: path))
        for (name, content) in files {
            try write(name.hasPrefix("/") ? name : "/etc/nodekeel/\(name)", content)
        }
    }

    deinit {
        _ = remove(path)
    }

    /// Writes a file, with the directories above it.
    func write(_ name: String, _ content: String) throws {
        var directory = path
        for part in name.split(separator: "/").dropLast() {
            directory += "/\(part)"
            mkdir(directory, 0o755)
        }
        let file = try #require(fopen("\(path)\(name)", "w"))
        defer { fclose(file) }
        _ = content.withCString { fwrite($0, 1, strlen($0), file) }
    }

    private func remove(_ path: String) -> Int32 {
        var status = stat()
        guard lstat(path, &status) == 0 else { return -1 }
        guard status.st_mode & S_IFMT == S_IFDIR, let directory = opendir(path) else { return unlink(path) }
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { _ = remove("\(path)/\(name)") }
        }
        closedir(directory)
        return rmdir(path)
    }
}

/// What is wrong with a policy, each problem in one line that begins with its line in the file.
func problems(in policy: String, _ files: [String: String] = [:]) throws -> [String] {
    let scratch = try PolicyNode(files.merging(["policy.yaml": policy]) { first, _ in first })
    do {
        _ = try ReadPolicy(of: scratch.node)
        return []
    } catch {
        return error.problems.map { problem in
            let text = problem.description
            let prefix = "/etc/nodekeel/policy.yaml:"
            return text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
        }
    }
}

extension ReadPolicy {
    /// The policy on a node with these facts, where every path stands for itself.
    func inForce(on facts: Facts) throws(PolicyError) -> PolicyInForce {
        try inForce(on: facts) { pattern in .knobs([pattern.knob(pattern.parts.joined(separator: "/"))]) }
    }
}

extension Facts {
    /// A node of so many CPUs.
    static func cpus(_ count: Int64) -> Facts {
        var facts = Facts()
        facts.cpus = count
        return facts
    }
}

import Glibc
import Node
import Testing

/// A node whose tree is a directory of its own, taken away with it.
final class ScratchNode {
    let path: String
    let node: Node

    init(_ files: [String: String] = [:]) throws {
        var template = Array("/tmp/nodekeel-test-XXXXXX".utf8CString)
        path = try #require(mkdtemp(&template).map { String(cString: $0) })
        node = Node(root: try Root(at: path))
        for (name, content) in files { try write(name, content) }
    }

    deinit {
        _ = remove(path)
    }

    /// Writes a file of the tree, with the directories above it.
    func write(_ name: String, _ content: String) throws {
        var directory = path
        for part in name.split(separator: "/").dropLast() {
            directory += "/\(part)"
            mkdir(directory, 0o755)
        }
        let file = try #require(fopen("\(path)/\(name)", "w"))
        defer { fclose(file) }
        _ = content.withCString { fwrite($0, 1, strlen($0), file) }
    }

    /// The content of a file of the tree; nil if it is not there.
    func content(of name: String) -> String? {
        try? node.root.text(of: "/\(name)")
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

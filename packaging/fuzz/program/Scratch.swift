import Glibc
import Node

/// A tree of a node in memory, which an input fills and the next one finds empty again.
struct Scratch: Sendable {
    /// Where it stands: `--scratch=DIRECTORY`, which whoever starts the fuzzer takes away; or a directory of its own.
    static let tree: Scratch = {
        if let given = CommandLine.value(of: "--scratch=") { return Scratch(path: given) }
        var template = Array("/dev/shm/nodekeel-fuzz-XXXXXX".utf8CString)
        guard let path = mkdtemp(&template).map({ String(cString: $0) }) else { fatalError("no directory in /dev/shm") }
        return Scratch(path: path)
    }()

    let path: String
    let node: Node

    private init(path: String) {
        self.path = path
        node = Node(root: required("the scratch tree is there") { try Root(at: path) })
        for directory in ["var/lib/nodekeel", "run/nodekeel"] { makeDirectories(to: "\(directory)/x") }
    }

    /// Writes a file by its path below the tree, with the directories above it.
    func write(_ name: String, _ bytes: [UInt8]) {
        let number = file(name)
        guard number >= 0 else { return }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(number, $0.baseAddress, $0.count) }
            guard count > 0 else { fatalError("cannot write '\(name)': \(errno)") }
            rest = rest.dropFirst(count)
        }
        close(number)
    }

    private func file(_ name: String) -> Int32 {
        let number = open("\(path)/\(name)", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard number < 0, errno == ENOENT else { return number }
        makeDirectories(to: name)
        return open("\(path)/\(name)", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o644)
    }

    /// Makes a symbolic link in the tree.
    func link(_ name: String, to target: String) {
        makeDirectories(to: name)
        symlink(target, "\(path)/\(name)")
    }

    /// Takes a file or link away, and leaves the directories.
    func remove(_ name: String) {
        unlink("\(path)/\(name)")
    }

    private func makeDirectories(to name: String) {
        var directory = path
        for part in name.split(separator: "/").dropLast() {
            directory += "/\(part)"
            mkdir(directory, 0o755)
        }
    }
}

extension Scratch {
    /// Fills the tree with the files of an input, hands it over, and empties it.
    ///
    /// Each part begins with a line that is a path below the tree; `path -> target` makes a link and has no content.
    /// Paths that do not begin with one of `prefixes`, or could leave the tree, are passed over.
    func with(_ parts: [[UInt8]], below prefixes: [String], _ body: () -> Void) {
        var names: [String] = []
        for part in parts.prefix(Scratch.fileLimit) {
            var input = Input(part)
            let words = input.text().split(separator: " ").map(String.init)
            guard let name = words.first, Scratch.isInside(name), prefixes.contains(where: name.hasPrefix) else {
                continue
            }
            if words.count == 3, words[1] == "->" {
                link(name, to: words[2])
            } else {
                write(name, Array(input.rest))
            }
            names.append(name)
        }
        body()
        for name in names { remove(name) }
    }

    /// The most files of one input.
    private static let fileLimit = 64
    /// How deep they may stand, and how long their names may be: the tree is emptied of files only.
    private static let depthLimit = 10
    private static let nameLimit = 48

    private static func isInside(_ name: String) -> Bool {
        let names = name.split(separator: "/", omittingEmptySubsequences: false)
        return names.count <= depthLimit
            && names.allSatisfy { part in
                !part.isEmpty && part != "." && part != ".." && part.utf8.count <= nameLimit
                    && part.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
            }
    }
}

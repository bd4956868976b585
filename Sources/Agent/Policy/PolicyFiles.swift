public import Node

/// The files that the policy of a node is read from, as the filesystem has them: while they stay so, it says the same.
public struct PolicyFiles: Equatable, Sendable {
    private var files: [String: FileStatus] = [:]

    /// The files as they are now; to be taken before the policy is read, so that what is written meanwhile is another.
    public init(of node: Node) {
        for path in [ReadPolicy.home, ReadPolicy.path] { files[path] = try? node.root.status(of: path) }
        for directory in [ReadPolicy.directory, ReadPolicy.profileDirectory] {
            files[directory] = try? node.root.status(of: directory)
            for name in (try? node.root.names(in: directory)) ?? [] where name.hasSuffix(".yaml") {
                let path = "\(directory)/\(name)"
                files[path] = try? node.root.status(of: path)
            }
        }
    }
}

/// The machine, or a captured tree of one. The only thing that reads and writes knobs.
public struct Node: Sendable {
    /// The tree in which every path is read and written.
    public let root: Root

    /// The node whose files stand below `root`.
    public init(root: Root) {
        self.root = root
    }

    /// What the node is called; nil where a captured tree does not say.
    public var hostName: String? { root.line(of: "/proc/sys/kernel/hostname") }
}

/// What a document may cost to read; over any of these it is refused, with the place.
public struct DocumentLimits: Sendable, Hashable {
    /// The most bytes of text.
    public var byteCount: Int

    /// The most nodes of a tree: scalars, keys and collections, those behind every YAML alias counted each time.
    public var nodeCount: Int

    /// The most collections inside one another, at most 256: readers and writers recurse, and a stack is finite.
    public var depth: Int {
        didSet { depth = min(depth, Self.greatestDepth) }
    }

    private static let greatestDepth = 256

    /// Limits; by default 1 MiB (no Kubernetes object is larger: etcd refuses 1.5 MiB), 100,000 nodes, 100 deep.
    public init(byteCount: Int = 1 << 20, nodeCount: Int = 100_000, depth: Int = 100) {
        self.byteCount = byteCount
        self.nodeCount = nodeCount
        self.depth = min(depth, Self.greatestDepth)
    }

    /// Refuses `bytes` if there are too many.
    func check(_ bytes: [UInt8]) throws(DocumentError) {
        guard bytes.count <= byteCount else {
            throw DocumentError(.overLimit, "the text has \(bytes.count) bytes, more than \(byteCount)")
        }
    }
}

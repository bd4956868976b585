/// A file that a kubelet reads its configuration from, decoded.
public struct KubeletFile: Hashable, Sendable {
    /// Its path, as the kubelet sees it.
    public var path: String
    /// What it holds.
    public var document: DecodedValue
    /// The lines, from 1, on which its values stand, by the keys that lead to them.
    public var lines: [[String]: Int64]

    /// A file with what it holds.
    public init(path: String, document: DecodedValue, lines: [[String]: Int64] = [:]) {
        self.path = path
        self.document = document
        self.lines = lines
    }

    /// The place of a value: `/etc/kubernetes/kubelet.conf.d/10-a.conf:3`.
    func place(of path: [String]) -> String {
        lines[path].map { "\(self.path):\($0)" } ?? self.path
    }
}

/// What the directory of drop-ins gives a kubelet, in the order in which it reads it.
public struct KubeletDirectory: Hashable, Sendable {
    /// The drop-ins.
    public var files: [KubeletFile] = []
    /// Why the kubelet gives up on the directory or on a file of it; nil if it does not.
    public var refusal: String?

    /// An empty directory.
    public init() {}
}

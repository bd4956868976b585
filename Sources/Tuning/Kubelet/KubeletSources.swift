/// What a kubelet's next start is computed from: its arguments and the files that they name.
public struct KubeletSources: Hashable, Sendable, Codable {
    /// The program, then its arguments.
    public var arguments: [String]
    /// Where the argument at each place comes from, such as `/etc/default/kubelet:1`; empty if that is not known.
    public var argumentOrigins: [String]
    /// What `--config` names; nil if it is not given.
    public var file: Document?
    /// What `--config-dir` names, in the order in which it is read; nil if it is not given.
    public var dropIns: [Document]?
    /// Why the kubelet gives up on the directory or on a file of it; nil if it does not.
    public var directoryRefusal: String?
    /// Whether `KUBELET_CONFIG_DROPIN_DIR_ALPHA` is set for the kubelet; nil if unknown.
    public var hasDirectoryVariable: Bool?

    /// A file, decoded.
    public struct Document: Hashable, Sendable, Codable {
        /// Its path, as the kubelet sees it.
        public var path: String
        /// What it holds.
        public var content: DecodedValue

        /// A file with what it holds.
        public init(path: String, content: DecodedValue) {
            self.path = path
            self.content = content
        }

        /// The same without the lines of its values.
        public init(_ file: KubeletFile) {
            self.init(path: file.path, content: file.document)
        }

        fileprivate var file: KubeletFile { KubeletFile(path: path, document: content) }
    }

    /// A kubelet that is started with some arguments, the program first.
    public init(arguments: [String], argumentOrigins: [Int: String] = [:]) {
        self.arguments = arguments
        self.argumentOrigins = argumentOrigins.isEmpty ? [] : arguments.indices.map { argumentOrigins[$0] ?? "" }
    }

    /// What this kubelet makes of its files as they are.
    ///
    /// - Throws: ``Refusal`` where it would not even read its command line.
    public func start(on node: KubeletNode, version: String?) throws(Refusal) -> KubeletStart {
        try start(directory(), version: version.flatMap { KubernetesVersion($0) }, on: node)
    }

    /// What this kubelet makes of its files with a fragment in place of the one that is there.
    ///
    /// A directory that is not there would be made for the fragment, and what it holds otherwise is not known.
    ///
    /// - Parameters:
    ///   - fragment: the fragment; nil to leave it away.
    ///   - path: its path in the directory.
    ///   - version: the kubelet's version; nil if unknown.
    ///   - node: what the node is like.
    func start(
        with fragment: KubeletFragment?,
        at path: String,
        version: KubernetesVersion?,
        on node: KubeletNode
    ) throws(Refusal) -> KubeletStart {
        var directory = directory() ?? KubeletDirectory()
        directory.files.removeAll { $0.path == path }
        if let fragment {
            let place = directory.files.firstIndex { KubeletSources.isRead(path, before: $0.path) }
            let file = KubeletFile(path: path, document: fragment.document)
            directory.files.insert(file, at: place ?? directory.files.endIndex)
        }
        let start = try start(directory, version: version, on: node)
        if let refusal = start.refusal { throw Refusal(refusal) }
        return start
    }

    private func start(
        _ directory: KubeletDirectory?,
        version: KubernetesVersion?,
        on node: KubeletNode
    ) throws(Refusal) -> KubeletStart {
        var node = node
        node.hasDirectoryVariable = hasDirectoryVariable
        let origins = argumentOrigins.enumerated().filter { !$0.element.isEmpty }.map { ($0.offset, $0.element) }
        return KubeletStart(
            version: version,
            flags: try KubeletFlags(arguments, version: version),
            sources: Dictionary(origins) { first, _ in first },
            file: file?.file,
            directory: directory,
            node: node
        )
    }

    private func directory() -> KubeletDirectory? {
        dropIns.map { documents in
            var directory = KubeletDirectory()
            directory.files = documents.map(\.file)
            directory.refusal = directoryRefusal
            return directory
        }
    }

    /// Whether a walk over the directory comes to one path before another: name by name, by their bytes.
    static func isRead(_ path: String, before other: String) -> Bool {
        func names(_ path: String) -> [Substring] { path.split(separator: "/") }
        return names(path).lexicographicallyPrecedes(names(other)) { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}

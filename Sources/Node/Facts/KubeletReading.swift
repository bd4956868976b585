import Documents
public import Tuning

extension KubeletFacts {
    /// The kubelet of this node and the configuration it computes at its next start; nil if there is none.
    ///
    /// - Parameters:
    ///   - root: the machine or a captured tree.
    ///   - components: what runs here.
    ///   - cluster: what policy says of the cluster, where the node itself does not tell.
    ///   - node: what the kubelet looks at of the node itself.
    public static func read(
        root: Root,
        components: [Component],
        cluster: Cluster,
        node: KubeletNode
    ) -> KubeletFacts? {
        guard let invocation = KubeletInvocation(among: components, in: root) else {
            return KubeletFacts(carriedAmong: components, cluster: cluster)
        }
        let told = ComponentVersion(of: invocation, declared: cluster.kubernetesVersion, in: root)
        var facts = KubeletFacts()
        facts.version = told?.version.description
        facts.versionSource = told?.source
        facts.pid = invocation.process?.pid
        facts.startTicks = invocation.process?.startTicks
        facts.unit = invocation.unit
        facts.arguments = Array(invocation.arguments.dropFirst())
        facts.flagVariable = invocation.flagVariable
        facts.isDirectoryAwaited = invocation.isDirectoryAwaited
        if let reason = invocation.process?.unreadable {
            facts.unreadable = reason
            return facts
        }
        guard (invocation.arguments.first ?? "kubelet").split(separator: "/").last == "kubelet" else {
            let program = invocation.arguments.first ?? ""
            facts.unreadable = "\(invocation.unit ?? "its unit") starts '\(program)', which is no kubelet"
            return facts
        }
        var node = node
        node.hasDirectoryVariable = invocation.hasDirectoryVariable
        do throws(Refusal) {
            if let path = invocation.missingFile {
                throw Refusal("its unit needs '\(path)', which is not there")
            }
            try facts.start(invocation, told?.version, node, in: root)
        } catch {
            facts.refusal = error.description
        }
        return facts
    }

    private mutating func start(
        _ invocation: KubeletInvocation,
        _ version: KubernetesVersion?,
        _ node: KubeletNode,
        in root: Root
    ) throws(Refusal) {
        var sources = KubeletSources(arguments: invocation.arguments, argumentOrigins: invocation.sources)
        sources.hasDirectoryVariable = invocation.hasDirectoryVariable
        self.sources = sources
        let flags = try KubeletFlags(invocation.arguments, version: version)
        configPath = flags.configPath
        configDirectory = flags.configDirectory
        var file: KubeletFile?
        if let path = flags.configPath.map(invocation.absolute) {
            switch KubeletWalk.read(path, as: path, duplicateKeys: .kept, in: root) {
            case .file(let read):
                file = read
                sources.file = KubeletSources.Document(read)
            case .refused(let reason): throw Refusal(reason)
            case .unreadable(let reason):
                unreadable = reason
                return
            }
        }
        let walk = flags.configDirectory.map { KubeletWalk(invocation.absolute($0), in: root) }
        if let walk {
            dropIns = walk.directory.files.map(\.path)
            unreadable = walk.unreadable
            if unreadable != nil { return }
            sources.take(walk)
            fragment = walk.place.map { place in
                let path = "\(place)/\(KubeletFragment.fileName)"
                return Fragment(path: path, content: KubeletFragment(at: path, in: root))
            }
        }
        self.sources = sources
        let start = KubeletStart(
            version: version,
            flags: flags,
            sources: invocation.sources,
            file: file,
            directory: walk?.directory,
            node: node
        )
        take(start)
        // The values are those that it would have if that were mended.
        let isMade = invocation.isDirectoryMade && configDirectory.map { !root.exists($0) } ?? false
        refusal = (isMade ? nil : walk?.mendableRefusal) ?? refusal
    }

    /// A kubelet that runs inside another program, of which no more than that is told.
    private init?(carriedAmong components: [Component], cluster: Cluster) {
        let carriers = ["k3s", "k3s-server", "k3s-agent", "k0s", "kubelite"]
        guard let process = components.first(where: { carriers.contains($0.name) }) else { return nil }
        self.init()
        carrier = process.name
        pid = process.pid
        startTicks = process.startTicks
        unit = process.unit
        version = cluster.kubernetesVersion
        versionSource = cluster.kubernetesVersion == nil ? nil : "policy's cluster.kubernetesVersion"
        unreadable = "\(process.name) runs it in its own process, with arguments that it makes up itself"
    }
}

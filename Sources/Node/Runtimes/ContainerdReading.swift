import Documents
import Tuning

extension ContainerdFacts {
    /// The packages that bring containerd: Debian's, Docker's.
    private static let packages = ["containerd", "containerd.io"]
    /// The programs that bring and start a containerd of their own.
    private static let carriers = ["k3s", "rke2", "k0s", "microk8s"]

    /// The containerd of a node; nil if there is none. One that dockerd has started for itself is dockerd's.
    static func read(among components: [Component], in root: Root) -> ContainerdFacts? {
        let invocation = RuntimeInvocation(
            of: "containerd",
            unit: "containerd.service",
            among: components,
            in: root,
            where: { $0.unit != DockerFacts.presetUnit }
        )
        guard let invocation else { return nil }
        var facts = ContainerdFacts()
        facts.unit = invocation.unit
        facts.pid = invocation.process?.pid
        facts.startedAt = invocation.startedAt(in: root)
        let program = invocation.process.flatMap { root.link(at: "/proc/\($0.pid)/exe") } ?? "/usr/bin/containerd"
        facts.carrier = carriers.first { (invocation.unit ?? "").hasPrefix($0) || program.contains("/\($0)/") }
        // A program that no package brought has a version of its own.
        if program.hasPrefix("/usr/bin/"), let told = ComponentVersion(packages, in: root) {
            facts.version = told.version.description
            facts.versionSource = told.source
        }
        let arguments = invocation.arguments.map(\.text)
        func flag(_ names: String...) -> String? { names.lazy.compactMap { EtcdStores.flag($0, in: arguments) }.first }
        facts.configPath = flag("config", "c") ?? facts.configPath
        facts.readFiles(in: root)
        if let path = flag("root") {
            facts.root = path
            facts.rootOrigin = "flag --root"
        }
        return facts
    }

    private mutating func readFiles(in root: Root) {
        let reading = ContainerdFiles(startingFrom: configPath, in: root)
        configVersion = reading.files.first?.version
        files = reading.files.map(\.path)
        configModifiedAt = files.compactMap { try? root.status(of: $0).modifiedAt }.max()
        refusal = reading.refusal
        unreadable = reading.unreadable
        if let named = reading.files.compactMap({ $0.table["root"] }).last?.text, named.hasPrefix("/") {
            self.root = named
            rootOrigin = configPath
        }
        registryPath =
            reading.files.flatMap { file in
                [ContainerdFacts.criPlugin, ContainerdFacts.imagesPlugin].compactMap { plugin in
                    file.table["plugins", plugin, "registry", "config_path"]?.text
                }
            }.last
        unreadFiles = reading.unread(besides: configPath, in: root)
        guard let release else { return }
        let newest = ContainerdFacts.newestConfigVersion(of: release)
        for file in reading.files {
            if file.version > newest {
                let reason = "\(file.path) is of version \(file.version), above the \(newest) of containerd \(release)"
                refusal = refusal ?? reason
            } else if file.version < 2, release.major >= 2 {
                refusal = refusal ?? "\(file.path) says no version above 1, which containerd \(release) does not take"
            }
            if release.major < 2 {
                // Each plug-in that a later file names loses what earlier files said of it.
                for plugin in file.plugins { values = values.filter { !$0.key.hasPrefix("\(plugin).") } }
            }
            for (home, entry) in file.entries(for: release) {
                if let home { values[home] = entry } else { misplaced.append(entry) }
            }
        }
    }
}

/// The files of containerd's configuration, in the order in which they are laid over each other.
///
/// sources: containerd v2.3.4 cmd/containerd/server/config/config.go, LoadConfig, resolveImports; v1.6 has the same
private struct ContainerdFiles {
    private(set) var files: [ContainerdFile] = []
    private(set) var refusal: String?
    private(set) var unreadable: String?

    /// The most files that are read: `imports` may lead anywhere.
    private static let fileLimit = 256
    private static let limits = DocumentLimits(byteCount: 1 << 20, nodeCount: 50_000, depth: 32)

    init(startingFrom path: String, in root: Root) {
        guard root.exists(path) else { return }
        var pending = [path]
        var seen: Set<String> = []
        while let next = pending.first {
            pending.removeFirst()
            guard seen.insert(next).inserted else { continue }
            guard files.count < ContainerdFiles.fileLimit else {
                unreadable = "its imports lead to more than \(ContainerdFiles.fileLimit) files"
                return
            }
            do throws(SystemError) {
                let bytes = try root.bytes(of: next, limit: ContainerdFiles.limits.byteCount)
                do {
                    let file = ContainerdFile(path: next, table: try TOML.parse(bytes, limits: ContainerdFiles.limits))
                    if let first = files.first, file.version > first.version {
                        refusal =
                            refusal
                            ?? "\(next) is of version \(file.version), above that of \(first.path), which 2.3 refuses"
                    }
                    files.append(file)
                    pending += file.imports(in: root)
                } catch {
                    refusal = "\(next): \(error)"
                    return
                }
            } catch {
                refusal = "imports lead to '\(next)': \(error.reason)"
                return
            }
        }
    }

    /// The files of `conf.d` that look as if they were read, and are not.
    func unread(besides path: String, in root: Root) -> [String] {
        guard let slash = path.lastIndex(of: "/") else { return [] }
        let directory = "\(path[..<slash])/conf.d"
        let names = ((try? root.names(in: directory)) ?? []).filter { $0.hasSuffix(".toml") }
        let read = Set(files.map(\.path))
        return names.map { "\(directory)/\($0)" }.filter { !read.contains($0) }
    }
}

/// One file of containerd's configuration.
private struct ContainerdFile {
    let path: String
    let table: TOMLTable

    /// The version of its language; a file that says none is of the first.
    var version: Int64 {
        if case .integer(let number)? = table["version"]?.scalar { max(number, 1) } else { 1 }
    }

    /// The plug-ins that it names.
    var plugins: [String] { table["plugins"]?.table.map { Array($0.values.keys) } ?? [] }

    /// The files that it imports: patterns are spread out by name, relative paths begin where it stands.
    func imports(in root: Root) -> [String] {
        guard case .array(let items)? = table["imports"]?.content else { return [] }
        let here = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
        return items.compactMap(\.text).flatMap { named -> [String] in
            let pattern = named.hasPrefix("/") ? named : "\(here)/\(named)"
            guard pattern.contains("*"), let slash = pattern.lastIndex(of: "/") else { return [pattern] }
            let directory = String(pattern[..<slash])
            let name = String(pattern[pattern.index(after: slash)...])
            let names = (try? root.names(in: directory)) ?? []
            return names.filter { Glob.matches($0, pattern: name) }.map { "\(directory)/\($0)" }
        }
    }

    /// The keys about image pulls, and for each its home in a release; nil where that release does not look there.
    func entries(for release: KubernetesVersion) -> [(home: String?, entry: ContainerdFacts.Entry)] {
        let cri = ContainerdFacts.criPlugin
        let images = ContainerdFacts.imagesPlugin
        let isOld = release.major < 2
        let isMigrated = !isOld && version < 3
        func home(_ plugin: String) -> String? {
            switch plugin {
            case cri: isOld ? cri : isMigrated ? images : nil
            case images: isOld ? nil : images
            default: isOld || release.major == 2 && release.minor < 1 ? nil : plugin
            }
        }
        return ContainerdFile.keys.compactMap { key -> (String?, ContainerdFacts.Entry)? in
            // The first language called the plug-in by a short name.
            let plugin = key.plugin == cri && version < 2 ? "cri" : key.plugin
            var node = table["plugins", plugin]
            for step in key.path { node = node?.table?.values[step] }
            guard let node else { return nil }
            let name = key.path.joined(separator: ".")
            let entry = ContainerdFacts.Entry(
                key: "\(key.plugin).\(name)",
                text: ContainerdFile.words(of: node),
                place: "\(path):\(node.position.line)"
            )
            // Until 1.7 two of the keys stood one level further down.
            let flat = home(key.plugin) == cri || key.path.first != "containerd" ? name : key.path.last ?? name
            return (home(key.plugin).map { "\($0).\(flat)" }, entry)
        }
    }

    private static let keys: [(plugin: String, path: [String])] = {
        let common = [
            ["max_concurrent_downloads"], ["image_pull_progress_timeout"], ["image_pull_with_sync_fs"],
            ["registry", "mirrors"], ["registry", "configs"], ["registry", "auths"],
        ]
        let flipping = ["snapshotter", "disable_snapshot_annotations", "discard_unpacked_layers"]
        let old = (common + flipping.map { ["containerd", $0] }).map { (ContainerdFacts.criPlugin, $0) }
        let new = (common + flipping.map { [$0] } + [["use_local_image_pull"]]).map {
            (ContainerdFacts.imagesPlugin, $0)
        }
        return old + new + [(ContainerdFacts.transferPlugin, ["max_concurrent_downloads"])]
    }()

    /// A value in words; of a table only whether it holds anything, since it may hold passwords.
    private static func words(of node: TOMLNode) -> String {
        switch node.content {
        case .scalar(.string(let text)): text
        case .scalar(.integer(let number)): "\(number)"
        case .scalar(.bool(let truth)): "\(truth)"
        case .scalar(.float(let number)): "\(number)"
        case .scalar: ""
        case .time(let text): text
        case .array(let items): items.isEmpty ? "" : "set"
        case .table(let table): table.values.isEmpty ? "" : "set"
        }
    }
}

import Documents
import Tuning

/// The files of containerd's configuration, in the order in which they are laid over each other.
///
/// sources: containerd v2.3.4 cmd/containerd/server/config/config.go, LoadConfig, resolveImports; v1.6 has the same
struct ContainerdFiles {
    private(set) var files: [ContainerdFile] = []
    /// Where nodekeel's own file stands, or would: in the first directory of which all files of its kind are imported.
    private(set) var ownPath: String?
    /// Why containerd would not start with nodekeel's own file, which is left out then: it is written anew.
    private(set) var ownRefusal: String?
    private(set) var refusal: String?
    private(set) var unreadable: String?

    /// The most files that are read: `imports` may lead anywhere.
    static let fileLimit = 256
    private static let limits = DocumentLimits(byteCount: 1 << 20, nodeCount: 50_000, depth: 32)

    /// - Parameter release: the running release, if it is known: before 2.0 a relative pattern began where containerd
    ///   was started, and not where the file stands.
    init(startingFrom path: String, for release: KubernetesVersion?, in root: Root) {
        guard root.exists(path) else { return }
        let isOld = release.map { $0.major < 2 } ?? false
        let takesNewer = release.map { $0.major < 2 || $0.major == 2 && $0.minor < 3 } ?? false
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
                    let table = try TOML.parse(bytes, limits: ContainerdFiles.limits)
                    let file = ContainerdFile(path: next, table: table, hasRelativePatterns: !isOld)
                    if let first = files.first(where: { $0.saidVersion != nil }), file.version > first.version {
                        let reason =
                            "\(next) is of version \(file.version), above that of \(first.path), which 2.3 refuses"
                        if next == ownPath {
                            ownRefusal = reason
                            continue
                        }
                        if !takesNewer { refusal = refusal ?? reason }
                    }
                    files.append(file)
                    pending += file.imports(in: root)
                    ownPath = ownPath ?? file.ownPath
                } catch {
                    if next == ownPath {
                        ownRefusal = "\(next): \(error)"
                        continue
                    }
                    refusal = "\(next): \(error)"
                    return
                }
            } catch {
                refusal = "imports lead to '\(next)': \(error.reason)"
                return
            }
        }
    }

    /// The version of the first file that says one, nodekeel's own aside: 2.3 takes none above it. 1 where none says one;
    /// nil where there is no file.
    ///
    /// sources: containerd v2.3.0 and v2.3.4 cmd/containerd/server/config/config.go, rootConfigVersion
    var version: Int64? {
        let said = files.lazy.filter { $0.path != ownPath }.compactMap(\.saidVersion).first
        return said ?? files.first.map { _ in 1 }
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
struct ContainerdFile {
    let path: String
    let table: TOMLTable
    let hasRelativePatterns: Bool

    /// The version of its language; a file that says none is of the first.
    var version: Int64 { saidVersion ?? 1 }

    /// The version that it says; nil if it says none, as by 0.
    var saidVersion: Int64? {
        if case .integer(let number)? = table["version"]?.scalar, number > 0 { number } else { nil }
    }

    /// The plug-ins that it names.
    var plugins: [String] { table["plugins"]?.table.map { Array($0.values.keys) } ?? [] }

    /// A plug-in that it calls by a short name, as only the first language does; nil if none.
    var shortName: String? { plugins.sorted().first { $0.split(separator: ".").count < 4 } }

    /// The plug-ins that pull images, in the words of later languages, and where it names each.
    var pluginPlaces: [(name: String, place: String)] {
        (table["plugins"]?.table?.values ?? [:]).compactMap { name, node in
            let name = name == "cri" ? ContainerdFacts.criPlugin : name
            return ContainerdFile.plugins.contains(name) ? (name, "\(path):\(node.position.line)") : nil
        }
    }

    private static let plugins = [
        ContainerdFacts.criPlugin, ContainerdFacts.imagesPlugin, ContainerdFacts.transferPlugin,
    ]

    /// The files that it imports: patterns are spread out by name, relative paths begin where it stands.
    func imports(in root: Root) -> [String] {
        patterns.flatMap { $0.contains("*") ? ContainerdFile.paths(matching: $0, in: root) : [$0] }
    }

    /// The paths that a pattern stands for, by name; at most as many as are read.
    private static func paths(matching pattern: String, in root: Root) -> [String] {
        let parts = pattern.split(separator: "/").map(String.init)
        return parts.reduce([""]) { places, part in
            let paths = places.flatMap { place -> [String] in
                guard KnobPattern.isGlob(part) else { return ["\(place)/\(part)"] }
                let names = (try? root.names(in: place.isEmpty ? "/" : place)) ?? []
                return names.filter { Glob.matches($0, pattern: part) }.map { "\(place)/\($0)" }
            }
            return Array(paths.prefix(ContainerdFiles.fileLimit + 1))
        }.filter(root.exists)
    }

    /// Where nodekeel's own file would be imported; nil if nowhere.
    var ownPath: String? {
        patterns.lazy.compactMap { pattern -> String? in
            guard let slash = pattern.lastIndex(of: "/"), !pattern[..<slash].contains("*"), slash != pattern.startIndex
            else { return nil }
            let name = ContainerdFragment.fileName
            let isTaken = Glob.matches(name, pattern: String(pattern[pattern.index(after: slash)...]))
            return isTaken ? "\(pattern[..<slash])/\(name)" : nil
        }.first
    }

    /// What it imports, as absolute paths.
    private var patterns: [String] {
        guard case .array(let items)? = table["imports"]?.content else { return [] }
        let here = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
        return items.compactMap(\.text).map { named in
            let isHere = !named.contains("*") || hasRelativePatterns
            return named.hasPrefix("/") ? named : isHere ? "\(here)/\(named)" : "/\(named)"
        }
    }

    /// The keys about image pulls, and for each its home in a release; nil where that release does not look there.
    ///
    /// - Parameter language: the newest version of all files, by which all of them are read until 1.7.
    func entries(
        for release: KubernetesVersion,
        language: Int64
    ) -> [(home: String?, entry: ContainerdFacts.Entry)] {
        let cri = ContainerdFacts.criPlugin
        let images = ContainerdFacts.imagesPlugin
        let isOld = release.major < 2
        // Until 2.2 a file without a version is renamed to the third language without being moved to it.
        let isMigrated = !isOld && version < 3 && (version == 2 || release.major > 2 || release.minor >= 3)
        func home(_ plugin: String) -> String? {
            switch plugin {
            case cri: isOld ? cri : isMigrated ? images : nil
            case images: isOld ? nil : images
            default: isOld || release.major == 2 && release.minor < 1 ? nil : plugin
            }
        }
        return ContainerdFile.keys.compactMap { key -> (String?, ContainerdFacts.Entry)? in
            // The first language called the plug-in by a short name.
            let plugin = key.plugin == cri && (isOld ? language : version) < 2 ? "cri" : key.plugin
            var node = table["plugins", plugin]
            for step in key.path { node = node?.table?.values[step] }
            guard let node else { return nil }
            let name = key.path.joined(separator: ".")
            let entry = ContainerdFacts.Entry(
                key: "\(key.plugin).\(name)",
                text: ContainerdFile.words(of: node, isCount: key.path.last == "max_concurrent_downloads"),
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

    /// A value in words; of a table only whether it holds anything, since it may hold passwords. What should be a count
    /// and is a text keeps its quotes, since containerd does not take it for one.
    private static func words(of node: TOMLNode, isCount: Bool) -> String {
        switch node.content {
        case .scalar(.string(let text)) where isCount: "\"\(text)\""
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

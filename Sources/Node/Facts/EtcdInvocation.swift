import Documents
import Glibc
import Tuning

/// How an etcd is started: its arguments, and what goes with them.
struct EtcdInvocation {
    /// The program, then its arguments.
    private(set) var arguments: [String] = []
    /// Where the argument at each place comes from; nothing for those of which that is not known.
    private(set) var sources: [Int: String] = [:]
    /// The variables `ETCD_…` that are set for it.
    private(set) var environment: [String: EtcdVariable] = [:]
    /// The directory that relative paths start from.
    private(set) var directory = "/"
    /// Its process; nil if it does not run.
    private(set) var process: Component?
    /// The container of the static pod that it is, with its manifest; nil if it is none.
    private(set) var container: StaticPodDefinition.Container?
    private(set) var manifest: String?
    /// Why its arguments or its variables cannot be read; nil if they can.
    private(set) var hidden: String?
    /// A file without which its unit does not start, and that is not there; nil if none.
    private(set) var missingFile: String?

    /// The most bytes of a configuration file that are read.
    private static let limits = DocumentLimits(byteCount: 1 << 20, nodeCount: 100_000)

    /// A process, with the manifest or the unit that it was started from, which say where its arguments stand.
    init(of process: Component, pod: StaticPodDefinition?, unit: UnitCommand?, in root: Root) {
        self.process = process
        arguments = process.arguments
        directory = root.link(at: "/proc/\(process.pid)/cwd") ?? "/"
        container = pod?.etcd
        manifest = pod?.path
        var known: [(text: String, place: String)] = unit?.arguments.map { ($0.text, $0.place) } ?? []
        if let pod, let container { known = container.arguments.map { ($0.text, "\(pod.path):\($0.line)") } }
        findSources(among: known)
        var variables: [String: String] = [:]
        do throws(SystemError) {
            variables = try root.environment(of: process, prefix: "ETCD_")
        } catch {
            hidden = error.description
        }
        hidden = process.unreadable ?? hidden
        for (name, value) in variables {
            let ofPod = pod.flatMap { pod in
                container?.environment[name].flatMap { $0.text == value ? "\(pod.path):\($0.line)" : nil }
            }
            let ofUnit = unit?.environment[name].flatMap { $0.text == value ? $0.place : nil }
            environment[name] = EtcdVariable(value, place: ofPod ?? ofUnit)
        }
    }

    /// What a static pod would start.
    init(of container: StaticPodDefinition.Container, in manifest: String) {
        self.container = container
        self.manifest = manifest
        arguments = container.arguments.map(\.text)
        for (place, word) in container.arguments.enumerated() { sources[place] = "\(manifest):\(word.line)" }
        environment = container.environment.filter { $0.key.hasPrefix("ETCD_") }
            .mapValues { EtcdVariable($0.text, place: "\(manifest):\($0.line)") }
    }

    /// What a unit would start.
    init(of unit: UnitCommand) {
        arguments = unit.arguments.map(\.text)
        for (place, argument) in unit.arguments.enumerated() { sources[place] = argument.place }
        environment = unit.environment.filter { $0.key.hasPrefix("ETCD_") }
            .mapValues { EtcdVariable($0.text, place: $0.place) }
        directory = unit.directory
        missingFile = unit.missingFile
    }

    /// What a file of variables gives an etcd, wherever that is started from.
    init(variables: [EnvironmentFile.Variable], in path: String) {
        arguments = ["etcd"]
        for variable in variables {
            environment[variable.name] = EtcdVariable(variable.value, place: "\(path):\(variable.line)")
        }
    }

    /// The shell that starts it, where it is declared to be started by one; nil if it is started itself.
    var shell: String? {
        guard process == nil, let container, container.program != "etcd" else { return nil }
        return container.program
    }

    /// Finds each argument in what would be started now; a process that started before a change has others.
    private mutating func findSources(among known: [(text: String, place: String)]) {
        var rest = known[...]
        for (place, text) in arguments.enumerated() {
            guard
                let index = rest.firstIndex(where: { $0.text == text }) ?? known.firstIndex(where: { $0.text == text })
            else { continue }
            sources[place] = known[index].place
            if index >= rest.startIndex { rest = known[(index + 1)...] }
        }
    }

    // MARK: Files

    /// What a path means to this etcd.
    private func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : "\(directory)/\(path)"
    }

    /// What the configuration file at a path is to this etcd.
    enum File {
        case file(EtcdFile)
        /// etcd refuses it, for this reason.
        case refused(String)
        /// It cannot be judged here, for this reason.
        case unreadable(String)
    }

    /// Reads the configuration file at `path`, where this etcd sees it.
    func file(_ path: String, in root: Root) -> File {
        let bytes: [UInt8]
        do throws(SystemError) {
            guard let read = try read(absolute(path), in: root) else {
                return .unreadable("'\(path)' is inside the image of \(manifest ?? "its container")")
            }
            bytes = read
        } catch {
            let isOurs = [EFBIG, EACCES, EPERM, ENOMEM, EMFILE, ENFILE, EAGAIN, ENXIO, ETIMEDOUT].contains(error.errno)
            return isOurs ? .unreadable(error.description) : .refused(error.description)
        }
        switch KubernetesDocument.decode(bytes, limits: EtcdInvocation.limits, isAlwaysYAML: true) {
        case .value(let document):
            let lines = KubernetesDocument.lines(of: bytes, limits: EtcdInvocation.limits)
            return .file(EtcdFile(path: path, document: document, lines: lines))
        case .refused(let reason): return .refused("'\(path)': error converting YAML to JSON: \(reason)")
        case .unreadable(let reason): return .unreadable("'\(path)': \(reason)")
        }
    }

    /// The content of a file that this etcd sees at `path`; nil for one inside an image.
    private func read(_ path: String, in root: Root) throws(SystemError) -> [UInt8]? {
        let limit = EtcdInvocation.limits.byteCount
        let host = container?.hostPath(of: path)
        guard let process else {
            if container != nil, host == nil { return nil }
            return try root.bytes(of: host ?? path, limit: limit)
        }
        if seesItsRoot(process, in: root) || host == nil && !root.mayShareTree(with: process) {
            return try root.bytes(of: path, below: process.root, of: process, limit: limit)
        }
        return try root.bytes(of: host ?? path, below: "/", of: process, limit: limit)
    }

    /// Whether a process's root can be looked into. A captured tree has at best a link there, which leads to the tree
    /// itself.
    private func seesItsRoot(_ process: Component, in root: Root) -> Bool {
        let isLink = root.link(at: process.root) != nil
        return root.isMachine ? isLink : !isLink && root.exists(process.root)
    }

    /// Whether a directory of this etcd's holds a log of its member; nil if it cannot be told.
    ///
    /// - Throws: ``SystemError`` `ETIMEDOUT` where a file system does not answer.
    func hasLog(in directory: String, root: Root) throws(SystemError) -> Bool? {
        let path = absolute(directory)
        let host = container?.hostPath(of: path)
        var places = host.map { [(top: "/", path: $0)] } ?? []
        if let process { places.append((process.root, path)) }
        if container == nil, process.map(root.mayShareTree) ?? true { places.append(("/", path)) }
        for place in places {
            do throws(SystemError) {
                let names =
                    if let process { try root.names(in: place.path, below: place.top, of: process) } else {
                        try root.names(in: place.path)
                    }
                return names.contains { $0.hasSuffix(".wal") }
            } catch {
                if error.errno == ETIMEDOUT { throw error }
            }
        }
        return nil
    }
}

extension StaticPodDefinition {
    /// Its container that is etcd; nil if it has none.
    var etcd: Container? {
        containers.first { $0.program == "etcd" }
            ?? containers.first { ["sh", "bash"].contains($0.program) && $0.imageName == "etcd" }
    }
}

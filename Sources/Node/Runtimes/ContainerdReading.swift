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
        facts.startedAtMilliseconds = (invocation.process?.startTicks).flatMap(root.milliseconds(ofTicks:))
        let program = invocation.process.flatMap { root.link(at: "/proc/\($0.pid)/exe") } ?? "/usr/bin/containerd"
        facts.carrier = carriers.first { (invocation.unit ?? "").hasPrefix($0) || program.contains("/\($0)/") }
        // A program that no package brought has a version of its own.
        if program.hasPrefix("/usr/bin/"), let told = ComponentVersion(packages, in: root) {
            facts.version = told.version.description
            facts.versionSource = told.source
        }
        if let reason = invocation.process?.unreadable {
            facts.unreadable = reason
            return facts
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
        let reading = ContainerdFiles(startingFrom: configPath, for: release, in: root)
        configVersion = reading.version
        files = reading.files.map(\.path)
        changedAtMilliseconds = root.changeTimes(of: files)
        laterThanNow = Root.laterThanNow(changedAtMilliseconds)
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
        fragment = reading.ownPath.map { path in
            var fragment = Fragment(path: path)
            fragment.content = ContainerdFragment(at: path, in: root)
            fragment.refusal = reading.ownRefusal
            return fragment
        }
        guard let release else { return }
        let newest = ContainerdFacts.newestConfigVersion(of: release)
        let language = reading.files.map(\.version).max() ?? 1
        for file in reading.files {
            let isOwn = file.path == fragment?.path
            if file.version > newest {
                let reason = "\(file.path) is of version \(file.version), above the \(newest) of containerd \(release)"
                refusal = refusal ?? reason
            }
            // One that says no version and names no plug-in holds nothing that a language changes.
            let hasLanguage = file.saidVersion != nil || !file.plugins.isEmpty
            if !isOwn, hasLanguage, file.version != configVersion {
                otherVersion = otherVersion ?? "\(file.path) is of version \(file.version)"
            }
            if release.major < 2, language > 1, let name = file.shortName {
                refusal = refusal ?? "\(file.path) names the plug-in '\(name)', whose whole name version 2 wants"
            }
            if release.major < 2 {
                // Each plug-in that a later file names loses what earlier files said of it.
                for plugin in file.plugins {
                    let name = plugin == "cri" ? ContainerdFacts.criPlugin : plugin
                    values = values.filter { !$0.key.hasPrefix("\(name).") }
                }
            }
            for (home, entry) in file.entries(for: release, language: language) {
                guard let home else {
                    misplaced.append(entry)
                    continue
                }
                if isOwn { fragment?.overridden[home] = values[home] }
                values[home] = entry
            }
            guard !isOwn else { continue }
            for plugin in file.pluginPlaces { pluginPlaces[plugin.name] = plugin.place }
        }
    }
}

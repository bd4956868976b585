import Documents
import Systemd
import Tuning

extension DockerFacts {
    /// The packages that bring dockerd: Debian's, Docker's own, Microsoft's.
    private static let packages = ["docker.io", "docker-ce", "moby-engine"]
    /// The most keys that are taken of its file.
    private static let keyLimit = 1_000

    /// Docker's daemon on a node; nil if there is none.
    static func read(among components: [Component], in root: Root) -> DockerFacts? {
        guard
            let invocation = RuntimeInvocation(of: "dockerd", unit: presetUnit, among: components, in: root)
        else { return nil }
        var facts = DockerFacts()
        facts.unit = invocation.unit
        facts.pid = invocation.process?.pid
        facts.startedAt = invocation.startedAt(in: root)
        let told = ComponentVersion(packages, in: root)
        facts.version = told?.version.description
        facts.versionSource = told?.source
        facts.flags = DockerCommandLine(invocation.arguments).flags
        for key in facts.flags.keys where isSecret(key) { facts.flags[key]?.text = "…" }
        let named = facts.flags["config-file"]
        facts.configPath = named?.text ?? presetConfigPath
        facts.readFile(isNamed: named != nil, in: root)
        // Without its flags nobody can tell which keys it would refuse in its file.
        facts.unreadable = invocation.process?.unreadable ?? facts.unreadable
        facts.place()
        facts.findDriver(in: root)
        if root.isMachine, facts.pid != nil { facts.ask() }
        return facts
    }

    /// Whether a value may hold a password or a token, of a proxy or of a log driver: facts are shown, kept and sent
    /// around.
    private static func isSecret(_ key: String) -> Bool {
        key.hasSuffix("-proxy") || key != "features" && DockerOption.named(key)?.kind == .table
    }

    /// What dockerd makes of its file: where it would refuse it, why.
    private mutating func readFile(isNamed: Bool, in root: Root) {
        if let status = try? root.status(of: configPath) {
            hasConfigFile = true
            configModifiedAt = status.modifiedAt
        }
        switch DockerFile.read(configPath, in: root) {
        case .missing:
            if isNamed, !hasConfigFile { refusal = "--config-file names '\(configPath)', which is not there" }
        case .unreadable(let reason): unreadable = reason
        case .members(let members):
            let flat = members.flatMap { DockerFacts.flattened($0) }
            guard flat.count <= DockerFacts.keyLimit else {
                unreadable = "it has more than \(DockerFacts.keyLimit) keys"
                return
            }
            for member in flat { keys[member.key] = DockerFacts.isSecret(member.key) ? "\"…\"" : member.text }
            let (flags, release) = (flags, release)
            refusal = flat.lazy.compactMap { DockerFacts.objection(to: $0, flags: flags, release: release) }.first
        }
    }

    /// dockerd looks at the keys inside an object as if they stood outside, but for objects that are options
    /// themselves.
    private static func flattened(_ member: JSONMember) -> [JSONMember] {
        let kind = DockerOption.named(member.key)?.kind
        guard member.text.hasPrefix("{"), member.key == "proxies" || kind != .table && kind != .any else {
            return [member]
        }
        guard let inner = try? JSON.members(of: Array(member.text.utf8)) else { return [member] }
        return inner.map { JSONMember(key: $0.key, position: member.position, text: $0.text) }
    }

    /// Why dockerd refuses the file for this key; nil if it does not.
    private static func objection(to member: JSONMember, flags: [String: Flag], release: KubernetesVersion?) -> String?
    {
        let key = member.key
        guard DockerOption.isAccepted(key, by: release?.major) else {
            let meant = nearest(to: key, among: DockerOption.all.map(\.key))
            if meant == nil, let release, DockerOption.mayBeNew(in: release) { return nil }
            let words = meant.map { ", perhaps '\($0)' is meant" } ?? ""
            return "dockerd refuses the file: '\(key)' in \(member.position) is no option that it knows\(words)"
        }
        if let flag = flags[key], key != "runtimes" {
            let place = flag.place.map { " in \($0)" } ?? ""
            return "dockerd refuses the file: '\(key)' in \(member.position) is also given by --\(flag.name)\(place)"
        }
        guard let option = DockerOption.named(key), member.text != "null", !option.takes(member.text) else {
            return nil
        }
        let present = isSecret(key) ? "something else" : String(member.text.prefix(40))
        return "dockerd refuses the file: '\(key)' in \(member.position) is \(present), where \(option.wish) is wanted"
    }

    /// Takes what flags and file say of where things are.
    private mutating func place() {
        func text(_ key: String) -> (text: String, origin: String)? {
            if let flag = flags[key] {
                return (flag.text, "flag --\(flag.name)" + (flag.place.map { " in \($0)" } ?? ""))
            }
            return keys[key].map { (Value(jsonText: $0).description, configPath) }
        }
        if let named = text("data-root") ?? text("graph"), named.text.hasPrefix("/") {
            dataRoot = named.text
            dataRootOrigin = named.origin
        }
        if let named = text("storage-driver"), !named.text.isEmpty {
            storageDriver = named.text
            storageDriverOrigin = named.origin
        }
        isLiveRestoring = text("live-restore")?.text == "true"
    }
}

// MARK: - What it works with

extension DockerFacts {
    /// The drivers by what they leave below the data root, in the order in which dockerd prefers what is there already.
    ///
    /// sources: moby docker-v29.7.2 daemon/graphdriver/driver_linux.go; those that were removed last
    private static let drivers = [
        "overlay2", "fuse-overlayfs", "btrfs", "zfs", "vfs", "devicemapper", "aufs", "overlay",
    ]

    /// Where no option names the driver: what it left at its last start, which dockerd takes again.
    private mutating func findDriver(in root: Root) {
        // Releases before 24 take the word for it, and have no such store.
        if release.map({ $0.major >= 24 }) ?? true { isContainerdStore = feature("containerd-snapshotter") }
        guard storageDriver == nil else { return }
        if isContainerdStore == true {
            storageDriver = "overlayfs"
            storageDriverOrigin = "features.containerd-snapshotter in \(configPath)"
            return
        }
        let found = DockerFacts.drivers.first { root.exists("\(dataRoot)/image/\($0)/repositories.json") }
        guard let driver = found ?? DockerFacts.drivers.first(where: { root.exists("\(dataRoot)/image/\($0)") }) else {
            return
        }
        storageDriver = driver
        storageDriverOrigin = "\(dataRoot)/image/\(driver)"
    }

    /// What the file says of a feature; nil if nothing.
    func feature(_ name: String) -> Bool? {
        let features = keys["features"].flatMap { try? JSON.parse(Array($0.utf8)) }
        return if case .bool(let isOn)? = features?[name] { isOn } else { nil }
    }

    /// Asks dockerd itself, which knows best. One that does not answer leaves what the files tell.
    private mutating func ask() {
        guard let socket = try? DockerSocket(of: self) else { return }
        if let told = socket.version.flatMap({ KubernetesVersion($0) }) {
            version = told.description
            versionSource = "dockerd"
        }
        if let information = try? socket.information() {
            if let driver = information.driver {
                storageDriver = driver
                storageDriverOrigin = "dockerd"
                isContainerdStore = information.driverStatus["driver-type"] == "io.containerd.snapshotter.v1"
            }
            if let path = information.dataRoot, path.hasPrefix("/") { dataRoot = path }
            backingFilesystem = information.driverStatus["Backing Filesystem"]
            hasEntryTypes = information.driverStatus["Supports d_type"].map { $0 == "true" }
        }
        lastReload = (try? socket.reloads())?.last
        // Asked only where the file is younger than the process and dockerd remembers no reload.
        guard lastReload == nil, let changed = configModifiedAt, changed > startedAt ?? 0, let unit else { return }
        let bus = try? Bus()
        unitChangedAt = (try? bus?.stateChange(of: unit)) ?? nil
    }
}

extension DockerOption {
    /// Whether Go would read a value into this option's field. Numbers that dockerd counts with may not be negative.
    fileprivate func takes(_ text: String) -> Bool {
        switch kind {
        case .integer: return Int64(text).map { $0 >= 0 || !DockerOption.counts.contains(key) } ?? false
        case .boolean: return text == "true" || text == "false"
        case .text: return text.hasPrefix("\"")
        case .any: return true
        case .list, .table: break
        }
        let value = try? JSON.parse(Array(text.utf8))
        if kind == .list, case .array(let items)? = value { return items.allSatisfy(\.isText) }
        guard kind == .table, case .object(let object)? = value else { return false }
        let values = object.members.map(\.value)
        switch key {
        case "log-opts", "cluster-store-opts": return values.allSatisfy(\.isText)
        case "features": return values.allSatisfy { if case .bool = $0 { true } else { false } }
        default: return true
        }
    }

    private static let counts = [
        "max-concurrent-downloads", "max-concurrent-uploads", "max-download-attempts", "mtu", "network-diagnostic-port",
    ]
}

extension DockerOption {
    /// What it takes, in words.
    fileprivate var wish: String {
        switch (kind, key) {
        case (.integer, _): "a whole number"
        case (.boolean, _): "true or false"
        case (.text, _): "a text"
        case (.list, _): "a list of texts"
        case (.table, "log-opts"), (.table, "cluster-store-opts"): "an object of texts, numbers in quotes too,"
        case (.table, "features"): "an object of true and false"
        case (.table, _): "an object"
        case (.any, _): "a value"
        }
    }
}

extension JSONValue {
    fileprivate var isText: Bool {
        if case .string = self { true } else { self == .null }
    }
}

/// containerd, and what its configuration says of image pulls.
public struct ContainerdFacts: Hashable, Sendable, Codable {
    /// The unit that starts it; nil if none does.
    public var unit: String?
    /// The program that starts it and writes its configuration anew at each start, such as `k3s`; nil if none does.
    public var carrier: String?
    /// Its process; nil if it does not run.
    public var pid: Int64?
    /// When it started, in milliseconds since 1970; nil if it does not run, or that is not known.
    public var startedAtMilliseconds: Int64?
    /// The release, such as `1.6.20`; nil if nothing tells it.
    public var version: String?
    /// What told it.
    public var versionSource: String?
    /// Its configuration file, which need not be there.
    public var configPath = "/etc/containerd/config.toml"
    /// The version of its language, or of the first file that it imports that says one; nil if it is not there.
    public var configVersion: Int64?
    /// The files that it reads, that one first, in the order in which they are laid over each other.
    public var files: [String] = []
    /// When each of them was last changed, in milliseconds since 1970, by path.
    public var changedAtMilliseconds: [String: Int64] = [:]
    /// Those of them that were changed later than it is now by the machine's clock, which was another then: nothing tells
    /// whether they have been read. Nil where there are none.
    public var laterThanNow: [String]?
    /// The drop-in that is nodekeel's, or its place; nil if nothing imports it.
    public var fragment: Fragment?
    /// A file, not nodekeel's, that is of another version than that, with its version; nil if there is none.
    public var otherVersion: String?
    /// Where a file that is not nodekeel's names the plug-ins that pull images, as `FILE:LINE`, by plug-in.
    public var pluginPlaces: [String: String] = [:]
    /// Files in `conf.d` beside the configuration that nothing imports, so that what they say is not read.
    public var unreadFiles: [String] = []
    /// What is said of image pulls, by plug-in and key with a dot between them, in the language of the running release.
    public var values: [String: Entry] = [:]
    /// Keys that stand where the running release does not look for them.
    public var misplaced: [Entry] = []
    /// Why it would not start with these files; nil if it would.
    public var refusal: String?
    /// Why it cannot be told what they say; nil if it can.
    public var unreadable: String?
    /// The directories with a `hosts.toml` for each registry, as the configuration names them; nil for the default.
    public var registryPath: String?
    /// Where images are.
    public var root = "/var/lib/containerd"
    /// What told that.
    public var rootOrigin = "default"

    /// Nothing known.
    public init() {}

    /// nodekeel's own drop-in, or its place.
    public struct Fragment: Hashable, Sendable, Codable {
        /// Its absolute path.
        public var path: String
        /// What it holds of nodekeel; nothing if it is not there.
        public var content = ContainerdFragment(version: nil, [])
        /// What its keys held without it, by plug-in and key as in ``ContainerdFacts/values``.
        public var overridden: [String: Entry] = [:]
        /// Why containerd would not start with it; nil if it would.
        public var refusal: String?

        /// A fragment at a path.
        public init(path: String) {
            self.path = path
        }
    }

    /// A key with its value.
    public struct Entry: Hashable, Sendable, Codable {
        /// The plug-in and the key, as the file has them.
        public var key: String
        /// The value in words; of a table only that it is there.
        public var text: String
        /// Where it stands, as `FILE:LINE`.
        public var place: String

        /// A key.
        public init(key: String, text: String, place: String) {
            self.key = key
            self.text = text
            self.place = place
        }

        /// The file that it stands in.
        public var file: String { String(place[..<(place.lastIndex(of: ":") ?? place.endIndex)]) }
    }

    /// The plug-in that pulls for the kubelet until 1.7.
    public static let criPlugin = "io.containerd.grpc.v1.cri"
    /// The plug-in that has the kubelet's images from 2.0 on.
    public static let imagesPlugin = "io.containerd.cri.v1.images"
    /// The plug-in that pulls for everybody from 2.1 on.
    public static let transferPlugin = "io.containerd.transfer.v1.local"

    /// How the running release pulls for the kubelet.
    public enum Way: Hashable, Sendable {
        /// By the kubelet's plug-in itself.
        case local(plugin: String)
        /// By the transfer service, whose limit all pulls share.
        case transfer
    }

    /// How it pulls; nil where its version is not known and nothing else tells.
    ///
    /// From 2.1 on it is the transfer service, unless something in the kubelet's plug-in asks for what that cannot do:
    /// then the old way is taken without a word but one warning in the log.
    /// sources: containerd v2.3.4 internal/cri/config/config.go, CheckLocalImagePullConfigs; docs/cri/config.md
    public var way: Way? {
        guard let release = release else { return nil }
        if release.major < 2 { return .local(plugin: ContainerdFacts.criPlugin) }
        if release.major == 2, release.minor < 1 { return .local(plugin: ContainerdFacts.imagesPlugin) }
        return causeOfLocalPulls == nil ? .transfer : .local(plugin: ContainerdFacts.imagesPlugin)
    }

    /// What makes a release from 2.1 on pull in the old way; nil if nothing does.
    public var causeOfLocalPulls: Entry? {
        let plugin = ContainerdFacts.imagesPlugin
        func entry(_ key: String, unless usual: String) -> Entry? {
            values["\(plugin).\(key)"].flatMap { $0.text == usual ? nil : $0 }
        }
        return entry("use_local_image_pull", unless: "false") ?? entry("max_concurrent_downloads", unless: "3")
            ?? entry("disable_snapshot_annotations", unless: "true") ?? entry(
                "discard_unpacked_layers",
                unless: "false"
            )
            ?? entry("registry.mirrors", unless: "") ?? entry("registry.configs", unless: "")
            ?? entry("registry.auths", unless: "") ?? entry("image_pull_with_sync_fs", unless: "false")
    }

    /// The release, or what the language of its file tells of that: version 4 came with 2.3.
    public var release: KubernetesVersion? {
        version.flatMap { KubernetesVersion($0) } ?? ((configVersion ?? 0) >= 4 ? KubernetesVersion("2.3") : nil)
    }

    /// The key that limits downloads in the running release; nil where that is not known.
    public var downloadsKey: String? {
        way.map { way in
            switch way {
            case .local(let plugin): "\(plugin).max_concurrent_downloads"
            case .transfer: "\(ContainerdFacts.transferPlugin).max_concurrent_downloads"
            }
        }
    }

    /// The key of its patience with a pull that makes no progress; nil where that is not known.
    public var progressKey: String? {
        release.map { release in
            let plugin = release.major < 2 ? ContainerdFacts.criPlugin : ContainerdFacts.imagesPlugin
            return "\(plugin).image_pull_progress_timeout"
        }
    }

    /// The newest language of files that a release starts with. Until 1.7.16 it was not looked at.
    public static func newestConfigVersion(of release: KubernetesVersion) -> Int64 {
        if release.major < 2 { return release.minor < 7 || (release.patch ?? 17) < 17 ? .max : 2 }
        return release.major == 2 && release.minor < 3 ? 3 : 4
    }
}

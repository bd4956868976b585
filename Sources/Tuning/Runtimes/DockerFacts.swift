/// Docker's daemon, and how it is configured.
public struct DockerFacts: Hashable, Sendable, Codable {
    /// The unit that starts it; nil if none does.
    public var unit: String?
    /// Its process; nil if it does not run.
    public var pid: Int64?
    /// When it started, in seconds since 1970, give or take one; nil if it does not run.
    public var startedAt: Int64?
    /// The release, such as `20.10.24`; nil if nothing tells it.
    public var version: String?
    /// What told it.
    public var versionSource: String?
    /// Its configuration file.
    public var configPath = DockerFacts.presetConfigPath
    /// Whether that file is there.
    public var hasConfigFile = false
    /// When the file was last changed, in seconds since 1970; nil if it is not there.
    public var configModifiedAt: Int64?
    /// The options that it was started with, by the key that says the same in the file.
    public var flags: [String: Flag] = [:]
    /// The keys of the file with their values, as they are written there; a nested value only as far as dockerd looks.
    public var keys: [String: String] = [:]
    /// Why dockerd would take neither a reload nor its next start; nil if it would.
    public var refusal: String?
    /// Why it cannot be told what the file says; nil if it can.
    public var unreadable: String?
    /// Where containers are, and images unless they are in containerd's store.
    public var dataRoot = "/var/lib/docker"
    /// What told that.
    public var dataRootOrigin = "default"
    /// Whether containers go on while dockerd is restarted.
    public var isLiveRestoring = false
    /// The storage driver, such as `overlay2`; nil if nothing tells it.
    public var storageDriver: String?
    /// What told the driver.
    public var storageDriverOrigin: String?
    /// Whether images are in containerd's store, whose `overlayfs` does the work of `overlay2`; nil if unknown.
    public var isContainerdStore: Bool?
    /// The filesystem below the data root; nil if unknown.
    public var backingFilesystem: String?
    /// Whether that filesystem tells the types of directory entries, which overlays need; nil if unknown.
    public var hasEntryTypes: Bool?
    /// The last reload that dockerd tells of itself; nil if it does not.
    public var lastReload: Reload?
    /// When systemd last saw the unit change its state, as by a reload, in seconds since 1970; asked only where it
    /// decides something.
    public var unitChangedAt: Int64?

    /// Where the file is unless a flag says otherwise.
    public static let presetConfigPath = "/etc/docker/daemon.json"
    /// The unit of every package.
    public static let presetUnit = "docker.service"

    /// Nothing known.
    public init() {}

    /// An option on the command line.
    public struct Flag: Hashable, Sendable, Codable {
        /// Its name without hyphens.
        public var name: String
        /// Its value as it is written; several with commas between them.
        public var text: String
        /// Where it stands, as `FILE:LINE`; nil if that is not known.
        public var place: String?

        /// An option.
        public init(name: String, text: String, place: String?) {
            self.name = name
            self.text = text
            self.place = place
        }
    }

    /// What dockerd told of itself after a reload.
    public struct Reload: Hashable, Sendable, Codable {
        /// When, in seconds since 1970.
        public var at: Int64
        /// The values that it took, by key.
        public var values: [String: String]

        /// A reload.
        public init(at: Int64, values: [String: String]) {
            self.at = at
            self.values = values
        }
    }

    /// What dockerd works with of a key that a reload makes live.
    public enum Live: Hashable, Sendable {
        /// This value, as dockerd told or as it must be.
        case value(String)
        /// dockerd does not run.
        case stopped
        /// The file was changed after dockerd last read it.
        case stale
    }

    /// What dockerd works with now.
    ///
    /// dockerd's API shows no such value. What it tells is its last reload, in a memory of 256 events of every kind,
    /// which a busy node fills in minutes. Else the file counts if dockerd started after the file was last changed, or
    /// if its unit was reloaded after that; what a reload finds in no file it sets to the default, flags included.
    public func live(_ key: String) -> Live {
        guard pid != nil else { return .stopped }
        let changedAt = configModifiedAt ?? 0
        if let lastReload, lastReload.at >= startedAt ?? 0, let value = lastReload.values[key] {
            return lastReload.at >= changedAt || value == keys[key] ? .value(value) : .stale
        }
        let preset = DockerOption.named(key)?.preset ?? ""
        if let startedAt, changedAt <= startedAt { return .value(keys[key] ?? flags[key]?.text ?? preset) }
        let isLive = DockerOption.named(key)?.isLive ?? false
        if isLive, let unitChangedAt, changedAt <= unitChangedAt { return .value(keys[key] ?? preset) }
        return .stale
    }
}
